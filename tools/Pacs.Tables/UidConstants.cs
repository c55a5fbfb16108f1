namespace Pacs.Tables;

/// <summary>DicomUid.g.cs: a constant for each UID of PS3.6 Annex A.</summary>
internal static class UidConstants
{
    public static GeneratedFile Write(IReadOnlyList<UidRow> uids)
    {
        var code = new CodeWriter("uids.tsv").Line("public readonly partial struct DicomUid").Line("{");
        foreach (UidRow uid in uids.OrderBy(u => u.Keyword, StringComparer.Ordinal))
        {
            code.Line($"    /// <summary>{CodeWriter.Xml(uid.Name)}: {uid.Type}{(uid.IsRetired ? ", retired" : "")}.</summary>");
            code.Line($"    public static DicomUid {uid.Keyword} => FromTrimmed(\"{uid.Uid}\");");
        }

        return code.Line("}").ToFile("DicomUid.g.cs");
    }
}
