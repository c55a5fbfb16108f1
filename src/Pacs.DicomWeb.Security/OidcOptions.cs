namespace Pacs.DicomWeb.Security;

/// <summary>Bearer tokens of an OpenID provider (RFC 6750, RFC 9068).</summary>
public sealed class OidcOptions
{
    /// <summary>URL of the provider, whose <c>/.well-known/openid-configuration</c> names its keys.</summary>
    public string Authority { get; set; } = string.Empty;

    /// <summary>What tokens must be made for: their <c>aud</c>.</summary>
    public string Audience { get; set; } = string.Empty;

    /// <summary>Issuer that tokens must name; null for the one that the provider says.</summary>
    public string? Issuer { get; set; }

    /// <summary>Types of token that are taken, such as <c>at+jwt</c>; empty (the default) for any.</summary>
    public IList<string> TokenTypes { get; } = [];

    /// <summary>Claim with the user's name. Default <c>preferred_username</c>; the audit trail names the <c>sub</c> beside.</summary>
    public string NameClaim { get; set; } = "preferred_username";

    /// <summary>Whether the provider must be asked by HTTPS. Default true.</summary>
    public bool RequireHttps { get; set; } = true;
}
