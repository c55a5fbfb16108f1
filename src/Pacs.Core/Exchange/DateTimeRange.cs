namespace Pacs.Core;

/// <summary>A range of moments, both ends included, either end open (PS3.4 §C.2.2.2.5.3).</summary>
/// <param name="From">Earliest moment, or null for no lower bound.</param>
/// <param name="To">Latest moment, or null for no upper bound.</param>
public readonly record struct DateTimeRange(DateTimeOffset? From, DateTimeOffset? To)
{
    /// <summary>Whether both ends are open.</summary>
    public bool IsUnrestricted => From is null && To is null;

    /// <summary>Whether a moment lies in the range.</summary>
    public bool Contains(DateTimeOffset moment) => !(moment < From) && !(moment > To);

    /// <summary>Reads DT keys such as <c>20260101</c>, <c>202601011030-20260102+0100</c>, <c>2026-</c> or <c>-2026</c>.</summary>
    /// <param name="text">The key. A hyphen followed by exactly four digits that end a part is an offset from UTC where the part before it is long enough for one, as in <c>20260101103000-0500</c> (PS3.5 §6.2, DT).</param>
    /// <param name="offset">Offset from UTC of parts that state none.</param>
    /// <param name="range">The moments.</param>
    public static bool TryParse(ReadOnlySpan<char> text, TimeSpan offset, out DateTimeRange range)
    {
        range = default;
        text = text.Trim(" \0");
        if (text.IsEmpty || text is "-") return false;
        // The hyphen is both the sign of an offset and the range's; the reading as one moment comes first, then each hyphen as the split.
        if (TryParseMoment(text, offset, out DateTimeOffset first, out DateTimeOffset last))
        {
            range = new DateTimeRange(first, last);
            return true;
        }

        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] != '-') continue;
            ReadOnlySpan<char> left = text[..i].Trim(), right = text[(i + 1)..].Trim();
            DateTimeOffset from = default, to = default;
            if (!left.IsEmpty && !TryParseMoment(left, offset, out from, out _)) continue;
            if (!right.IsEmpty && !TryParseMoment(right, offset, out _, out to)) continue;
            range = new DateTimeRange(left.IsEmpty ? null : from, right.IsEmpty ? null : to);
            return true;
        }

        return false;
    }

    /// <summary>The text of a DT key, with offsets; empty where both ends are open.</summary>
    public override string ToString() =>
        IsUnrestricted ? string.Empty
        : From == To ? Format(From)
        : $"{Format(From)}-{Format(To)}";

    /// <summary>Reads the value of a DT element: <c>YYYY[MM[DD[HH[MM[SS[.F{1-6}]]]]]][&amp;ZZXX]</c> (PS3.5 §6.2).</summary>
    /// <param name="text">The value; padding is ignored.</param>
    /// <param name="offset">Offset from UTC where the value states none.</param>
    /// <param name="first">The first moment it can mean.</param>
    /// <param name="last">The last moment it can mean.</param>
    internal static bool TryParseMoment(ReadOnlySpan<char> text, TimeSpan offset, out DateTimeOffset first, out DateTimeOffset last)
    {
        bool isMoment = DicomDateTime.TryParse(text, out DicomDateTime moment);
        first = isMoment ? moment.First(offset) : default;
        last = isMoment ? moment.Last(offset) : default;
        return isMoment;
    }

    private static string Format(DateTimeOffset? moment) => moment is { } stated ? new DicomDateTime(stated).ToString() : string.Empty;
}
