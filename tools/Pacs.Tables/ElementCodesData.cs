namespace Pacs.Tables;

/// <summary>ElementCodes.g.cs: what the byte codes of VRs and multiplicities stand for.</summary>
internal static class ElementCodesData
{
    public static GeneratedFile Write(ElementCodes codes)
    {
        if (codes.VRs.Any(v => v.Length > 3)) throw new InvalidDataException("More than three VRs to choose from.");
        var code = new CodeWriter("data-elements.tsv, repeating-elements.tsv and private-elements.tsv").Line("internal static class ElementCodes").Line("{");
        code.Data(2, "MainVRs", "By VR code: the VR that can hold any value of the element.", codes.VRs.Select(v => ElementCodes.Number(MainVR(v))));
        code.Data(2, "OtherVRs", "By VR code, two each: the other VRs the standard allows, 0 for none.", codes.VRs.SelectMany(v => Others(v)));
        code.Data(2, "Multiplicities", "By multiplicity code, three each: minimum, maximum (0: no limit), step.", codes.Multiplicities.SelectMany(Multiplicity));
        return code.Line("}").ToFile("ElementCodes.g.cs");
    }

    // OW where it is a choice: implicit VR has it so (PS3.5 §A.1), and explicit VR can give US and SS no more than 64 KB.
    private static string MainVR(string[] vrs) => vrs.Contains("OW") ? "OW" : vrs[0];

    private static IEnumerable<int> Others(string[] vrs) => vrs.Where(v => v != MainVR(vrs)).Select(ElementCodes.Number).Concat([0, 0]).Take(2);

    /// <summary>1, 1-3, 1-n or 2-2n.</summary>
    private static IEnumerable<int> Multiplicity(string text)
    {
        string[] parts = text.Split('-');
        int minimum = int.Parse(parts[0]);
        if (parts.Length == 1) return [minimum, minimum, 1];
        if (!parts[1].EndsWith('n')) return [minimum, int.Parse(parts[1]), 1];
        return [minimum, 0, parts[1].Length > 1 ? int.Parse(parts[1][..^1]) : 1];
    }
}
