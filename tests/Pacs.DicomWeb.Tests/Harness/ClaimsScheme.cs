using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Pacs.DicomWeb.Tests;

/// <summary>Believes the claims that a request states: <c>X-Claims: type=value;type=value</c>.</summary>
internal sealed class ClaimsScheme(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder) : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    public const string Header = "X-Claims";

    public static void Add(IServiceCollection services) => services.AddAuthentication("claims").AddScheme<AuthenticationSchemeOptions, ClaimsScheme>("claims", null);

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (!Request.Headers.TryGetValue(Header, out var header)) return Task.FromResult(AuthenticateResult.NoResult());
        if (header == "wrong") return Task.FromResult(AuthenticateResult.Fail("These are wrong."));
        IEnumerable<Claim> claims = header.ToString().Split(';', StringSplitOptions.RemoveEmptyEntries).Select(c => new Claim(c[..c.IndexOf('=')], c[(c.IndexOf('=') + 1)..]));
        // As a principal of which a part is vouched for, and a part is not.
        var vouched = new ClaimsIdentity(claims.Where(c => !c.Type.StartsWith("unproved:", StringComparison.Ordinal)), "claims", "name", "roles");
        var unproved = new ClaimsIdentity(claims.Where(c => c.Type.StartsWith("unproved:", StringComparison.Ordinal)).Select(c => new Claim(c.Type["unproved:".Length..], c.Value)));
        return Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal([vouched, unproved]), "claims")));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.StatusCode = 401;
        Response.Headers.WWWAuthenticate = "Claims";
        return Task.CompletedTask;
    }
}
