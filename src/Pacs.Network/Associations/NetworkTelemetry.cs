using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Pacs.Network;

/// <summary>Traces and metrics under the name of the package.</summary>
internal static class NetworkTelemetry
{
    public const string Name = "Pacs.Network";

    private static readonly Meter Meter = new(Name);

    public static readonly ActivitySource Activities = new(Name);

    public static readonly UpDownCounter<long> AssociationsActive = Meter.CreateUpDownCounter<long>("pacs.network.associations.active", "{association}", "Associations that are established now.");
    public static readonly Counter<long> AssociationsAccepted = Meter.CreateCounter<long>("pacs.network.associations.accepted", "{association}", "Associations accepted.");
    public static readonly Counter<long> AssociationsRejected = Meter.CreateCounter<long>("pacs.network.associations.rejected", "{association}", "Association requests rejected.");
    public static readonly Counter<long> BytesReceived = Meter.CreateCounter<long>("pacs.network.bytes.received", "By", "Bytes received from peers.");
    public static readonly Counter<long> BytesSent = Meter.CreateCounter<long>("pacs.network.bytes.sent", "By", "Bytes sent to peers.");
    public static readonly Counter<long> PdusReceived = Meter.CreateCounter<long>("pacs.network.pdus.received", "{pdu}", "PDUs received.");
    public static readonly Counter<long> PdusSent = Meter.CreateCounter<long>("pacs.network.pdus.sent", "{pdu}", "PDUs sent.");
}
