using Pacs.Core;

namespace Pacs.Network;

/// <summary>Presentation context item of A-ASSOCIATE-RQ (PS3.8 §9.3.2.2).</summary>
/// <param name="Id">Odd number, 1 to 255.</param>
/// <param name="AbstractSyntax">What to talk about.</param>
/// <param name="TransferSyntaxes">How it may be encoded; at least one.</param>
public sealed record PresentationContextProposal(byte Id, DicomUid AbstractSyntax, IReadOnlyList<DicomUid> TransferSyntaxes)
{
    internal const byte ItemType = 0x20;
    private const byte AbstractSyntaxItem = 0x30;
    private const byte TransferSyntaxItem = 0x40;

    /// <summary>More than PS3.6 registers; bounds what a hostile request makes us allocate.</summary>
    private const int MaxTransferSyntaxes = 256;

    internal void Write(ItemWriter writer)
    {
        int item = writer.BeginItem(ItemType);
        writer.WriteByte(Id);
        writer.WriteBytes([0, 0, 0]);
        writer.WriteItem(AbstractSyntaxItem, AbstractSyntax);
        foreach (DicomUid syntax in TransferSyntaxes) writer.WriteItem(TransferSyntaxItem, syntax);
        writer.EndItem(item);
    }

    internal static PresentationContextProposal Parse(ItemReader reader)
    {
        byte id = reader.ReadByte();
        reader.Take(3);
        DicomUid? abstractSyntax = null;
        var transferSyntaxes = new List<DicomUid>();
        while (!reader.IsAtEnd)
        {
            switch (reader.ReadItem(out ItemReader item))
            {
                case AbstractSyntaxItem when abstractSyntax is not null:
                    throw new DicomProtocolException($"Presentation context {id} has two abstract syntaxes.", AbortReason.UnexpectedPduParameter);
                case AbstractSyntaxItem:
                    abstractSyntax = ItemReader.ToUid(item.TakeRest());
                    break;
                case TransferSyntaxItem when transferSyntaxes.Count == MaxTransferSyntaxes:
                    throw new DicomProtocolException($"Presentation context {id} has more than {MaxTransferSyntaxes} transfer syntaxes.");
                case TransferSyntaxItem:
                    transferSyntaxes.Add(ItemReader.ToUid(item.TakeRest()));
                    break;
            }
        }

        if (abstractSyntax is not { IsEmpty: false } syntax) throw new DicomProtocolException($"Presentation context {id} has no abstract syntax.");
        if (transferSyntaxes.Count == 0) throw new DicomProtocolException($"Presentation context {id} has no transfer syntax.");
        return new PresentationContextProposal(id, syntax, transferSyntaxes);
    }
}
