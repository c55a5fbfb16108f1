namespace Pacs.Core;

/// <summary>What PS3.5 §6.2 and §7.1.2 say about each value representation.</summary>
public static class DicomVRExtensions
{
    /// <summary>Whether this is one of the 34 value representations of PS3.5 §6.2.</summary>
    public static bool IsKnown(this DicomVR vr) => vr switch
    {
        DicomVR.AE or DicomVR.AS or DicomVR.AT or DicomVR.CS or DicomVR.DA or DicomVR.DS or DicomVR.DT or DicomVR.FD or DicomVR.FL
            or DicomVR.IS or DicomVR.LO or DicomVR.LT or DicomVR.OB or DicomVR.OD or DicomVR.OF or DicomVR.OL or DicomVR.OV or DicomVR.OW
            or DicomVR.PN or DicomVR.SH or DicomVR.SL or DicomVR.SQ or DicomVR.SS or DicomVR.ST or DicomVR.SV or DicomVR.TM or DicomVR.UC
            or DicomVR.UI or DicomVR.UL or DicomVR.UN or DicomVR.UR or DicomVR.US or DicomVR.UT or DicomVR.UV => true,
        _ => false,
    };

    /// <summary>Whether an explicit VR element header has a 16-bit length (8 bytes in all). All others, and any VR not yet defined, have 32 bits after two reserved bytes (PS3.5 §7.1.2).</summary>
    public static bool HasShortLength(this DicomVR vr) => vr switch
    {
        DicomVR.AE or DicomVR.AS or DicomVR.AT or DicomVR.CS or DicomVR.DA or DicomVR.DS or DicomVR.DT or DicomVR.FD or DicomVR.FL
            or DicomVR.IS or DicomVR.LO or DicomVR.LT or DicomVR.PN or DicomVR.SH or DicomVR.SL or DicomVR.SS or DicomVR.ST
            or DicomVR.TM or DicomVR.UI or DicomVR.UL or DicomVR.US => true,
        _ => false,
    };

    /// <summary>Whether values are characters.</summary>
    public static bool IsText(this DicomVR vr) => vr switch
    {
        DicomVR.AE or DicomVR.AS or DicomVR.CS or DicomVR.DA or DicomVR.DS or DicomVR.DT or DicomVR.IS or DicomVR.LO or DicomVR.LT
            or DicomVR.PN or DicomVR.SH or DicomVR.ST or DicomVR.TM or DicomVR.UC or DicomVR.UI or DicomVR.UR or DicomVR.UT => true,
        _ => false,
    };

    /// <summary>Whether Specific Character Set (0008,0005) governs the characters (PS3.5 §6.1.2.3).</summary>
    public static bool UsesCharacterSet(this DicomVR vr) =>
        vr is DicomVR.LO or DicomVR.LT or DicomVR.PN or DicomVR.SH or DicomVR.ST or DicomVR.UC or DicomVR.UT;

    /// <summary>Whether a backslash separates values. Text VRs that hold one value may contain it (PS3.5 §6.4).</summary>
    public static bool IsMultiValuedText(this DicomVR vr) =>
        vr.IsText() && vr is not (DicomVR.LT or DicomVR.ST or DicomVR.UT or DicomVR.UR);

    /// <summary>Size in bytes of the words whose byte order follows the transfer syntax; 1 for bytes and characters.</summary>
    public static int WordSize(this DicomVR vr) => vr switch
    {
        DicomVR.AT or DicomVR.OW or DicomVR.SS or DicomVR.US => 2, // AT is two 16-bit words
        DicomVR.FL or DicomVR.OF or DicomVR.OL or DicomVR.SL or DicomVR.UL => 4,
        DicomVR.FD or DicomVR.OD or DicomVR.OV or DicomVR.SV or DicomVR.UV => 8,
        _ => 1,
    };

    /// <summary>The byte that makes an odd value even: NULL for UI and binary, space for other text (PS3.5 §6.2).</summary>
    public static byte PaddingByte(this DicomVR vr) => vr.IsText() && vr != DicomVR.UI ? (byte)' ' : (byte)0;

    /// <summary>The two characters as a string, or their hexadecimal value when they are no letters.</summary>
    public static string ToCode(this DicomVR vr) => vr.IsKnown()
        ? vr.ToString()
        : ((ushort)vr & 0xFF) is >= 'A' and <= 'Z' && ((ushort)vr >> 8) is >= 'A' and <= 'Z'
            ? string.Create(2, vr, static (span, value) => { span[0] = (char)((ushort)value & 0xFF); span[1] = (char)((ushort)value >> 8); })
            : $"0x{(ushort)vr:X4}";

    /// <summary>Reads a two-letter code.</summary>
    public static bool TryParseVR(ReadOnlySpan<char> code, out DicomVR vr)
    {
        vr = code.Length == 2 ? (DicomVR)(code[0] & 0xFF | (code[1] & 0xFF) << 8) : DicomVR.None;
        return vr.IsKnown();
    }
}
