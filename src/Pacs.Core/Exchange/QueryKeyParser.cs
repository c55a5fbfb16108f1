namespace Pacs.Core;

/// <summary>Reads the text of one key of an identifier according to its value representation (PS3.4 §C.2.2.2).</summary>
internal static class QueryKeyParser
{
    /// <summary>The matching key, or null where the text matches everything (PS3.4 §C.2.2.2.3).</summary>
    /// <exception cref="DicomDataException">The text is none of that VR.</exception>
    internal static QueryKey? Parse(DicomTag tag, string text) => Parse(tag, DicomDictionary.Find(tag)?.VR ?? DicomVR.LO, text);

    /// <inheritdoc cref="Parse(DicomTag, string)"/>
    internal static QueryKey? Parse(DicomTag tag, DicomVR vr, string text)
    {
        // Spaces that pad are no part of a key in any VR but the texts, where leading ones count.
        string trimmed = text.Trim(' ', '\0');
        if (trimmed.Length == 0 || (trimmed == "*" && HasWildcards(vr))) return null;
        return vr switch
        {
            DicomVR.UI => Uids(tag, trimmed),
            DicomVR.DA => DateRange.TryParse(trimmed, out DateRange dates) ? new DateQueryKey(tag, dates) : throw Unreadable(tag, vr, trimmed),
            DicomVR.TM => TimeRange.TryParse(trimmed, out TimeRange times) ? new TimeQueryKey(tag, times) : throw Unreadable(tag, vr, trimmed),
            DicomVR.DT => DateTimeRange.TryParse(trimmed, TimeSpan.Zero, out DateTimeRange moments) ? new DateTimeQueryKey(tag, moments) : throw Unreadable(tag, vr, trimmed),
            DicomVR.LT or DicomVR.ST or DicomVR.UT or DicomVR.UR => new TextQueryKey(tag, [text.TrimEnd(' ', '\0')]),
            _ => Texts(tag, vr, trimmed),
        };
    }

    /// <summary>Whether <c>*</c> and <c>?</c> are wildcards in a VR (PS3.4 §C.2.2.2.4).</summary>
    internal static bool HasWildcards(DicomVR vr) => vr is DicomVR.AE or DicomVR.CS or DicomVR.LO or DicomVR.LT or DicomVR.PN
        or DicomVR.SH or DicomVR.ST or DicomVR.UC or DicomVR.UR or DicomVR.UT or DicomVR.UN or DicomVR.None;

    private static UidQueryKey? Uids(DicomTag tag, string text)
    {
        string[] parts = text.Split('\\', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return parts.Length == 0 ? null : new UidQueryKey(tag, [.. parts.Distinct().Select(p => new DicomUid(p))]);
    }

    private static TextQueryKey? Texts(DicomTag tag, DicomVR vr, string text)
    {
        string[] parts = text.Split('\\', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return parts.Length == 0 || (HasWildcards(vr) && parts.Contains("*")) ? null : new TextQueryKey(tag, [.. parts.Distinct()]);
    }

    // The value may be of a patient (a birth date): it is not put into the message.
    private static DicomDataException Unreadable(DicomTag tag, DicomVR vr, string text) =>
        new($"The key is no {vr} value or range of them ({text.Length} characters).", tag);
}
