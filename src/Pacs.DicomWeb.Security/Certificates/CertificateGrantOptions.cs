namespace Pacs.DicomWeb.Security;

/// <summary>A client certificate that is known: by its SHA-256 thumbprint, which needs no authority, or by the subject and issuer of one that an authority vouches for.</summary>
public sealed class CertificateGrantOptions : GrantOptions
{
    /// <summary>SHA-256 of the certificate (DER), 64 hexadecimal digits; or null.</summary>
    public string? Thumbprint { get; set; }

    /// <summary>Subject as a distinguished name, such as <c>CN=CT 1, O=Clinic</c>; or null.</summary>
    public string? Subject { get; set; }

    /// <summary>Issuer as a distinguished name; needed with <see cref="Subject"/>.</summary>
    public string? Issuer { get; set; }
}
