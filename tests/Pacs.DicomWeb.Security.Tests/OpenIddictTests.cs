using System.Security.Claims;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenIddict.Abstractions;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Pacs.DicomWeb.Security.Tests;

/// <summary>Tokens of a provider that somebody else wrote.</summary>
[Category("interop")]
public sealed class OpenIddictTests
{
    private WebApplication _provider = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddOpenIddict().AddServer(server =>
        {
            server.SetTokenEndpointUris("token").AllowClientCredentialsFlow().EnableDegradedMode();
            server.AddEphemeralEncryptionKey().AddEphemeralSigningKey().DisableAccessTokenEncryption();
            server.RegisterScopes("dicom.search", "dicom.retrieve");
            server.UseAspNetCore().DisableTransportSecurityRequirement();
            server.AddEventHandler<ValidateTokenRequestContext>(handler => handler.UseInlineHandler(static _ => default));
            server.AddEventHandler<HandleTokenRequestContext>(handler => handler.UseInlineHandler(static context =>
            {
                var identity = new ClaimsIdentity("OpenIddict");
                identity.SetClaim(OpenIddictConstants.Claims.Subject, context.ClientId);
                identity.SetScopes(context.Request.GetScopes());
                identity.SetResources("pacs");
                context.SignIn(new ClaimsPrincipal(identity));
                return default;
            }));
        });
        _provider = builder.Build();
        await _provider.StartAsync();
    }

    [OneTimeTearDown]
    public async Task StopAsync() => await _provider.DisposeAsync();

    [Test]
    public async Task AnAccessToken_OpensWhatItWasAskedFor()
    {
        await using WebArchive web = await Secure.StartAsync(options =>
        {
            options.Oidc = new OidcOptions { Authority = _provider.Urls.First(), Audience = "pacs", RequireHttps = false };
            options.Oidc.TokenTypes.Add("at+jwt");
        });
        string token = await TokenAsync("dicom.search");

        Assert.That((await web.StatusAsync("GET", "studies", ("Authorization", $"Bearer {token}")), await web.StatusAsync("GET", "studies/1.2.3", ("Authorization", $"Bearer {token}"))), Is.EqualTo((200, 403)));
    }

    private async Task<string> TokenAsync(string scope)
    {
        using var http = new HttpClient();
        using HttpResponseMessage response = await http.PostAsync(_provider.Urls.First() + "/token", new FormUrlEncodedContent(new Dictionary<string, string> { ["grant_type"] = "client_credentials", ["client_id"] = "viewer", ["client_secret"] = "s", ["scope"] = scope }));
        string text = await response.Content.ReadAsStringAsync();
        using JsonDocument answer = JsonDocument.Parse(text);
        return answer.RootElement.TryGetProperty("access_token", out JsonElement token) ? token.GetString()! : throw new AssertionException(text);
    }
}
