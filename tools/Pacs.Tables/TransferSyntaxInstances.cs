namespace Pacs.Tables;

/// <summary>TransferSyntax.g.cs: an instance for each transfer syntax of PS3.6.</summary>
internal static class TransferSyntaxInstances
{
    public static GeneratedFile Write(IReadOnlyList<UidRow> uids)
    {
        var code = new CodeWriter("uids.tsv and transfer-syntaxes.tsv").Line("public sealed partial class TransferSyntax").Line("{");
        foreach (UidRow uid in uids.Where(u => u.TransferSyntax is not null))
        {
            TransferSyntaxRow t = uid.TransferSyntax!;
            code.Line($"    /// <summary>{CodeWriter.Xml(uid.Name)}{(uid.IsRetired ? ", retired" : "")}.</summary>");
            code.Line($"    public static TransferSyntax {uid.Keyword} {{ get; }} = new(\"{uid.Uid}\", isExplicitVR: {Bool(t.IsExplicitVR)}, isBigEndian: {Bool(t.IsBigEndian)}, "
                + $"isEncapsulated: {Bool(t.IsEncapsulated)}, isDeflated: {Bool(t.IsDeflated)}, isLossy: {Bool(t.IsLossy)}, isRetired: {Bool(uid.IsRetired)});");
        }

        code.Line().Line("    /// <summary>All of them, in ordinal order of the UID.</summary>").Line("    internal static TransferSyntax[] Registered { get; } =").Line("    [");
        foreach (UidRow uid in uids.Where(u => u.TransferSyntax is not null)) code.Line($"        {uid.Keyword},");
        return code.Line("    ];").Line("}").ToFile("TransferSyntax.g.cs");
    }

    private static string Bool(bool value) => value ? "true" : "false";
}
