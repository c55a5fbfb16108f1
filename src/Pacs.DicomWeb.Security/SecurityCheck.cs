using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Pacs.DicomWeb.Security;

/// <summary>Checks a configuration before anything is opened with it.</summary>
internal static class SecurityCheck
{
    private const int HashDigits = 2 * SHA256.HashSizeInBytes;

    /// <exception cref="FormatException">Says what is wrong, without hashes.</exception>
    public static void Require(DicomWebSecurityOptions options)
    {
        foreach (ApiKeyOptions key in options.ApiKeys)
        {
            Grant(key, "An API key");
            if (!IsHash(key.Sha256)) throw new FormatException($"The API key '{key.Name}' has no Sha256 of {HashDigits} hexadecimal digits.");
        }

        if (options.ApiKeys.DistinctBy(static key => key.Sha256.ToUpperInvariant()).Count() < options.ApiKeys.Count) throw new FormatException("An API key stands twice.");
        foreach (CertificateGrantOptions client in options.Certificates?.Clients ?? [])
        {
            Grant(client, "A client certificate");
            bool isPinned = client.Thumbprint is not null;
            if (isPinned && !IsHash(client.Thumbprint!.Replace(":", string.Empty, StringComparison.Ordinal))) throw new FormatException($"The thumbprint of '{client.Name}' is no SHA-256 of {HashDigits} hexadecimal digits.");
            if (isPinned == (client.Subject is not null) || client.Subject is null != client.Issuer is null) throw new FormatException($"The client certificate '{client.Name}' is named by its Thumbprint, or by its Subject and Issuer.");
            if (client.Subject is { } subject) Name(subject, client.Name);
            if (client.Issuer is { } issuer) Name(issuer, client.Name);
        }

        if (options.Oidc is { } oidc)
        {
            if (!Uri.TryCreate(oidc.Authority, UriKind.Absolute, out Uri? authority) || authority.Scheme is not ("https" or "http")) throw new FormatException("Oidc has an Authority that is no URL.");
            if (oidc.RequireHttps && authority.Scheme != "https") throw new FormatException("The Authority of Oidc is no https URL; RequireHttps: false takes it for a test.");
            if (oidc.Audience.Length == 0) throw new FormatException("Oidc has no Audience: tokens made for others would be taken.");
        }

        foreach (string origin in options.Origins.Where(static o => o != "*"))
            if (!Uri.TryCreate(origin, UriKind.Absolute, out Uri? uri) || uri.GetLeftPart(UriPartial.Authority) != origin.TrimEnd('/')) throw new FormatException($"'{origin}' is no origin such as https://viewer.example.");
        if (options.Origins.Contains("*") && options.Anonymous != AnonymousAccess.None) throw new FormatException("Origins * together with anonymous access would let every web page read the archive.");
        if (options.RateLimit is { } rate && (rate.RequestsPerSecond < 1 || rate.Burst < 1)) throw new FormatException("RateLimit takes numbers above 0.");
        if (options.Authorization.ScopeClaims.Count == 0) throw new FormatException("Authorization names no claim for scopes.");
    }

    private static void Grant(GrantOptions grant, string what)
    {
        if (string.IsNullOrWhiteSpace(grant.Name)) throw new FormatException($"{what} has no Name.");
        if (grant.Scopes.Count == 0) throw new FormatException($"{what} ('{grant.Name}') has no Scopes.");
        // Left empty it would restrict nothing, though somebody began to.
        if (new[] { grant.Patients, grant.Issuers, grant.Studies, grant.Institutions }.Any(static list => list.Any(string.IsNullOrWhiteSpace))) throw new FormatException($"{what} ('{grant.Name}') is restricted to an empty value.");
    }

    private static bool IsHash(string text) => text.Length == HashDigits && text.All(char.IsAsciiHexDigit);

    private static void Name(string name, string client)
    {
        try
        {
            _ = new X500DistinguishedName(name);
        }
        catch (CryptographicException invalid)
        {
            throw new FormatException($"The client certificate '{client}' has a name that is no distinguished name.", invalid);
        }
    }
}
