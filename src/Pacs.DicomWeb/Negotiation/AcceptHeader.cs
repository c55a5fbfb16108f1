using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Pacs.DicomWeb;

/// <summary>What a client takes: the <c>accept</c> query parameter first, and where nothing of it can be given the Accept header (PS3.18 §8.7.8.1).</summary>
internal static class AcceptHeader
{
    private static readonly MediaRange Anything = new("*/*", new Dictionary<string, string>(), 1);

    /// <summary>All that is taken, best first.</summary>
    public static List<MediaRange> Of(HttpRequest request) => [.. Sources(request).SelectMany(static ranges => ranges)];

    /// <summary>The same in groups that the client likes equally well, the best group first: within one the server chooses.</summary>
    public static IEnumerable<List<MediaRange>> Tiers(HttpRequest request)
    {
        foreach (List<MediaRange> ranges in Sources(request))
            foreach (IGrouping<double, MediaRange> tier in ranges.GroupBy(static range => range.Quality)) yield return [.. tier];
    }

    // Who says nothing takes anything.
    private static IEnumerable<List<MediaRange>> Sources(HttpRequest request)
    {
        bool isAsked = request.Query.TryGetValue("accept", out StringValues parameter);
        // A plus in a query is a space to the query's decoder.
        if (isAsked) yield return MediaRangeParser.ParseAll(parameter.Select(static p => p?.Replace("dicom xml", "dicom+xml", StringComparison.Ordinal).Replace("dicom json", "dicom+json", StringComparison.Ordinal)));
        if (!string.IsNullOrWhiteSpace(request.Headers.Accept.ToString())) yield return MediaRangeParser.ParseAll(request.Headers.Accept);
        else if (string.IsNullOrWhiteSpace(parameter.ToString())) yield return [Anything];
    }
}
