using System.Text;

namespace Pacs.Tables;

/// <summary>UidData.g.cs: the UID registry as data in the assembly image.</summary>
internal static class UidData
{
    private const int Slots = 2048;
    private const string Root = "1.2.840.10008.";

    // The order of DicomUidType in Pacs.Core.
    private static readonly string[] Types =
    [
        "SOP Class", "Meta SOP Class", "Transfer Syntax", "Well-known SOP Instance", "Well-known frame of reference", "Application Context Name",
        "Service Class", "Application Hosting Model", "Mapping Resource", "Coding Scheme", "DICOM UIDs as a Coding Scheme", "LDAP OID", "Synchronization Frame of Reference",
    ];

    public static GeneratedFile Write(IReadOnlyList<UidRow> uids)
    {
        if (uids.FirstOrDefault(u => !u.Uid.StartsWith(Root, StringComparison.Ordinal)) is { } other) throw new InvalidDataException($"{other.Uid} is not below {Root}");
        if (uids.FirstOrDefault(u => !Types.Contains(u.Type)) is { } unknown) throw new InvalidDataException($"{unknown.Uid} has the unknown type {unknown.Type}");
        ushort[] slots = HashTable.Build([.. uids.Select(u => (int)(Core.TableHash.OfUid(Encoding.ASCII.GetBytes(u.Uid)) % Slots))], Slots);
        ushort[] keywords = HashTable.Build([.. uids.Select(u => (int)(Core.TableHash.OfText(Encoding.ASCII.GetBytes(u.Keyword)) % Slots))], Slots);
        UidRow[] syntaxes = [.. uids.Where(u => u.TransferSyntax is not null)];
        var text = new TextColumn(uids.Select(u => $"{u.Uid} {u.Keyword} {u.Name}"));

        var code = new CodeWriter("uids.tsv").Line("internal static class UidData").Line("{");
        code.Line($"    internal const int Slots = {Slots};").Line($"    internal const int Count = {uids.Count};").Line();
        code.Data(2, "UidSlots", "UIDs, by hash of the text.", slots);
        code.Data(2, "KeywordSlots", "UIDs, by hash of the keyword.", keywords);
        code.Data(1, "Types", "DicomUidType, and 128 where retired.", uids.Select(u => Array.IndexOf(Types, u.Type) | (u.IsRetired ? 128 : 0)));
        code.Data(1, "TransferSyntaxes", "Index in TransferSyntax.Registered plus one, 0 for none.", uids.Select(u => Array.IndexOf(syntaxes, u) + 1));
        code.Data(1, "IsStorage", "1 for SOP classes of the storage service classes.", uids.Select(u => u.IsStorage ? 1 : 0));
        code.Data(4, "TextOffsets", "Where each line of Text begins.", text.Offsets);
        code.Text("Text", "UID, space, keyword, space, name.", text.Lines);
        return code.Line("}").ToFile("UidData.g.cs");
    }
}
