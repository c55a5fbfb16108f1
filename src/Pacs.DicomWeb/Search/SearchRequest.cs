using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Pacs.Archive;
using Pacs.Core;

namespace Pacs.DicomWeb;

/// <summary>A search as its path and parameters say it (PS3.18 §8.3.4, §10.6.1).</summary>
internal sealed class SearchRequest
{
    private const int MaxParameters = 200;

    private SearchRequest(DicomQuery query) => Query = query;

    /// <summary>Keys, attributes and order; neither limit nor offset.</summary>
    public DicomQuery Query { get; private set; }

    /// <summary>Most results wanted; null for all.</summary>
    public int? Limit { get; private set; }

    /// <summary>Results to leave out.</summary>
    public int Offset { get; private set; }

    /// <exception cref="DicomWebException">A parameter cannot be understood.</exception>
    public static SearchRequest Parse(DicomWebContext context, QueryLevel level)
    {
        DicomQuery query = level switch
        {
            QueryLevel.Study => DicomQuery.Studies(),
            QueryLevel.Series => DicomQuery.Series(),
            _ => DicomQuery.Instances(),
        };
        // PS3.18 §8.3.4.1: dates and times are matched as one in DICOMweb.
        var request = new SearchRequest(query.CombineDateAndTime());
        IQueryCollection parameters = context.Request.Query;
        if (parameters.Count > MaxParameters) throw Bad($"More than {MaxParameters} parameters.");
        var attributes = new List<DicomTag>(SearchDefaults.Of(level, context.Study is not null, context.Series is not null));
        if (context.Study is { } study) request.Query = request.Query.Match(DicomTag.StudyInstanceUID, study);
        if (context.Series is { } series) request.Query = request.Query.Match(DicomTag.SeriesInstanceUID, series);
        bool returnsAll = false;
        var matching = new MatchingRules(parameters);
        var paths = new SequenceKeys();
        foreach ((string name, StringValues values) in parameters)
        {
            switch (name.ToLowerInvariant())
            {
                case "includefield":
                    returnsAll |= Include(values, attributes, paths);
                    break;
                case "limit":
                    request.Limit = Number(name, values);
                    break;
                case "offset":
                    request.Offset = Number(name, values);
                    break;
                case "orderby":
                    request.Query = OrderParameter.AddTo(request.Query, values.ToString());
                    break;
                case "fuzzymatching" or "emptyvaluematching" or "multiplevaluematching" or "accept" or "charset":
                    break;
                default:
                    request.Match(name, values, matching, paths);
                    break;
            }
        }

        if (matching.IsFuzzy) request.Query = request.Query.IgnoreAccents();
        request.Query = paths.AddTo(request.Query);
        request.Query = returnsAll ? request.Query.ReturnAll() : request.Query.Return([.. attributes, .. paths.Roots]);
        if (context.Options.MaxResults is { } most && !(request.Limit <= most)) request.Limit = most;
        return request;
    }

    private static bool Include(StringValues values, List<DicomTag> attributes, SequenceKeys paths)
    {
        bool all = false;
        foreach (string? value in values)
        {
            foreach (string field in (value ?? string.Empty).Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            {
                if (field is "all") all = true;
                else if (AttributePath.TryParse(field) is not { } path) throw Bad("includefield names an unknown attribute.");
                else if (path.Length == 1) attributes.Add(path[0]);
                else paths.Include(path);
            }
        }

        return all;
    }

    private void Match(string name, StringValues values, MatchingRules matching, SequenceKeys paths)
    {
        // A parameter that is no attribute is not for this server (PS3.18 §8.3.1).
        if (AttributePath.TryParse(name) is not { } path) return;
        // UIDs under one name several times are a list of them, as commas make one (PS3.4 §C.2.2.2.2); of anything else all must match.
        if (path.Length == 1 && values.Count > 1 && DicomDictionary.TryGetVR(path[0], out DicomVR vr) && vr == DicomVR.UI) values = string.Join(',', values.ToArray());
        foreach (string? value in values)
        {
            try
            {
                if (path.Length > 1) paths.Match(path, value ?? string.Empty, matching);
                else Query = matching.AddTo(Query, path[0], value ?? string.Empty);
            }
            catch (DicomDataException invalid)
            {
                throw new DicomWebException(StatusCodes.Status400BadRequest, $"The value of {name} cannot be understood.", invalid);
            }
        }
    }

    // There are never as many as fit no int: whoever asks for more wants all.
    private static int Number(string name, StringValues values)
    {
        string text = values.ToString();
        if (text.Length == 0 || text.AsSpan().ContainsAnyExceptInRange('0', '9')) throw Bad($"{name} takes a number that is not negative.");
        return int.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out int number) ? number : int.MaxValue;
    }

    private static DicomWebException Bad(string reason) => new(StatusCodes.Status400BadRequest, reason);
}
