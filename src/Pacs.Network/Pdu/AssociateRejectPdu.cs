using System.Buffers;

namespace Pacs.Network;

/// <summary>A-ASSOCIATE-RJ (PS3.8 §9.3.4).</summary>
/// <param name="Result">Permanent or transient.</param>
/// <param name="Reason">Source and reason; may be a value that the enumeration does not name.</param>
public sealed record AssociateRejectPdu(RejectResult Result, RejectReason Reason) : Pdu
{
    /// <inheritdoc/>
    public override PduType Type => PduType.AssociateReject;

    /// <inheritdoc/>
    public override void WriteTo(IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        output.Write<byte>([(byte)PduType.AssociateReject, 0, 0, 0, 0, 4, 0, (byte)Result, (byte)((ushort)Reason >> 8), (byte)Reason]);
    }

    internal static AssociateRejectPdu Parse(ReadOnlySpan<byte> body) => new((RejectResult)body[1], (RejectReason)(body[2] << 8 | body[3]));
}
