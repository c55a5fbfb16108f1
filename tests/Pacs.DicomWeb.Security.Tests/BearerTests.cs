using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.Tokens;
using Pacs.Core;

namespace Pacs.DicomWeb.Security.Tests;

public sealed class BearerTests
{
    private readonly ListSink _sink = new();
    private TokenIssuer _issuer = null!;
    private WebArchive _web = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _issuer = await TokenIssuer.StartAsync();
        _web = await Secure.StartAsync(
            options =>
            {
                options.Oidc = new OidcOptions { Authority = _issuer.Url, Audience = "pacs", RequireHttps = false };
                options.Anonymous = AnonymousAccess.Loopback; // which must open nothing for a wrong token
            },
            services: s => s.AddSingleton<IAuditSink>(_sink));
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        await _web.DisposeAsync();
        await _issuer.DisposeAsync();
    }

    [Test]
    public async Task AToken_OpensWhatItsScopesName()
    {
        string token = _issuer.Token("openid dicom.search");

        Assert.That((await GetAsync("studies", token), await GetAsync("studies/1.2.3", token)), Is.EqualTo((200, 403)));
        Assert.That((_sink.Messages[^1].Participants[0].UserId, _sink.Messages[^1].Participants[0].AlternativeUserId), Is.EqualTo(("dr.grey", "42")));
    }

    [Test]
    public async Task ATokensClaims_RestrictWhatItSees()
    {
        string token = _issuer.Token(change: d => d.Claims["dicom.patient"] = new[] { "P2", "P7" });

        Assert.That((await GetAsync($"studies/{Pacs.Testing.SyntheticImage.Study(1)}", token), await GetAsync($"studies/{Pacs.Testing.SyntheticImage.Study(2)}", token)), Is.EqualTo((404, 200)));
    }

    [TestCase("expired")]
    [TestCase("not yet")]
    [TestCase("without end")]
    [TestCase("audience")]
    [TestCase("no audience")]
    [TestCase("issuer")]
    [TestCase("another key")]
    [TestCase("none")]
    [TestCase("none, signature kept")]
    [TestCase("HS256 by the public key")]
    [TestCase("changed")]
    [TestCase("without signature")]
    [TestCase("nonsense")]
    [TestCase("empty")]
    [TestCase("long")]
    public async Task AHostileToken_OpensNothing(string kind)
    {
        using HttpResponseMessage response = await _web.SendAsync("GET", "studies", ("Authorization", $"Bearer {Hostile(kind)}"));

        string text = await response.Content.ReadAsStringAsync();
        Assert.That((int)response.StatusCode, Is.EqualTo(401), text);
        Assert.That(response.Headers.WwwAuthenticate.ToString(), Does.StartWith("Bearer"));
        Assert.That(text, Does.Not.Contain("Exception").And.Not.Contain(" at "));
    }

    [Test]
    public async Task ATokenInTheQuery_IsForWebSocketsAndEventStreamsAlone()
    {
        string path = $"studies?access_token={_issuer.Token("dicom.search")}";

        Assert.That(await _web.StatusAsync("GET", path, ("Host", "pacs.clinic")), Is.EqualTo(401));
        Assert.That(await _web.StatusAsync("GET", path, ("Host", "pacs.clinic"), ("Accept", "text/event-stream")), Is.Not.EqualTo(401));
    }

    [Test]
    public async Task AProviderThatIsAway_LetsNobodyIn()
    {
        await using WebArchive web = await Secure.StartAsync(options => options.Oidc = new OidcOptions { Authority = "http://127.0.0.1:9", Audience = "pacs", RequireHttps = false });

        Assert.That(await web.StatusAsync("GET", "studies", ("Authorization", $"Bearer {_issuer.Token()}")), Is.EqualTo(401));
    }

    private async Task<int> GetAsync(string path, string token) => await _web.StatusAsync("GET", path, ("Authorization", $"Bearer {token}"));

    private string Hostile(string kind)
    {
        string good = _issuer.Token();
        string[] parts = good.Split('.');
        using RSA other = RSA.Create(2048);
        return kind switch
        {
            "expired" => _issuer.Token(change: d => d.Expires = DateTime.UtcNow.AddMinutes(-5)),
            "not yet" => _issuer.Token(change: d => d.NotBefore = DateTime.UtcNow.AddMinutes(5)),
            "without end" => _issuer.Token(change: d => d.Expires = null),
            "audience" => _issuer.Token(change: d => d.Audience = "another"),
            "no audience" => _issuer.Token(change: d => d.Audience = null),
            "issuer" => _issuer.Token(change: d => d.Issuer = "https://evil.example"),
            "another key" => _issuer.Token(change: d => d.SigningCredentials = new SigningCredentials(new RsaSecurityKey(other) { KeyId = "k1" }, SecurityAlgorithms.RsaSha256)),
            "none" => $"{Encode("{\"alg\":\"none\",\"typ\":\"JWT\"}")}.{parts[1]}.",
            "none, signature kept" => $"{Encode("{\"alg\":\"none\",\"typ\":\"JWT\"}")}.{parts[1]}.{parts[2]}",
            "HS256 by the public key" => _issuer.Token(change: d => d.SigningCredentials = new SigningCredentials(new SymmetricSecurityKey(_issuer.PublicKey) { KeyId = "k1" }, SecurityAlgorithms.HmacSha256)),
            "changed" => $"{parts[0]}.{Encode(Encoding.UTF8.GetString(Base64UrlEncoder.DecodeBytes(parts[1])).Replace("dr.grey", "dr.evil"))}.{parts[2]}",
            "without signature" => $"{parts[0]}.{parts[1]}.",
            "nonsense" => "a.b.c",
            "long" => new string('x', 20_000),
            _ => string.Empty,
        };
    }

    private static string Encode(string json) => Base64UrlEncoder.Encode(json);
}
