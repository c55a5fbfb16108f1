using System.Buffers;
using System.Globalization;

namespace Pacs.Core;

/// <summary>How one value of a text VR must be written (PS3.5 §6.2), padding removed.</summary>
internal static class ValueRules
{
    private static readonly SearchValues<char> CodeCharacters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 _");
    private static readonly SearchValues<char> DecimalCharacters = SearchValues.Create("0123456789+-Ee.");

    /// <summary>The rule a value breaks, or null.</summary>
    public static (FindingKind Kind, string Message)? Check(DicomVR vr, ReadOnlySpan<char> value)
    {
        int most = MaxLength(vr);
        if (vr != DicomVR.PN && value.Length > most) return (FindingKind.ValueLength, $"{value.Length} characters; {vr.ToCode()} has at most {most}.");
        if (HasControl(vr, value)) return (FindingKind.Repertoire, $"A control character, which {vr.ToCode()} does not have.");
        bool isWritten = vr switch
        {
            DicomVR.AE => System.Text.Ascii.IsValid(value),
            DicomVR.AS => value.Length == 4 && IsDigits(value[..3]) && value[3] is 'D' or 'W' or 'M' or 'Y',
            DicomVR.CS => !value.ContainsAnyExcept(CodeCharacters),
            DicomVR.DA => value.Length == 8 && DateRange.TryParseDate(value, out _),
            DicomVR.DS => !value.ContainsAnyExcept(DecimalCharacters) && double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out _),
            DicomVR.DT => !value.Contains(':') && DicomDateTime.TryParse(value, out _),
            DicomVR.IS => int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _),
            DicomVR.TM => !value.Contains(':') && TimeRange.TryParseTime(value, out _, out _),
            DicomVR.UI => DicomUid.IsValid(value),
            DicomVR.UR => !value.Contains(' ') && Uri.TryCreate(value.ToString(), UriKind.RelativeOrAbsolute, out _),
            _ => true,
        };
        if (!isWritten) return (FindingKind.ValueFormat, $"It is not written as {vr.ToCode()} asks (PS3.5 §6.2).");
        return vr == DicomVR.PN ? CheckName(value) : null;
    }

    /// <summary>Most characters of a value.</summary>
    private static int MaxLength(DicomVR vr) => vr switch
    {
        DicomVR.AE or DicomVR.CS or DicomVR.DS or DicomVR.SH => 16,
        DicomVR.AS => 4,
        DicomVR.DA => 8,
        DicomVR.DT => 26,
        DicomVR.IS => 12,
        DicomVR.LO or DicomVR.UI => 64,
        DicomVR.LT => 10240,
        DicomVR.ST => 1024,
        DicomVR.TM => 14,
        _ => int.MaxValue,
    };

    private static (FindingKind Kind, string Message)? CheckName(ReadOnlySpan<char> value)
    {
        int groups = 0;
        foreach (Range range in value.Split('='))
        {
            ReadOnlySpan<char> group = value[range];
            if (++groups > 3) return (FindingKind.ValueFormat, "More than three component groups (PS3.5 §6.2.1).");
            if (group.Length > 64) return (FindingKind.ValueLength, $"{group.Length} characters in a component group; PN has at most 64.");
            if (group.Count('^') > 4) return (FindingKind.ValueFormat, "More than five components (PS3.5 §6.2.1).");
        }

        return null;
    }

    /// <summary>Text may have lines and pages; names and strings may not. ESC belongs to the character set.</summary>
    private static bool HasControl(DicomVR vr, ReadOnlySpan<char> value)
    {
        bool isText = vr is DicomVR.LT or DicomVR.ST or DicomVR.UT;
        foreach (char character in value)
            if (character < ' ' && character != '\x1B' && !(isText && character is '\t' or '\n' or '\f' or '\r')) return true;
        return false;
    }

    private static bool IsDigits(ReadOnlySpan<char> text) => !text.ContainsAnyExceptInRange('0', '9');
}
