namespace Pacs.Core;

/// <summary>What PS3.6, or the private dictionary, says about a data element.</summary>
public sealed class DictionaryEntry
{
    internal DictionaryEntry(DicomTag tag, uint mask, string keyword, string name, int vrCode, int multiplicityCode, bool isRetired, string? privateCreator)
    {
        Tag = tag;
        Mask = mask;
        Keyword = keyword;
        Name = name;
        VR = (DicomVR)TableData.UInt16(ElementCodes.MainVRs, vrCode);
        OtherVRs = (TableData.UInt16(ElementCodes.OtherVRs, 2 * vrCode), TableData.UInt16(ElementCodes.OtherVRs, 2 * vrCode + 1)) switch
        {
            (0, _) => [],
            (var other, 0) => [(DicomVR)other],
            var (first, second) => [(DicomVR)first, (DicomVR)second],
        };
        ushort most = TableData.UInt16(ElementCodes.Multiplicities, 3 * multiplicityCode + 1);
        VM = new ValueMultiplicity(
            TableData.UInt16(ElementCodes.Multiplicities, 3 * multiplicityCode), most == 0 ? null : most, TableData.UInt16(ElementCodes.Multiplicities, 3 * multiplicityCode + 2));
        IsRetired = isRetired;
        PrivateCreator = privateCreator;
    }

    /// <summary>The tag. Of a repeating element the first of the series; of a private one that in block 10.</summary>
    public DicomTag Tag { get; }

    /// <summary>F for the digits of <see cref="Tag"/> that are fixed, 0 for those that vary; all ones for an element with one tag.</summary>
    public uint Mask { get; }

    /// <summary>The keyword, e.g. <c>PatientName</c>.</summary>
    public string Keyword { get; }

    /// <summary>The name, e.g. <c>Patient's Name</c>; the keyword for a private element.</summary>
    public string Name { get; }

    /// <summary>The VR, and of several (US or SS, OB or OW) the one to use without knowing more: OW where it is a choice (PS3.5 §A.1), else US. None for item delimiters.</summary>
    public DicomVR VR { get; }

    /// <summary>Where the standard leaves a choice, the other VRs; empty for most.</summary>
    public IReadOnlyList<DicomVR> OtherVRs { get; }

    /// <summary>How many values it may have.</summary>
    public ValueMultiplicity VM { get; }

    /// <summary>Whether the standard marks it retired.</summary>
    public bool IsRetired { get; }

    /// <summary>The creator that defines a private element; null for one of the standard.</summary>
    public string? PrivateCreator { get; }

    /// <summary>Whether a VR is one of those the dictionary allows.</summary>
    public bool Allows(DicomVR vr) => vr == VR || OtherVRs.Contains(vr);

    /// <summary>Tag and keyword.</summary>
    public override string ToString() => $"{Tag} {Keyword}";
}
