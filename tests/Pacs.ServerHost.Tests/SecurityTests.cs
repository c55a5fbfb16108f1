using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Pacs.DicomWeb.Security;

namespace Pacs.ServerHost.Tests;

public sealed class SecurityTests
{
    // What everybody may see: pages without data, and who one is.
    private static readonly string[] Public = ["/", "/viewer/{study}", "/admin", "/health", "/api/session", "/share/leave", "/share/{token}", "/sign-in", "/sign-out"];

    private string _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("pacs-security-").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public async Task EveryEndpoint_NeedsPermissionOrIsKnownToBePublic()
    {
        await using Host host = await Host.StartAsync();
        IEnumerable<RouteEndpoint> open = host.Endpoints.OfType<RouteEndpoint>().Where(e => e.Metadata.GetMetadata<IAllowAnonymous>() is not null || e.Metadata.GetMetadata<IAuthorizeData>() is null);

        Assert.That(open.Select(e => "/" + e.RoutePattern.RawText!.TrimStart('/')).Distinct(), Is.SubsetOf(Public));
    }

    [Test]
    public async Task AKey_OpensWhatItsScopesName()
    {
        (string reader, string admin) = (Write("dicom.search", "dicom.retrieve"), "");
        await using Host host = await StartAsync();
        string study = (await host.AddStudyAsync()).Study;

        Assert.Multiple(async () =>
        {
            Assert.That(await StatusAsync(host, reader, "GET", "/dicom-web/studies"), Is.EqualTo(200));
            Assert.That(await StatusAsync(host, reader, "GET", "/api/status"), Is.EqualTo(200));
            Assert.That(await StatusAsync(host, reader, "GET", $"/api/studies/{study}/report"), Is.EqualTo(404), "there is none");
            Assert.That(await StatusAsync(host, reader, "GET", "/api/admin/overview"), Is.EqualTo(403));
            Assert.That(await StatusAsync(host, reader, "POST", "/api/admin/verify"), Is.EqualTo(403));
            Assert.That(await StatusAsync(host, reader, "POST", $"/api/studies/{study}/shares"), Is.EqualTo(403));
            Assert.That(await StatusAsync(host, reader, "POST", "/dicom-web/studies"), Is.EqualTo(403));
            Assert.That(await StatusAsync(host, reader, "POST", "/hubs/reading/negotiate?negotiateVersion=1"), Is.EqualTo(200));
            foreach (string path in (string[])["/dicom-web/studies", "/api/status", $"/api/studies/{study}/report", "/api/admin/overview", "/hubs/reading", "/api/studies/status?study=1.2"])
                Assert.That(await StatusAsync(host, admin, "GET", path), Is.EqualTo(401), path);
            Assert.That(await StatusAsync(host, admin, "GET", "/health"), Is.EqualTo(200));
        });
    }

    [Test]
    public async Task AKeyForOnePatient_ReadsNoOthersReport()
    {
        string key = Write(["dicom.search", "dicom.retrieve", "dicom.store"], patient: "P2");
        await using Host host = await StartAsync();
        string theirs = (await host.AddStudyAsync("P1")).Study, mine = (await host.AddStudyAsync("P2")).Study;

        Assert.Multiple(async () =>
        {
            foreach (string path in (string[])["report", "report.pdf", "shares"])
            {
                using HttpResponseMessage hidden = await SendAsync(host, key, "GET", $"/api/studies/{theirs}/{path}"), seen = await SendAsync(host, key, "GET", $"/api/studies/{mine}/{path}");
                Assert.That((int)hidden.StatusCode, Is.EqualTo(404), path);
                Assert.That(await hidden.Content.ReadAsStringAsync(), Does.Contain("no such study"));
                Assert.That(await seen.Content.ReadAsStringAsync(), Does.Not.Contain("no such study"));
            }

            Assert.That(await StatusAsync(host, key, "PUT", $"/api/studies/{theirs}/status", """{"status":"reported","by":"me"}"""), Is.EqualTo(404));
        });
    }

    [Test]
    public async Task AKeyForOnePatient_FindsAndCountsNoOthersByStatus()
    {
        string key = Write(["dicom.search", "dicom.retrieve", "dicom.store"], patient: "P2");
        await using Host host = await StartAsync();
        string theirs = (await host.AddStudyAsync("P1")).Study, mine = (await host.AddStudyAsync("P2")).Study, unread = (await host.AddStudyAsync("P2")).Study;
        await ReportedAsync(theirs);
        await ReportedAsync(mine);

        Assert.That(await FoundAsync("reported"), Is.EqualTo((mine, "1")));
        Assert.That(await FoundAsync("unread"), Is.EqualTo((unread, "1")));

        // As somebody does who may see it.
        Task ReportedAsync(string study) => host.SetStatusAsync(study, ReadingStatus.Reported);

        async Task<(string Studies, string Total)> FoundAsync(string status)
        {
            using HttpResponseMessage answer = await SendAsync(host, key, "GET", $"/dicom-web/studies?readingstatus={status}");
            JsonElement studies = await Host.JsonAsync(answer);
            return (string.Join(' ', studies.EnumerateArray().Select(study => study.GetProperty("0020000D").GetProperty("Value")[0].GetString())), answer.Headers.GetValues("X-Total-Count").Single());
        }
    }

    [Test]
    public async Task AccessesByTheWeb_AreInTheAuditFile()
    {
        string folder = Path.Combine(_folder, "trail"), study;
        File.WriteAllText(Path.Combine(_folder, "pacs.json"), JsonSerializer.Serialize(new { Security = new { Anonymous = "Loopback" }, Audit = new { Folder = folder, Site = "north" } }));
        await using (Host host = await StartAsync())
        {
            study = (await host.AddStudyAsync()).Study;
            using HttpResponseMessage response = await host.Http.GetAsync($"/dicom-web/studies/{study}/metadata");
            Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK), await response.Content.ReadAsStringAsync());
            await host.StopAsync();
        }

        // Written for sure once the server has ended; in two files, if midnight was in between.
        string trail = string.Concat(Directory.GetFiles(folder).Select(File.ReadAllText));
        Assert.That(trail, Does.Contain(study).And.Contain("UserID=\"local\"").And.Contain("csd-code=\"110104\"").And.Contain("AuditEnterpriseSiteID=\"north\""));
    }

    [Test]
    public async Task WhereTheTrailIsOff_ThereIsNone()
    {
        File.WriteAllText(Path.Combine(_folder, "pacs.json"), JsonSerializer.Serialize(new { Security = new { Anonymous = "Loopback" }, Audit = new { Enabled = false } }));
        await using Host host = await StartAsync();

        await host.Http.GetAsync("/dicom-web/studies");

        Assert.That(Path.Combine(host.Folder, "audit"), Does.Not.Exist);
    }

    [Test]
    public async Task ABrowser_SignsInWithAKey()
    {
        string key = Write("dicom.search");
        await using Host host = await StartAsync();
        using HttpClient browser = host.Visitor();

        using HttpResponseMessage page = await browser.GetAsync("/admin");
        Assert.That((page.StatusCode, page.Headers.Location?.ToString()), Is.EqualTo((HttpStatusCode.Redirect, "/sign-in?return=%2Fadmin")));
        using HttpResponseMessage wrong = await EnterAsync(browser, "wrong", "/admin"), right = await EnterAsync(browser, key, "/admin");

        Assert.That((wrong.StatusCode, right.StatusCode, right.Headers.Location?.ToString()), Is.EqualTo((HttpStatusCode.Unauthorized, HttpStatusCode.Redirect, "/admin")));
        Assert.That((await browser.GetAsync("/dicom-web/studies")).StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That((await browser.GetAsync("/api/admin/overview")).StatusCode, Is.EqualTo(HttpStatusCode.Forbidden), "the session has the key's scopes");
    }

    [TestCase("//evil.example")]
    [TestCase("/\\evil.example")]
    [TestCase("https://evil.example")]
    public async Task AfterSigningIn_NobodyIsLedElsewhere(string back)
    {
        string key = Write("dicom.search");
        await using Host host = await StartAsync();
        using HttpClient browser = host.Visitor();

        using HttpResponseMessage entered = await EnterAsync(browser, key, back);

        Assert.That(entered.Headers.Location?.ToString(), Is.EqualTo("/"));
    }

    [Test]
    public async Task ACertificate_MakesItHttps()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        using X509Certificate2 certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        (string file, string keyFile) = (Path.Combine(_folder, "c.pem"), Path.Combine(_folder, "k.pem"));
        await File.WriteAllTextAsync(file, certificate.ExportCertificatePem());
        await File.WriteAllTextAsync(keyFile, key.ExportPkcs8PrivateKeyPem());
        await using Host host = await Host.StartAsync(options => options with { Certificate = file, CertificateKey = keyFile });
        using var http = new HttpClient(new HttpClientHandler { ServerCertificateCustomValidationCallback = (_, shown, _, _) => shown!.Thumbprint == certificate.Thumbprint });

        Assert.That(host.Address.Scheme, Is.EqualTo("https"));
        Assert.That((await http.GetAsync(new Uri(host.Address, "/dicom-web/studies"))).StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [TestCase("0.0.0.0", null, false, true)]
    [TestCase("0.0.0.0", null, true, false)]
    [TestCase("0.0.0.0", "127.0.0.1", false, false)]
    [TestCase("127.0.0.1", "0.0.0.0", false, true)]
    [TestCase("127.0.0.1", null, false, false)]
    public void ANetworkAddress_NeedsAWordAboutWhoMay(string bind, string? httpBind, bool isOpen, bool isRefused)
    {
        var options = new HostOptions(_folder, 0, 0, "PACS", IPAddress.Parse(bind), []) { HttpBind = httpBind is null ? null : IPAddress.Parse(httpBind), IsOpen = isOpen };

        Assert.That(() => SampleServer.Build(options), isRefused ? Throws.TypeOf<InvalidDataException>().With.Message.Contains("--open") : Throws.Nothing);
    }

    [TestCase("""{ "Security": { "Anonymous": "Everywhere" } }""", "--open")]
    [TestCase("""{ "Security": { "Anonymous": "Loopback" } }""", "--open")]
    [TestCase("""{ "Security": { "ApiKey": [] } }""", "ApiKey")]
    [TestCase("""{ "Securty": { } }""", "Securty")]
    [TestCase("""{ "Security": { "ApiKeys": [ { "Name": "a", "Sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", "Scopes": [ "dicom.search" ] } ] }, "Audit": { "Require": true } }""", "Require")]
    [TestCase("""{ "Security": """, "cannot be read")]
    public void AConfigurationThatIsWrong_StopsTheStart(string text, string reason)
    {
        string file = Path.Combine(_folder, "pacs.json");
        File.WriteAllText(file, text);

        Assert.That(() => SampleServer.Build(new HostOptions(_folder, 0, 0, "PACS", IPAddress.Any, []) { ConfigFile = file }), Throws.TypeOf<InvalidDataException>().With.Message.Contains(reason));
    }

    private Task<Host> StartAsync() => Host.StartAsync(options => options with { ConfigFile = Path.Combine(_folder, "pacs.json") });

    private string Write(params string[] scopes) => Write(scopes, patient: null);

    private string Write(string[] scopes, string? patient)
    {
        (string key, string hash) = ApiKey.Create();
        File.WriteAllText(Path.Combine(_folder, "pacs.json"), JsonSerializer.Serialize(new { Security = new { ApiKeys = new[] { new { Name = "reader", Sha256 = hash, Scopes = scopes, Patients = patient is null ? Array.Empty<string>() : [patient] } } } }));
        return key;
    }

    private static async Task<HttpResponseMessage> EnterAsync(HttpClient browser, string key, string back) =>
        await browser.PostAsync("/sign-in", new FormUrlEncodedContent(new Dictionary<string, string> { ["key"] = key, ["return"] = back }));

    private static async Task<HttpResponseMessage> SendAsync(Host host, string key, string method, string path, string? json = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = json is null ? null : new StringContent(json, System.Text.Encoding.UTF8, "application/json") };
        if (key.Length > 0) request.Headers.Add("X-Api-Key", key);
        return await host.Http.SendAsync(request);
    }

    private static async Task<int> StatusAsync(Host host, string key, string method, string path, string? json = null)
    {
        using HttpResponseMessage response = await SendAsync(host, key, method, path, json);
        return (int)response.StatusCode;
    }
}
