namespace Pacs.Tables;

/// <summary>DicomTag.g.cs: a constant for each element that has one tag, and for repeating elements the first tag.</summary>
internal static class TagConstants
{
    public static GeneratedFile Write(IReadOnlyList<ElementRow> elements)
    {
        var code = new CodeWriter("data-elements.tsv and repeating-elements.tsv").Line("public readonly partial struct DicomTag").Line("{");
        foreach (ElementRow e in elements)
        {
            string vr = e.VRs is ["None"] ? "no VR" : string.Join(" or ", e.VRs);
            string first = e.IsRepeating ? " The first of the series." : "";
            code.Line($"    /// <summary>{CodeWriter.Xml(e.Name)} {e.TagText}, {vr}, VM {e.VM}{(e.IsRetired ? ", retired" : "")}.{first}</summary>");
            code.Line($"    public static DicomTag {e.Keyword} => new(0x{e.Tag:X8});");
        }

        return code.Line("}").ToFile("DicomTag.g.cs");
    }
}
