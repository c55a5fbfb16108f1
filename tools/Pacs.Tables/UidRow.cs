namespace Pacs.Tables;

/// <summary>A UID registered in PS3.6 Annex A, and for a transfer syntax its properties.</summary>
internal sealed record UidRow(string Uid, string Keyword, string Name, string Type, bool IsRetired, TransferSyntaxRow? TransferSyntax, bool IsStorage)
{
    /// <summary>All with a keyword, in ordinal order of the UID. The Media Storage Directory is no storage class: it never travels by C-STORE (PS3.4 Annex I).</summary>
    public static IReadOnlyList<UidRow> ReadAll(string folder)
    {
        var syntaxes = Tsv.Read(folder, "transfer-syntaxes.tsv").Select(r => TransferSyntaxRow.From(r)).ToDictionary(r => r.Uid);
        var storage = Tsv.Read(folder, "sop-class-iods.tsv").Select(r => r("sop_class_uid")).ToHashSet();
        var rows = Tsv.Read(folder, "uids.tsv").Where(r => r("keyword").Length > 0).Select(r => new UidRow(
            r("uid"), r("keyword"), r("name"), r("type"), r("retired") == "Y",
            syntaxes.GetValueOrDefault(r("uid")),
            r("type") == "SOP Class" && r("keyword") != "MediaStorageDirectoryStorage" && (storage.Contains(r("uid")) || IsStorageName(r("name")))));
        return [.. rows.OrderBy(r => r.Uid, StringComparer.Ordinal)];
    }

    /// <summary>Storage, also with a suffix for trial use or kind of image, and retired names that end otherwise.</summary>
    private static bool IsStorageName(string name) =>
        name.EndsWith(" Storage", StringComparison.Ordinal) || name.EndsWith(" Storage SOP Class", StringComparison.Ordinal) || name.Contains(" Storage - ", StringComparison.Ordinal);
}
