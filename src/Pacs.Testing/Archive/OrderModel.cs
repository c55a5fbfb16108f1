using System.Globalization;
using Pacs.Core;

namespace Pacs.Testing;

/// <summary>The order of results worked out the plain way, from their values as text.</summary>
internal sealed class OrderModel(IReadOnlyList<QueryOrder> order) : IComparer<DicomDataset>
{
    public int Compare(DicomDataset? x, DicomDataset? y)
    {
        foreach (QueryOrder key in order)
        {
            (double Number, string Text)? a = ValueOf(x!, key.Tag), b = ValueOf(y!, key.Tag);
            int difference = a is null || b is null ? (a is null).CompareTo(b is null)
                : (a.Value.Number.CompareTo(b.Value.Number) is not 0 and int byNumber ? byNumber : string.CompareOrdinal(a.Value.Text, b.Value.Text)) * (key.IsDescending ? -1 : 1);
            if (difference != 0) return difference;
        }

        return 0;
    }

    private static (double Number, string Text)? ValueOf(DicomDataset result, DicomTag tag)
    {
        if (!result.TryGet(tag, out DicomElement element) || element.GetStrings() is not { Count: > 0 } values || values[0].Trim() is not { Length: > 0 } first) return null;
        return element.VR switch
        {
            DicomVR.IS or DicomVR.US => double.TryParse(first, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? (number, string.Empty) : null,
            DicomVR.DA => DateOnly.TryParseExact(first, (string[])["yyyyMMdd", "yyyy.MM.dd"], CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly day) ? (day.DayNumber, string.Empty) : null,
            DicomVR.PN => (0, SearchText.RemoveAccents(SearchText.FoldName(first)[0]).Replace('^', ' ')),
            DicomVR.CS or DicomVR.UI => (0, string.Join('\\', values.Select(v => v.Trim()))),
            _ => (0, SearchText.RemoveAccents(first.ToUpperInvariant())),
        };
    }
}
