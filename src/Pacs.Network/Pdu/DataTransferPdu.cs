using System.Buffers;

namespace Pacs.Network;

/// <summary>P-DATA-TF as a whole (PS3.8 §9.3.5): for tools and tests. Associations read and write it as a stream.</summary>
/// <param name="Values">One or more fragments.</param>
public sealed record DataTransferPdu(IReadOnlyList<PresentationDataValue> Values) : Pdu
{
    /// <inheritdoc/>
    public override PduType Type => PduType.DataTransfer;

    /// <inheritdoc/>
    public override void WriteTo(IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        if (Values.Count == 0) throw new ArgumentException("A P-DATA-TF has at least one presentation data value.");
        long length = 0;
        foreach (PresentationDataValue value in Values) length += PdvHeader.Size + value.Fragment.Length;
        new PduHeader(PduType.DataTransfer, checked((uint)length)).Write(output.GetSpan(PduHeader.Size));
        output.Advance(PduHeader.Size);
        foreach (PresentationDataValue value in Values)
        {
            new PdvHeader((uint)value.Fragment.Length, value.ContextId, value.IsCommand, value.IsLast).Write(output.GetSpan(PdvHeader.Size));
            output.Advance(PdvHeader.Size);
            output.Write(value.Fragment.Span);
        }
    }

    internal static DataTransferPdu Parse(ReadOnlySpan<byte> body)
    {
        var rest = new ReadOnlySequence<byte>(body.ToArray());
        var values = new List<PresentationDataValue>();
        while (!rest.IsEmpty)
        {
            PdvHeader.TryRead(rest, (uint)rest.Length, out PdvHeader header); // all bytes are there: reads or throws
            values.Add(new PresentationDataValue(header.ContextId, header.IsCommand, header.IsLast, rest.Slice(PdvHeader.Size, header.PayloadLength).First));
            rest = rest.Slice(PdvHeader.Size + header.PayloadLength);
        }

        return new DataTransferPdu(values);
    }
}
