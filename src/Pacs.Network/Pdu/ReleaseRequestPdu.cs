using System.Buffers;

namespace Pacs.Network;

/// <summary>A-RELEASE-RQ (PS3.8 §9.3.6): four reserved bytes.</summary>
public sealed record ReleaseRequestPdu : Pdu
{
    /// <summary>The only value.</summary>
    public static ReleaseRequestPdu Instance { get; } = new();

    private ReleaseRequestPdu()
    {
    }

    /// <inheritdoc/>
    public override PduType Type => PduType.ReleaseRequest;

    /// <inheritdoc/>
    public override void WriteTo(IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        output.Write<byte>([(byte)PduType.ReleaseRequest, 0, 0, 0, 0, 4, 0, 0, 0, 0]);
    }
}
