namespace Pacs.DicomWeb.Security;

/// <summary>Mutual TLS. The server's HTTPS endpoint has to ask for client certificates.</summary>
public sealed class CertificateOptions
{
    /// <summary>Who is known.</summary>
    public IList<CertificateGrantOptions> Clients { get; } = [];

    /// <summary>A PEM file with the authorities that vouch for clients; null for those that the system trusts.</summary>
    public string? Authorities { get; set; }

    /// <summary>Whether authorities are asked for certificates that they took back. Default true; an authority of one's own that publishes no list needs false.</summary>
    public bool CheckRevocation { get; set; } = true;
}
