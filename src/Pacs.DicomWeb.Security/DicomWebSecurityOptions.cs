using Microsoft.AspNetCore.Http;

namespace Pacs.DicomWeb.Security;

/// <summary>What a configuration section may say of who uses DICOMweb. The defaults let nobody in.</summary>
/// <remarks>Mutable, as configuration binding needs it; read once, at the start.</remarks>
public sealed class DicomWebSecurityOptions
{
    /// <summary>Whether requests without credentials are taken. Default none.</summary>
    public AnonymousAccess Anonymous { get; set; }

    /// <summary>What those may do who need no credentials; empty (the default) for all four scopes.</summary>
    public IList<string> AnonymousScopes { get; } = [];

    /// <summary>Bearer tokens; null for none.</summary>
    public OidcOptions? Oidc { get; set; }

    /// <summary>API keys.</summary>
    public IList<ApiKeyOptions> ApiKeys { get; } = [];

    /// <summary>Header that API keys come in; <c>Authorization: ApiKey KEY</c> is taken as well.</summary>
    public string ApiKeyHeader { get; set; } = "X-Api-Key";

    /// <summary>Client certificates; null for none.</summary>
    public CertificateOptions? Certificates { get; set; }

    /// <summary>Origins of web pages elsewhere that may use the server, such as <c>https://viewer.example</c> (CORS). <c>*</c> for all, which is refused beside anonymous access.</summary>
    public IList<string> Origins { get; } = [];

    /// <summary>Rate limit; null for none.</summary>
    public RateLimitOptions? RateLimit { get; set; }

    /// <summary>Names of scopes and claims.</summary>
    public DicomWebAuthorizationOptions Authorization { get; set; } = new();

    /// <summary>An application's own scheme for a request, a session's cookie for instance; asked where no key, token or certificate came, null for none. By code only.</summary>
    public Func<HttpContext, string?>? ChooseOther { get; set; }

    /// <summary>Whether anybody can show who they are.</summary>
    public bool HasCredentials => Oidc is not null || ApiKeys.Count > 0 || Certificates is { Clients.Count: > 0 };
}
