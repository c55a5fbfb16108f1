using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Pacs.DicomWeb.Security.Tests;

/// <summary>An OpenID provider's discovery document and keys on a free port, and tokens as a test wants them.</summary>
internal sealed class TokenIssuer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly RSA _rsa = RSA.Create(2048);
    private readonly RsaSecurityKey _key;

    private TokenIssuer(WebApplication app)
    {
        _app = app;
        _key = new RsaSecurityKey(_rsa) { KeyId = "k1" };
    }

    public string Url => _app.Urls.First();

    /// <summary>The public key as text, which an attacker has as well.</summary>
    public byte[] PublicKey => System.Text.Encoding.ASCII.GetBytes(_rsa.ExportSubjectPublicKeyInfoPem());

    public static async Task<TokenIssuer> StartAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        WebApplication app = builder.Build();
        var issuer = new TokenIssuer(app);
        app.MapGet("/.well-known/openid-configuration", () => new Dictionary<string, object> { ["issuer"] = issuer.Url, ["jwks_uri"] = issuer.Url + "/keys" });
        app.MapGet("/keys", () =>
        {
            JsonWebKey key = JsonWebKeyConverter.ConvertFromRSASecurityKey(new RsaSecurityKey(issuer._rsa.ExportParameters(false)) { KeyId = "k1" });
            return new Dictionary<string, object> { ["keys"] = new[] { new Dictionary<string, string> { ["kty"] = key.Kty, ["kid"] = "k1", ["use"] = "sig", ["n"] = key.N, ["e"] = key.E } } };
        });
        await app.StartAsync();
        return issuer;
    }

    /// <summary>A token that is right, but for what is changed.</summary>
    public string Token(string scope = Secure.Scopes, Action<SecurityTokenDescriptor>? change = null)
    {
        var descriptor = new SecurityTokenDescriptor
        {
            Issuer = Url,
            Audience = "pacs",
            Expires = DateTime.UtcNow.AddMinutes(10),
            Claims = new Dictionary<string, object> { ["sub"] = "42", ["preferred_username"] = "dr.grey", ["scope"] = scope },
            SigningCredentials = new SigningCredentials(_key, SecurityAlgorithms.RsaSha256),
        };
        change?.Invoke(descriptor);
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(descriptor);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _rsa.Dispose();
    }
}
