using System.Buffers;

namespace Pacs.Network;

/// <summary>A-ABORT (PS3.8 §9.3.8).</summary>
/// <param name="Source">Who aborts.</param>
/// <param name="Reason">Why; only meaningful from the service-provider.</param>
public sealed record AbortPdu(AbortSource Source, AbortReason Reason) : Pdu
{
    /// <inheritdoc/>
    public override PduType Type => PduType.Abort;

    /// <inheritdoc/>
    public override void WriteTo(IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        output.Write<byte>([(byte)PduType.Abort, 0, 0, 0, 0, 4, 0, 0, (byte)Source, (byte)Reason]);
    }

    internal static AbortPdu Parse(ReadOnlySpan<byte> body) => new((AbortSource)body[2], (AbortReason)body[3]);
}
