namespace Pacs.DicomWeb.Security.Tests;

public sealed class AnonymousTests
{
    [TestCase("localhost", 200)]
    [TestCase("localhost:1234", 200)]
    [TestCase("127.0.0.1", 200)]
    [TestCase("127.8.9.10:80", 200)]
    [TestCase("[::1]:80", 200)]
    [TestCase("pacs.localhost", 200)]
    [TestCase("evil.example", 401, Description = "DNS rebinding")]
    [TestCase("127.0.0.1.evil.example", 401)]
    [TestCase("localhost.evil.example", 401)]
    [TestCase("192.168.1.1", 401)]
    public async Task OnLoopback_TheHostHasToNameLoopback(string host, int status)
    {
        await using WebArchive web = await StartAsync();

        Assert.That(await web.StatusAsync("GET", "studies", ("Host", host)), Is.EqualTo(status));
    }

    [TestCase("X-Forwarded-For", "203.0.113.9")]
    [TestCase("Forwarded", "for=203.0.113.9")]
    [TestCase("X-Real-IP", "203.0.113.9")]
    [TestCase("Via", "1.1 proxy")]
    public async Task AProxyOnThisMachine_IsNotThisMachine(string name, string value)
    {
        await using WebArchive web = await StartAsync();

        Assert.That(await web.StatusAsync("GET", "studies", (name, value)), Is.EqualTo(401));
    }

    [Test]
    public async Task ByDefault_NobodyComesWithoutCredentials()
    {
        await using WebArchive web = await Secure.StartAsync(options => options.AddKey());

        using HttpResponseMessage response = await web.SendAsync("GET", "studies");

        Assert.That(((int)response.StatusCode, response.Headers.WwwAuthenticate.ToString()), Is.EqualTo((401, "ApiKey realm=\"DICOMweb\"")));
    }

    [TestCase("POST", "https://evil.example", 403)]
    [TestCase("DELETE", "https://evil.example", 403)]
    [TestCase("POST", "null", 403)]
    [TestCase("POST", "http://localhost:1", 403)]
    [TestCase("POST", "https://viewer.example", 415)]
    [TestCase("POST", "OWN", 415)]
    [TestCase("POST", "", 415)]
    [TestCase("GET", "https://evil.example", 200, Description = "the browser does not show it to the page")]
    public async Task APageOfAnotherSite_ChangesNothing(string method, string origin, int status)
    {
        await using WebArchive web = await StartAsync();
        origin = origin == "OWN" ? web.Address.GetLeftPart(UriPartial.Authority) : origin;

        using HttpResponseMessage response = await web.SendAsync(method, $"studies{(method == "DELETE" ? "/1.2.3" : "")}", origin.Length > 0 ? [("Origin", origin)] : []);

        Assert.That((int)response.StatusCode, Is.EqualTo(status));
        if (method == "GET") Assert.That(response.Headers.Contains("Access-Control-Allow-Origin"), Is.False);
    }

    [Test]
    public async Task APageOfAnotherSite_OpensNoWebSocket()
    {
        await using WebArchive web = await StartAsync();

        Assert.That(await web.StatusAsync("GET", "studies", ("Origin", "https://evil.example"), ("Upgrade", "websocket"), ("Connection", "Upgrade")), Is.EqualTo(403));
    }

    [Test]
    public async Task Everywhere_TakesEveryName_AndMayBeHeldToReading()
    {
        await using WebArchive web = await Secure.StartAsync(options =>
        {
            options.Anonymous = AnonymousAccess.Everywhere;
            options.AnonymousScopes.Add("dicom.search");
        });

        Assert.That((await web.StatusAsync("GET", "studies", ("Host", "pacs.clinic")), await web.StatusAsync("POST", "studies", ("Host", "pacs.clinic"))), Is.EqualTo((200, 403)));
    }

    private static Task<WebArchive> StartAsync() => Secure.StartAsync(options =>
    {
        options.Anonymous = AnonymousAccess.Loopback;
        options.Origins.Add("https://viewer.example");
    });
}
