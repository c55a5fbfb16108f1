using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Pacs.DicomWeb.Security;

/// <summary>Authenticates by a key in a header of its own, or as <c>Authorization: ApiKey KEY</c>.</summary>
internal sealed class ApiKeyHandler(IOptionsMonitor<ApiKeySchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder) : AuthenticationHandler<ApiKeySchemeOptions>(options, loggers, encoder)
{
    public const string Prefix = "ApiKey ";

    public static bool IsPresent(HttpRequest request, string header) =>
        request.Headers.ContainsKey(header) || request.Headers.Authorization.ToString().StartsWith(Prefix, StringComparison.OrdinalIgnoreCase);

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        string key = Request.Headers.TryGetValue(Options.Header, out var values) ? values.ToString() : string.Empty;
        string authorization = Request.Headers.Authorization.ToString();
        if (key.Length == 0 && authorization.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)) key = authorization[Prefix.Length..].Trim();
        if (key.Length == 0) return Task.FromResult(AuthenticateResult.NoResult());
        if (Options.Keys.Find(key) is not { } known) return Task.FromResult(AuthenticateResult.Fail("The API key is unknown."));
        if (known.Expires <= TimeProvider.GetUtcNow()) return Task.FromResult(AuthenticateResult.Fail("The API key has expired."));
        return Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(Grants.ToPrincipal(known, Options.Authorization, Scheme.Name), Scheme.Name)));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.StatusCode = StatusCodes.Status401Unauthorized;
        Response.Headers.Append("WWW-Authenticate", "ApiKey realm=\"DICOMweb\"");
        return Task.CompletedTask;
    }
}
