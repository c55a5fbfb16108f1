using Pacs.Core;

namespace Pacs.Network;

/// <summary>Presentation context item of A-ASSOCIATE-AC (PS3.8 §9.3.3.2).</summary>
/// <param name="Id">The number that the request gave it.</param>
/// <param name="Result">Accepted, or why not; may be a value that the enumeration does not name.</param>
/// <param name="TransferSyntax">The syntax agreed on; not significant, and maybe empty, when not accepted.</param>
public sealed record PresentationContextResult(byte Id, ContextResult Result, DicomUid TransferSyntax)
{
    internal const byte ItemType = 0x21;
    private const byte TransferSyntaxItem = 0x40;

    internal void Write(ItemWriter writer)
    {
        int item = writer.BeginItem(ItemType);
        writer.WriteByte(Id);
        writer.WriteByte(0);
        writer.WriteByte((byte)Result);
        writer.WriteByte(0);
        writer.WriteItem(TransferSyntaxItem, TransferSyntax); // there also when not significant: some requestors read it blindly
        writer.EndItem(item);
    }

    internal static PresentationContextResult Parse(ItemReader reader)
    {
        byte id = reader.ReadByte();
        reader.ReadByte();
        var result = (ContextResult)reader.ReadByte();
        reader.ReadByte();
        DicomUid? syntax = null;
        while (!reader.IsAtEnd)
        {
            if (reader.ReadItem(out ItemReader item) != TransferSyntaxItem) continue;
            if (syntax is not null && result == ContextResult.Accepted)
                throw new DicomProtocolException($"Presentation context {id} was accepted with two transfer syntaxes.", AbortReason.UnexpectedPduParameter);
            syntax = ItemReader.ToUid(item.TakeRest());
        }

        if (result == ContextResult.Accepted && syntax is not { IsEmpty: false })
            throw new DicomProtocolException($"Presentation context {id} was accepted without a transfer syntax.");
        return new PresentationContextResult(id, result, syntax ?? default);
    }
}
