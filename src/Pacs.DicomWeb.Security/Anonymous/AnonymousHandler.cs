using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Pacs.DicomWeb.Security;

/// <summary>Lets requests without credentials in where the configuration says so, and tells others what to come with.</summary>
internal sealed class AnonymousHandler(IOptionsMonitor<AnonymousSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder) : AuthenticationHandler<AnonymousSchemeOptions>(options, loggers, encoder)
{
    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        DicomWebSecurityOptions security = Options.Security;
        bool isLocal = LocalRequest.Is(Context);
        if (security.Anonymous == AnonymousAccess.None || security.Anonymous == AnonymousAccess.Loopback && !isLocal) return Task.FromResult(AuthenticateResult.NoResult());
        DicomWebAuthorizationOptions names = security.Authorization;
        IEnumerable<string> scopes = security.AnonymousScopes.Count > 0 ? security.AnonymousScopes : [names.SearchScope, names.RetrieveScope, names.StoreScope, names.DeleteScope];
        var identity = new ClaimsIdentity([new Claim(ClaimTypes.Name, isLocal ? "local" : "anonymous"), new Claim(names.ScopeClaims[0], string.Join(' ', scopes))], Scheme.Name);
        return Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), Scheme.Name)));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.StatusCode = StatusCodes.Status401Unauthorized;
        if (Options.Security.Oidc is not null) Response.Headers.Append("WWW-Authenticate", "Bearer realm=\"DICOMweb\"");
        // RFC 9110 §15.5.2: a 401 names at least one scheme.
        if (Options.Security.ApiKeys.Count > 0 || Options.Security.Oidc is null) Response.Headers.Append("WWW-Authenticate", "ApiKey realm=\"DICOMweb\"");
        return Task.CompletedTask;
    }
}
