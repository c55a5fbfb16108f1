using System.Net;

namespace Pacs.ServerHost;

/// <summary>What the command line of the sample server says.</summary>
internal sealed record HostOptions(string DataFolder, int DicomPort, int HttpPort, string AeTitle, IPAddress Bind, IReadOnlyList<string> Peers)
{
    /// <summary>Where the administration page may back the archive up to; null for no such thing.</summary>
    public string? BackupFolder { get; init; }
}
