using System.Net;
using System.Net.Http.Headers;

namespace Pacs.ServerHost.Tests;

/// <summary>OHIF's build at <c>/ohif</c>: moved below that path, with our configuration and policy. The real build is in Pacs.Ohif.Tests.</summary>
public sealed class OhifPagesTests
{
    private const string Script = "before;__webpack_require__.p = \"/\";after(\"__webpack_require__.p\")";
    private string _root = null!;
    private string _folder = null!;
    private Host _host = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _root = Directory.CreateTempSubdirectory("pacs-ohif-").FullName;
        _folder = Path.Combine(_root, "build");
        Directory.CreateDirectory(Path.Combine(_folder, "assets"));
        Write("index.html", "<html><head><link href=\"/app.css\"><script>window.PUBLIC_URL=\"/\"</script><script defer src=\"/app.js\"></script></head></html>");
        Write("app.js", Script);
        Write("app.css", "a{src:url(/font.woff2)}b{src:url(data:x)}c{src:url(/other.woff2)}");
        Write("plain.js", "nothing()");
        Write("app-config.js", "window.config = 'theirs'");
        Write("assets/icon.svg", "<svg/>");
        Write("../secret.txt", "secret");
        _host = await Host.StartAsync(options => options with { OhifFolder = _folder });
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        await _host.DisposeAsync();
        Directory.Delete(_root, recursive: true);
    }

    [TestCase("/ohif")]
    [TestCase("/ohif/")]
    [TestCase("/ohif/viewer?StudyInstanceUIDs=1.2.3")]
    public async Task APage_PointsBelowThePath_AndItsInlineScriptsHaveTheNonceOfThePolicy(string path)
    {
        using HttpResponseMessage answer = await _host.Http.GetAsync(new Uri(path, UriKind.Relative));
        string page = await answer.Content.ReadAsStringAsync();

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(page, Does.Contain("href=\"/ohif/app.css\"").And.Contain("src=\"/ohif/app.js\"").And.Contain("window.PUBLIC_URL=\"/ohif/\""));
        string policy = answer.Headers.GetValues("Content-Security-Policy").Single();
        string nonce = policy.Split("'nonce-")[1].Split('\'')[0];
        Assert.That(page, Does.Contain($"<script nonce=\"{nonce}\">"));
        Assert.That(policy, Does.Not.Contain("http"));
        Assert.That(answer.Headers.GetValues("Cross-Origin-Opener-Policy"), Is.EqualTo(["same-origin"]));
        Assert.That(answer.Headers.GetValues("Cross-Origin-Embedder-Policy"), Is.EqualTo(["require-corp"]));
    }

    [Test]
    public async Task EachPage_HasANonceOfItsOwn()
    {
        string first = await _host.Http.GetStringAsync(new Uri("/ohif/", UriKind.Relative)), second = await _host.Http.GetStringAsync(new Uri("/ohif/", UriKind.Relative));

        Assert.That(first, Is.Not.EqualTo(second));
    }

    [Test]
    public async Task TheBaseOfScriptsAndStyleSheets_IsReplaced_AndOtherFilesAreAsTheyAre()
    {
        using HttpResponseMessage script = await _host.Http.GetAsync(new Uri("/ohif/app.js", UriKind.Relative));

        Assert.That(await script.Content.ReadAsStringAsync(), Is.EqualTo(Script.Replace(".p = \"/\"", ".p = \"/ohif/\"", StringComparison.Ordinal)));
        Assert.That(script.Content.Headers.ContentLength, Is.EqualTo(Script.Length + 5));
        Assert.That(await _host.Http.GetStringAsync(new Uri("/ohif/app.css", UriKind.Relative)), Is.EqualTo("a{src:url(/ohif/font.woff2)}b{src:url(data:x)}c{src:url(/ohif/other.woff2)}"));
        Assert.That(await _host.Http.GetStringAsync(new Uri("/ohif/plain.js", UriKind.Relative)), Is.EqualTo("nothing()"));
        Assert.That(await _host.Http.GetStringAsync(new Uri("/ohif/assets/icon.svg", UriKind.Relative)), Is.EqualTo("<svg/>"));
    }

    [Test]
    public async Task AScript_IsGivenByRanges_AndNotAgainWhenItIsKnown()
    {
        using var part = new HttpRequestMessage(HttpMethod.Get, "/ohif/app.js");
        part.Headers.Range = new RangeHeaderValue(7, 39);
        using HttpResponseMessage range = await _host.Http.SendAsync(part);
        using var again = new HttpRequestMessage(HttpMethod.Get, "/ohif/app.js");
        again.Headers.IfNoneMatch.Add(range.Headers.ETag!);
        using HttpResponseMessage unchanged = await _host.Http.SendAsync(again);

        Assert.That(await range.Content.ReadAsStringAsync(), Is.EqualTo("__webpack_require__.p = \"/ohif/\";a"[..33]));
        Assert.That(unchanged.StatusCode, Is.EqualTo(HttpStatusCode.NotModified));
    }

    [Test]
    public async Task TheConfiguration_IsOurs()
    {
        using HttpResponseMessage answer = await _host.Http.GetAsync(new Uri("/ohif/app-config.js", UriKind.Relative));
        string text = await answer.Content.ReadAsStringAsync();

        Assert.That(answer.Content.Headers.ContentType!.MediaType, Is.EqualTo("text/javascript"));
        Assert.That(text, Does.Contain("/dicom-web").And.Contain("routerBasename: '/ohif'").And.Not.Contain("theirs"));
    }

    [TestCase("/ohif/missing.js")]
    [TestCase("/ohif/../appsettings.json")]
    [TestCase("/ohif/%2e%2e/secret.txt")]
    [TestCase("/ohif/..%2fsecret.txt")]
    public async Task WhatIsNoFileOfTheBuild_IsNotThere(string path)
    {
        using HttpResponseMessage answer = await _host.Http.GetAsync(new Uri(path, UriKind.Relative));

        Assert.That(await answer.Content.ReadAsStringAsync(), Does.Not.Contain("secret"));
        Assert.That((int)answer.StatusCode, Is.InRange(400, 404));
    }

    [Test]
    public async Task Documents_AgreeToBeShownWithinIt()
    {
        using HttpResponseMessage answer = await _host.Http.GetAsync(new Uri("/dicom-web/studies", UriKind.Relative));

        Assert.That(answer.Headers.GetValues("Cross-Origin-Embedder-Policy"), Is.EqualTo(["require-corp"]));
    }

    [Test]
    public async Task WithoutTheOption_ThereIsNoOhif()
    {
        await using Host plain = await Host.StartAsync();

        using HttpResponseMessage answer = await plain.Http.GetAsync(new Uri("/ohif/", UriKind.Relative));

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
    }

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(_folder, name), text);
}
