using System.Buffers;

namespace Pacs.Network;

/// <summary>A-RELEASE-RP (PS3.8 §9.3.7): four reserved bytes.</summary>
public sealed record ReleaseResponsePdu : Pdu
{
    /// <summary>The only value.</summary>
    public static ReleaseResponsePdu Instance { get; } = new();

    private ReleaseResponsePdu()
    {
    }

    /// <inheritdoc/>
    public override PduType Type => PduType.ReleaseResponse;

    /// <inheritdoc/>
    public override void WriteTo(IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        output.Write<byte>([(byte)PduType.ReleaseResponse, 0, 0, 0, 0, 4, 0, 0, 0, 0]);
    }
}
