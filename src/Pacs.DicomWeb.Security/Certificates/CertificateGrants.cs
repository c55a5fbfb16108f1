using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Pacs.DicomWeb.Security;

/// <summary>Finds what a client certificate is granted.</summary>
internal sealed class CertificateGrants(IEnumerable<CertificateGrantOptions> clients)
{
    private readonly CertificateGrantOptions[] _clients = [.. clients];

    /// <summary>The grant of a certificate; null for one that nobody knows.</summary>
    /// <param name="certificate">As TLS and the certificate handler accepted it.</param>
    /// <remarks>One that signed itself says nothing about its names: it counts by its thumbprint only.</remarks>
    public CertificateGrantOptions? Find(X509Certificate2 certificate)
    {
        string thumbprint = certificate.GetCertHashString(HashAlgorithmName.SHA256);
        bool isSelfSigned = certificate.SubjectName.RawData.AsSpan().SequenceEqual(certificate.IssuerName.RawData);
        return Array.Find(_clients, client => string.Equals(client.Thumbprint?.Replace(":", string.Empty, StringComparison.Ordinal), thumbprint, StringComparison.OrdinalIgnoreCase))
            ?? (isSelfSigned ? null : Array.Find(_clients, client => client.Subject is { } subject && client.Issuer is { } issuer && IsSame(subject, certificate.SubjectName) && IsSame(issuer, certificate.IssuerName)));
    }

    // Both encoded anew, so that spaces and the spelling of types do not matter.
    private static bool IsSame(string configured, X500DistinguishedName name) => new X500DistinguishedName(configured).RawData.AsSpan().SequenceEqual(new X500DistinguishedName(name.Name).RawData);
}
