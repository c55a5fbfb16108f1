using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Pacs.DicomWeb.Security.Tests;

/// <summary>Mutual TLS against a real Kestrel.</summary>
public sealed class CertificateTests
{
    private readonly TestAuthority _clinic = new("CN=Clinic CA"), _stranger = new("CN=Clinic CA");
    private readonly List<X509Certificate2> _certificates = [];
    private string _authorities = null!;
    private X509Certificate2 _pinned = null!, _byName = null!, _unknown = null!, _self = null!, _selfUnknown = null!, _selfWithName = null!, _forged = null!, _expired = null!;
    private WebArchive _web = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _authorities = Path.GetTempFileName();
        await File.WriteAllTextAsync(_authorities, _clinic.Certificate.ExportCertificatePem());
        _certificates.AddRange([
            _pinned = _clinic.Client("CN=pinned"), _byName = _clinic.Client("CN=CT 1, O=Clinic"), _unknown = _clinic.Client("CN=CT 2, O=Clinic"),
            _self = TestAuthority.SelfSigned("CN=self"), _selfUnknown = TestAuthority.SelfSigned("CN=self"), _selfWithName = TestAuthority.SelfSigned("CN=CT 1, O=Clinic"),
            _forged = _stranger.Client("CN=CT 1, O=Clinic"), _expired = _clinic.Client("CN=CT 1, O=Clinic", daysFromNow: -1)]);
        X509Certificate2 server = _clinic.Server();
        _certificates.Add(server);
        _web = await Secure.StartAsync(
            options =>
            {
                options.Certificates = new CertificateOptions { Authorities = _authorities, CheckRevocation = false };
                options.Certificates.Clients.Add(Grant(new() { Name = "pinned", Thumbprint = Thumbprint(_pinned) }, "dicom.search"));
                options.Certificates.Clients.Add(Grant(new() { Name = "self", Thumbprint = string.Join(':', Thumbprint(_self).Chunk(2).Select(c => new string(c))).ToLowerInvariant() }, "dicom.search"));
                options.Certificates.Clients.Add(Grant(new() { Name = "CT 1", Subject = "CN=CT 1,O=Clinic", Issuer = "CN=Clinic CA" }, "dicom.search dicom.store"));
            },
            services: s => s.Configure<KestrelServerOptions>(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(new HttpsConnectionAdapterOptions
            {
                ServerCertificate = server,
                ClientCertificateMode = ClientCertificateMode.AllowCertificate,
                ClientCertificateValidation = static (_, _, _) => true, // the scheme judges
            }))));
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        await _web.DisposeAsync();
        foreach (X509Certificate2 certificate in _certificates) certificate.Dispose();
        _clinic.Dispose();
        _stranger.Dispose();
        File.Delete(_authorities);
    }

    [Test]
    public async Task ACertificate_IsKnownByItsThumbprint_WhoeverSignedIt() =>
        Assert.That((await GetAsync(_pinned), await GetAsync(_self)), Is.EqualTo((200, 200)));

    [Test]
    public async Task ACertificate_IsKnownByTheNamesThatAnAuthorityVouchesFor() => Assert.That(await GetAsync(_byName), Is.EqualTo(200));

    [Test]
    public async Task AnotherCertificate_OpensNothing() => Assert.Multiple(async () =>
    {
        Assert.That(await GetAsync(_unknown), Is.EqualTo(403), "of the same authority, and not named");
        Assert.That(await GetAsync(_selfUnknown), Is.EqualTo(403), "the same name, another key");
        Assert.That(await GetAsync(_selfWithName), Is.EqualTo(403), "who signs for oneself says nothing about names");
        Assert.That(await GetAsync(_forged), Is.EqualTo(403), "an authority of the same name");
        Assert.That(await GetAsync(_expired), Is.EqualTo(403), "over");
        Assert.That(await GetAsync(null), Is.EqualTo(401), "none");
    });

    [Test]
    public async Task ACertificate_HasItsScopes()
    {
        Assert.That((await GetAsync(_pinned, "studies/1.2.3"), await GetAsync(_byName, "studies/1.2.3")), Is.EqualTo((403, 403)));
        using HttpClient http = Client(_byName);
        using HttpResponseMessage store = await http.PostAsync(_web.Http.BaseAddress + "studies", new ByteArrayContent([]));
        Assert.That(store.StatusCode, Is.EqualTo(HttpStatusCode.UnsupportedMediaType));
    }

    private static CertificateGrantOptions Grant(CertificateGrantOptions grant, string scopes)
    {
        foreach (string scope in scopes.Split(' ')) grant.Scopes.Add(scope);
        return grant;
    }

    private static string Thumbprint(X509Certificate2 certificate) => certificate.GetCertHashString(HashAlgorithmName.SHA256);

    private static HttpClient Client(X509Certificate2? certificate)
    {
        var handler = new SocketsHttpHandler { SslOptions = { RemoteCertificateValidationCallback = static (_, server, _, _) => server is not null } };
        if (certificate is not null)
        {
            handler.SslOptions.ClientCertificates = [certificate];
            handler.SslOptions.LocalCertificateSelectionCallback = (_, _, _, _, _) => certificate;
        }

        return new HttpClient(handler);
    }

    private async Task<int> GetAsync(X509Certificate2? certificate, string path = "studies")
    {
        using HttpClient http = Client(certificate);
        using HttpResponseMessage response = await http.GetAsync(_web.Http.BaseAddress + path);
        return (int)response.StatusCode;
    }
}
