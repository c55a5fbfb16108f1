using System.Net;

namespace Pacs.ServerHost;

/// <summary>What the command line of the sample server says.</summary>
internal sealed record HostOptions(string DataFolder, int DicomPort, int HttpPort, string AeTitle, IPAddress Bind, IReadOnlyList<string> Peers)
{
    /// <summary>Whether peers that call another AE title are rejected.</summary>
    public bool RequireCalledAe { get; init; }

    /// <summary>Whether callers that are not among the peers are rejected.</summary>
    public bool RequireKnownCaller { get; init; }

    /// <summary>Where the administration page may back the archive up to; null for no such thing.</summary>
    public string? BackupFolder { get; init; }

    /// <summary>Address for HTTP; null for that of DICOM.</summary>
    public IPAddress? HttpBind { get; init; }

    /// <summary>A JSON file with the sections Security and Audit; null for none.</summary>
    public string? ConfigFile { get; init; }

    /// <summary>Certificate for HTTPS: PEM or PKCS#12; null for HTTP.</summary>
    public string? Certificate { get; init; }

    /// <summary>The certificate's key, in PEM; null where the certificate's file has it.</summary>
    public string? CertificateKey { get; init; }

    /// <summary>Whether everybody may do everything by HTTP, from wherever it can be reached.</summary>
    public bool IsOpen { get; init; }

    /// <summary>Folder of OHIF's build; null to do without.</summary>
    public string? OhifFolder { get; init; }

    /// <summary>Where HTTP listens.</summary>
    public IPAddress WebAddress => HttpBind ?? Bind;
}
