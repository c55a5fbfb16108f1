using System.Globalization;
using Pacs.Core;

namespace Pacs.DicomWeb;

/// <summary>Orders results: numbers as numbers, text without regard to case, results without a value last. Of equals, the index's order stands.</summary>
internal static class ResultOrder
{
    /// <summary>The results from <paramref name="offset"/> on, <paramref name="limit"/> at most, and how many there are in all. Holds as many in memory as end at the page, or all where there is no limit.</summary>
    public static async ValueTask<(List<DicomDataset> Page, int Total)> SortAsync(IAsyncEnumerable<DicomDataset> results, IReadOnlyList<SortKey> order, int offset, int? limit, CancellationToken ct)
    {
        var comparer = Comparer<Row>.Create((a, b) => Compare(a, b, order));
        long? wanted = limit is { } most ? (long)offset + most : null;
        var first = new List<Row>();
        int total = 0;
        await foreach (DicomDataset result in results.WithCancellation(ct).ConfigureAwait(false))
        {
            first.Add(new Row([.. order.Select(k => Read(result, k.Tag))], result, total++));
            // When as many again have gathered, the latter half goes: each result is looked at a few times, whatever their number.
            if (wanted is not { } count || first.Count < 2 * Math.Max(count, 512)) continue;
            first.Sort(comparer);
            first.RemoveRange((int)count, first.Count - (int)count);
        }

        first.Sort(comparer);
        return ([.. first.Skip(offset).Take(limit ?? int.MaxValue).Select(r => r.Result)], total);
    }

    private static int Compare(Row a, Row b, IReadOnlyList<SortKey> order)
    {
        for (int i = 0; i < order.Count; i++)
            if (Compare(a.Keys[i], b.Keys[i], order[i].IsDescending) is not 0 and int difference) return difference;
        return a.Index.CompareTo(b.Index);
    }

    private static int Compare(Value a, Value b, bool isDescending)
    {
        if (a.Text is null || b.Text is null) return (a.Text is null).CompareTo(b.Text is null);
        int difference = a.Number is { } left && b.Number is { } right ? left.CompareTo(right) : string.Compare(a.Text, b.Text, StringComparison.OrdinalIgnoreCase);
        return isDescending ? -difference : difference;
    }

    private static Value Read(DicomDataset result, DicomTag tag)
    {
        if (!result.TryGet(tag, out DicomElement element) || element.GetString() is not { Length: > 0 } text) return default;
        bool isNumber = element.VR is DicomVR.IS or DicomVR.DS or DicomVR.US or DicomVR.SS or DicomVR.UL or DicomVR.SL or DicomVR.FL or DicomVR.FD;
        return new Value(text, isNumber && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number : null);
    }

    private sealed record Row(Value[] Keys, DicomDataset Result, int Index);

    private readonly record struct Value(string? Text, double? Number);
}
