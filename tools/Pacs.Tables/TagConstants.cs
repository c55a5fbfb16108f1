namespace Pacs.Tables;

/// <summary>DicomTag.g.cs: a constant for each element that has one tag, and for elements of repeating groups that of the first group.</summary>
internal static class TagConstants
{
    public static GeneratedFile Write(IReadOnlyList<ElementRow> elements)
    {
        var code = new CodeWriter("data-elements.tsv and repeating-elements.tsv").Line("public readonly partial struct DicomTag").Line("{");
        foreach (ElementRow e in elements)
        {
            if (e.IsRepeating && !IsFirstOfSeries(e)) continue;
            string vr = e.VRs is ["None"] ? "no VR" : string.Join(" or ", e.VRs);
            string first = e.IsRepeating ? " The first of the series." : "";
            code.Line($"    /// <summary>{CodeWriter.Xml(e.Name)} {e.TagText}, {vr}, VM {e.VM}{(e.IsRetired ? ", retired" : "")}.{first}</summary>");
            code.Line($"    public static DicomTag {e.Keyword} => new(0x{e.Tag:X8});");
        }

        return code.Line("}").ToFile("DicomTag.g.cs");
    }

    /// <summary>Whether zeros in place of x make a tag of the series: so in repeating groups and for Source Image IDs, not where other elements start so.</summary>
    private static bool IsFirstOfSeries(ElementRow e) => e.Mask is 0xFF00FFFF or 0xFFFFFF00;
}
