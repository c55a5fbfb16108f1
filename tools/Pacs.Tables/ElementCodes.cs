namespace Pacs.Tables;

/// <summary>Numbers the combinations of VRs and the value multiplicities that occur, so that an element needs a byte for each.</summary>
internal sealed class ElementCodes
{
    private readonly Dictionary<string, int> _vrs;
    private readonly Dictionary<string, int> _multiplicities;

    public ElementCodes(IEnumerable<(string[] VRs, string VM)> elements)
    {
        var all = elements.ToList();
        VRs = [.. all.Select(e => string.Join(',', e.VRs)).Distinct().Order(StringComparer.Ordinal).Select(v => v.Split(','))];
        Multiplicities = [.. all.Select(e => e.VM).Distinct().Order(StringComparer.Ordinal)];
        if (VRs.Count > 255 || Multiplicities.Count > 127) throw new InvalidDataException("Too many combinations for a byte.");
        _vrs = VRs.Select((v, i) => (v, i)).ToDictionary(p => string.Join(',', p.v), p => p.i);
        _multiplicities = Multiplicities.Select((m, i) => (m, i)).ToDictionary(p => p.m, p => p.i);
    }

    public IReadOnlyList<string[]> VRs { get; }

    public IReadOnlyList<string> Multiplicities { get; }

    public int OfVRs(string[] vrs) => _vrs[string.Join(',', vrs)];

    public int OfMultiplicity(string multiplicity) => _multiplicities[multiplicity];

    /// <summary>The VR as it stands in a stream, first character in the low byte; 0 for none.</summary>
    public static int Number(string vr) => vr == "None" ? 0 : vr[0] | vr[1] << 8;
}
