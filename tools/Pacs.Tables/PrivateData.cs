using System.Text;

namespace Pacs.Tables;

/// <summary>PrivateData.g.cs: private elements as data in the assembly image.</summary>
internal static class PrivateData
{
    private const int Slots = 8192;
    private const int CreatorSlots = 512;

    public static GeneratedFile Write(IReadOnlyList<PrivateRow> rows, ElementCodes codes)
    {
        string[] creators = [.. rows.Select(r => r.Creator).Distinct()];
        if (creators.Length > 256) throw new InvalidDataException("Too many private creators for a byte.");
        uint[] keys = [.. rows.Select(r => (uint)Array.IndexOf(creators, r.Creator) << 24 | (uint)r.Group << 8 | r.Element)];
        var (multiplier, slots) = HashTable.ForTags(keys, Slots);
        ushort[] creatorSlots = HashTable.Build([.. creators.Select(c => (int)(Core.TableHash.OfText(Encoding.ASCII.GetBytes(c)) % CreatorSlots))], CreatorSlots);
        var creatorText = new TextColumn(creators);
        var text = new TextColumn(rows.Select(r => r.Keyword));

        var code = new CodeWriter("private-elements.tsv").Line("internal static class PrivateData").Line("{");
        code.Line($"    internal const uint Multiplier = 0x{multiplier:X8};").Line($"    internal const int Slots = {Slots};").Line($"    internal const int CreatorSlots = {CreatorSlots};").Line($"    internal const int Count = {rows.Count};").Line();
        code.Data(2, "KeySlots", "Elements, by hash of the key.", slots);
        code.Data(2, "CreatorHashSlots", "Creators, by hash of their text.", creatorSlots);
        code.Data(4, "Keys", "Number of the creator, group, low byte of the element.", keys);
        code.Data(1, "EachOddGroup", "1 where the group stands for all odd ones with its high byte.", rows.Select(r => r.EachOddGroup ? 1 : 0));
        code.Data(1, "VRs", "VR codes.", rows.Select(r => codes.OfVRs(r.VRs)));
        code.Data(1, "Multiplicities", "Multiplicity codes.", rows.Select(r => codes.OfMultiplicity(r.VM)));
        code.Data(4, "CreatorOffsets", "Where each line of Creators begins.", creatorText.Offsets);
        code.Text("Creators", "Private creators.", creatorText.Lines);
        code.Data(4, "TextOffsets", "Where each line of Text begins.", text.Offsets);
        code.Text("Text", "Names in the form of keywords.", text.Lines);
        return code.Line("}").ToFile("PrivateData.g.cs");
    }
}
