namespace Pacs.Core;

/// <summary>Reads the text of one key of an identifier according to its value representation (PS3.4 §C.2.2.2).</summary>
internal static class QueryKeyParser
{
    /// <summary>The matching key, or null where the text matches everything (PS3.4 §C.2.2.2.3).</summary>
    /// <exception cref="DicomDataException">The text is none of that VR.</exception>
    internal static QueryKey? Parse(DicomTag tag, string text) => Parse(tag, VROf(tag), text);

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

    /// <summary>The VR in the dictionary; UN, which is matched as text, where it has none.</summary>
    internal static DicomVR VROf(DicomTag tag) => DicomDictionary.TryGetVR(tag, out DicomVR vr) ? vr : DicomVR.UN;

    /// <summary>Whether <c>*</c> and <c>?</c> are wildcards in a VR (PS3.4 §C.2.2.2.4).</summary>
    internal static bool HasWildcards(DicomVR vr) => vr is DicomVR.AE or DicomVR.CS or DicomVR.LO or DicomVR.LT or DicomVR.PN
        or DicomVR.SH or DicomVR.ST or DicomVR.UC or DicomVR.UR or DicomVR.UT or DicomVR.UN or DicomVR.None;

    /// <summary>The matching key that an element of an identifier is, or null where it matches everything.</summary>
    /// <exception cref="DicomDataException">The value is none of its VR, or a sequence has several items (PS3.4 §C.2.2.2.6).</exception>
    internal static QueryKey? Parse(DicomElement element)
    {
        DicomVR vr = VROf(element.Tag);
        if (vr == DicomVR.UN) vr = element.VR;
        if (vr == DicomVR.SQ || element.VR == DicomVR.SQ) return Sequence(element);
        return element.GetString() is { } text ? Parse(element.Tag, vr, text) : null;
    }

    private static SequenceQueryKey? Sequence(DicomElement element)
    {
        if (element.GetSequence() is not { Count: > 0 } items) return null;
        if (items.Count > 1) throw new DicomDataException($"A sequence key has one item, this one has {items.Count}.", element.Tag);
        var keys = new List<QueryKey>();
        var tags = new List<DicomTag>();
        foreach (DicomElement inner in items[0])
        {
            if (inner.Tag.IsGroupLength) continue;
            tags.Add(inner.Tag);
            if (inner.Tag != DicomTag.SpecificCharacterSet && Parse(inner) is { } key) keys.Add(key);
        }

        return tags.Count == 0 ? null : new SequenceQueryKey(element.Tag, keys, tags);
    }

    private static UidQueryKey? Uids(DicomTag tag, string text)
    {
        string[] parts = text.Split('\\', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        // UIDs have no wildcards (PS3.4 §C.2.2.2.4), yet a lone asterisk is sent and can only mean everything.
        return parts.Length == 0 || parts.Contains("*") ? null : new UidQueryKey(tag, [.. parts.Distinct().Select(p => new DicomUid(p))]);
    }

    private static TextQueryKey? Texts(DicomTag tag, DicomVR vr, string text)
    {
        string[] parts = text.Split('\\', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return parts.Length == 0 || (HasWildcards(vr) && parts.Contains("*")) ? null : new TextQueryKey(tag, [.. parts.Distinct()]);
    }

    // The value may be of a patient (a birth date): it is not put into the message.
    private static DicomDataException Unreadable(DicomTag tag, DicomVR vr, string text) =>
        new($"The key is no {vr.ToCode()} value or range of them ({text.Length} characters).", tag);
}
