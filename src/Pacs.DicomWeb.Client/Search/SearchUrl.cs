using System.Text;
using Pacs.Core;

namespace Pacs.DicomWeb.Client;

/// <summary>A query as path and parameters (PS3.18 §8.3.4, §10.6.1). Pure.</summary>
internal static class SearchUrl
{
    /// <param name="query">Study, series or instance level.</param>
    /// <param name="offset">Results to leave out.</param>
    /// <param name="limit">Most results; null for all.</param>
    /// <exception cref="ArgumentException">Patient level, which DICOMweb has not.</exception>
    /// <exception cref="DicomDataException">A key has no form in a URL.</exception>
    public static string Of(DicomQuery query, int offset, int? limit)
    {
        (string path, HashSet<QueryKey> inPath) = Path(query);
        var text = new StringBuilder(path);
        char separator = '?';
        bool hasEmpty = false;
        foreach (QueryKey key in query.Keys)
            if (!inPath.Contains(key)) Add(string.Empty, key);
        if (query.ReturnsAll) Parameter("includefield", "all");
        else
            foreach (DicomTag tag in query.ReturnTags) Parameter("includefield", Name(tag));
        if (query.IgnoresAccents) Parameter("fuzzymatching", "true");
        if (hasEmpty) Parameter("emptyvaluematching", "true");
        // Not the standard's, but known to some servers; the others pass it over (PS3.18 §8.3.1).
        if (query.Order.Count > 0) Parameter("orderby", string.Join(',', query.Order.Select(o => (o.IsDescending ? "-" : string.Empty) + Name(o.Tag))));
        if (offset > 0) Parameter("offset", Text(offset));
        if (limit is { } most) Parameter("limit", Text(most));
        return text.ToString();

        void Add(string prefix, QueryKey key)
        {
            string name = prefix + Name(key.Tag);
            switch (key)
            {
                case SequenceQueryKey sequence:
                    foreach (QueryKey inner in sequence.Keys) Add(name + ".", inner);
                    foreach (DicomTag tag in sequence.ReturnTags) Parameter("includefield", $"{name}.{Name(tag)}");
                    break;
                case EmptyQueryKey: hasEmpty = true; Parameter(name, "\"\""); break;
                case UidQueryKey uids: Parameter(name, string.Join(',', uids.Values.Select(u => u.Value))); break;
                case DateQueryKey dates: Parameter(name, dates.Range.ToString()); break;
                case TimeQueryKey times: Parameter(name, times.Range.ToString()); break;
                case DateTimeQueryKey moments: Parameter(name, moments.Range.ToString()); break;
                // Any of the values; multiplevaluematching would ask for all of them (PS3.4 §C.2.2.2.8).
                case TextQueryKey values: Parameter(name, string.Join('\\', values.Values)); break;
                default: throw new DicomDataException($"{key.GetType().Name} has no form in a URL.", key.Tag);
            }
        }

        void Parameter(string name, string value)
        {
            text.Append(separator).Append(name).Append('=').Append(Uri.EscapeDataString(value));
            separator = '&';
        }
    }

    // The most specific of the paths of Table 10.6.1-1 that the unique keys allow; they are not repeated as parameters.
    private static (string Path, HashSet<QueryKey> Keys) Path(DicomQuery query)
    {
        if (query.Level == QueryLevel.Patient) throw new ArgumentException("DICOMweb searches for studies, series and instances; not for patients.", nameof(query));
        var used = new HashSet<QueryKey>(ReferenceEqualityComparer.Instance);
        string path = string.Empty;
        if (query.Level > QueryLevel.Study && Single(DicomTag.StudyInstanceUID) is { } study)
        {
            path = $"studies/{study}/";
            if (query.Level > QueryLevel.Series && Single(DicomTag.SeriesInstanceUID) is { } series) path += $"series/{series}/";
        }

        return (path + query.Level switch { QueryLevel.Study => "studies", QueryLevel.Series => "series", _ => "instances" }, used);

        string? Single(DicomTag tag)
        {
            QueryKey[] keys = [.. query.Keys.Where(k => k.Tag == tag)];
            if (keys is not [UidQueryKey { Values: [var uid] } key] || !DicomUid.IsValid(uid.Value)) return null;
            used.Add(key);
            return uid.Value;
        }
    }

    private static string Name(DicomTag tag) => tag.IsPrivate || tag.Keyword is not { Length: > 0 } keyword ? $"{tag.Group:X4}{tag.Element:X4}" : keyword;

    private static string Text(int number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
