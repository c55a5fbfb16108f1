using Microsoft.AspNetCore.Http;

namespace Pacs.DicomWeb;

/// <summary>What a client takes, best first: the <c>accept</c> query parameter where there is one, else the Accept header (PS3.18 §8.7.5).</summary>
internal static class AcceptHeader
{
    private static readonly MediaRange Anything = new("*/*", new Dictionary<string, string>(), 1);

    /// <summary>Never empty: who says nothing takes anything.</summary>
    public static List<MediaRange> Of(HttpRequest request)
    {
        List<MediaRange> ranges = [];
        // A plus in a query is a space to the query's decoder.
        if (request.Query.TryGetValue("accept", out var parameter)) ranges = MediaRangeParser.ParseAll(parameter.Select(p => p?.Replace("dicom xml", "dicom+xml", StringComparison.Ordinal).Replace("dicom json", "dicom+json", StringComparison.Ordinal)));
        if (ranges.Count == 0) ranges = MediaRangeParser.ParseAll(request.Headers.Accept);
        if (ranges.Count == 0 && string.IsNullOrWhiteSpace(request.Headers.Accept.ToString())) ranges.Add(Anything);
        return ranges;
    }
}
