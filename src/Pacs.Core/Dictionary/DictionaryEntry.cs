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

    private DictionaryEntry(DicomPrivateTag tag, string keyword, DicomVR vr, ValueMultiplicity vm)
    {
        Tag = tag.InBlock(0x10);
        Mask = 0xFFFF_00FF;
        Keyword = Name = keyword;
        VR = vr;
        VM = vm;
        OtherVRs = [];
        PrivateCreator = tag.Creator;
    }

    /// <summary>Describes a private element, for <see cref="PrivateDictionary.With"/>.</summary>
    /// <param name="creator">The private creator, without padding.</param>
    /// <param name="group">An odd group number.</param>
    /// <param name="element">The low byte of the element number.</param>
    /// <param name="keyword">What to call it.</param>
    /// <param name="vr">Its VR.</param>
    /// <param name="vm">How many values it may have: one unless said.</param>
    /// <exception cref="ArgumentException">The group is even, or the VR is none of PS3.5 §6.2.</exception>
    public static DictionaryEntry Private(string creator, ushort group, byte element, string keyword, DicomVR vr, ValueMultiplicity? vm = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(creator);
        ArgumentNullException.ThrowIfNull(keyword);
        if ((group & 1) == 0) throw new ArgumentException($"Group {group:X4} is not private: it is even.", nameof(group));
        if (!vr.IsKnown()) throw new ArgumentException("The VR is none of PS3.5 §6.2.", nameof(vr));
        return new DictionaryEntry(new DicomPrivateTag(creator.Trim(' '), group, element), keyword, vr, vm ?? new ValueMultiplicity(1, 1, 1));
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
