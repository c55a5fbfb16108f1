namespace Pacs.DicomWeb.Security.Tests;

public sealed class CorsTests
{
    private const string Viewer = "https://viewer.example";

    [Test]
    public async Task APreflight_NeedsNoCredentialsAndNamesWhatViewersSend()
    {
        await using WebArchive web = await StartAsync(Viewer);

        using HttpResponseMessage response = await web.SendAsync("OPTIONS", "studies", ("Origin", Viewer), ("Access-Control-Request-Method", "POST"), ("Access-Control-Request-Headers", "authorization,content-type,x-api-key"));

        Assert.Multiple(() =>
        {
            Assert.That((int)response.StatusCode, Is.EqualTo(204));
            Assert.That(response.Headers.GetValues("Access-Control-Allow-Origin"), Is.EqualTo(new[] { Viewer }));
            Assert.That(response.Headers.GetValues("Access-Control-Allow-Headers").Single().ToLowerInvariant(), Does.Contain("authorization").And.Contain("content-type").And.Contain("x-api-key"));
            Assert.That(response.Headers.GetValues("Access-Control-Allow-Methods").Single(), Does.Contain("POST"));
        });
    }

    [TestCase("studies", 200)]
    [TestCase("studies/1.2.3", 404)]
    public async Task AnAnswer_ShowsThePageTheHeadersThatViewersRead(string path, int status)
    {
        string key = "";
        await using WebArchive web = await Secure.StartAsync(options =>
        {
            key = options.AddKey();
            options.Origins.Add(Viewer);
        });

        using HttpResponseMessage response = await web.SendAsync("GET", path, ("Origin", Viewer), ("X-Api-Key", key));

        Assert.That(((int)response.StatusCode, response.Headers.GetValues("Access-Control-Allow-Origin").Single()), Is.EqualTo((status, Viewer)), "errors as well: the page is to know the reason");
        Assert.That(response.Headers.GetValues("Access-Control-Expose-Headers").Single(), Does.Contain("X-Total-Count").And.Contain("Content-Range").And.Contain("ETag"));
    }

    [TestCase("https://evil.example")]
    [TestCase("http://viewer.example")]
    [TestCase("https://viewer.example.evil.example")]
    [TestCase("null")]
    public async Task AnotherOrigin_IsShownNothing(string origin)
    {
        await using WebArchive web = await StartAsync(Viewer);

        using HttpResponseMessage preflight = await web.SendAsync("OPTIONS", "studies", ("Origin", origin), ("Access-Control-Request-Method", "GET")), answer = await web.SendAsync("GET", "studies", ("Origin", origin));

        Assert.That((preflight.Headers.Contains("Access-Control-Allow-Origin"), answer.Headers.Contains("Access-Control-Allow-Origin")), Is.EqualTo((false, false)));
    }

    [Test]
    public async Task AllOrigins_AreTakenWithoutCredentialsOfTheBrowser()
    {
        await using WebArchive web = await StartAsync("*");

        using HttpResponseMessage response = await web.SendAsync("GET", "studies", ("Origin", "https://any.example"));

        Assert.That((response.Headers.GetValues("Access-Control-Allow-Origin").Single(), response.Headers.Contains("Access-Control-Allow-Credentials")), Is.EqualTo(("*", false)));
    }

    private static Task<WebArchive> StartAsync(string origin) => Secure.StartAsync(options =>
    {
        options.AddKey();
        options.Origins.Add(origin);
    });
}
