using System.Text;

namespace Pacs.Tables;

/// <summary>DictionaryData.g.cs: the data elements of PS3.6 as data in the assembly image.</summary>
internal static class DictionaryData
{
    private const int Slots = 16384;
    private const int RepeatingSlots = 256;

    public static GeneratedFile Write(IReadOnlyList<ElementRow> elements, ElementCodes codes)
    {
        int plain = elements.TakeWhile(e => !e.IsRepeating).Count();
        var (multiplier, slots) = HashTable.ForTags([.. elements.Take(plain).Select(e => e.Tag)], Slots);
        ushort[] repeating = HashTable.Build([.. elements.Skip(plain).Select(e => Core.TableHash.OfTag(e.MaskedTag, multiplier, RepeatingSlots))], RepeatingSlots);
        ushort[] keywords = HashTable.Build([.. elements.Select(e => (int)(Core.TableHash.OfText(Encoding.ASCII.GetBytes(e.Keyword)) % Slots))], Slots);
        var text = new TextColumn(elements.Select(e => $"{e.Keyword} {e.Name}"));

        var code = new CodeWriter("data-elements.tsv and repeating-elements.tsv").Line("internal static class DictionaryData").Line("{");
        code.Line($"    internal const uint Multiplier = 0x{multiplier:X8};").Line($"    internal const int Slots = {Slots};").Line($"    internal const int RepeatingSlots = {RepeatingSlots};")
            .Line("    /// <summary>Number of elements with one tag; repeating ones follow.</summary>").Line($"    internal const int Plain = {plain};").Line($"    internal const int Count = {elements.Count};").Line();
        code.Data(2, "TagSlots", "Elements with one tag, by hash of the tag.", slots);
        code.Data(2, "RepeatingTagSlots", "Repeating elements, less the number of plain ones, by hash of the masked tag.", repeating);
        code.Data(2, "KeywordSlots", "All elements, by hash of the keyword.", keywords);
        code.Data(4, "Tags", "Tags; with zeros where a repeating one may have any digit.", elements.Select(e => e.MaskedTag));
        code.Data(4, "RepeatingFirstTags", "Of the repeating elements: the first tag of the series.", elements.Skip(plain).Select(e => e.Tag));
        code.Data(4, "RepeatingMasks", "Of the repeating elements: F for digits that count, 0 for others.", elements.Skip(plain).Select(e => e.Mask));
        code.Data(1, "VRs", "VR codes.", elements.Select(e => codes.OfVRs(e.VRs)));
        code.Data(1, "Multiplicities", "Multiplicity codes, and 128 where retired.", elements.Select(e => codes.OfMultiplicity(e.VM) | (e.IsRetired ? 128 : 0)));
        code.Data(4, "TextOffsets", "Where each line of Text begins.", text.Offsets);
        code.Text("Text", "Keyword, space, name.", text.Lines);
        return code.Line("}").ToFile("DictionaryData.g.cs");
    }
}
