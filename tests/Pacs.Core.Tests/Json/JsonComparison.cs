using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Pacs.Core.Tests.Json;

/// <summary>Compares two DICOM JSON objects by meaning: numbers by value, null as the empty string.</summary>
internal static class JsonComparison
{
    public static IEnumerable<string> Differences(JsonNode? ours, JsonNode? theirs, string path = "")
    {
        if (ours is JsonObject left && theirs is JsonObject right)
        {
            foreach (string name in left.Select(pair => pair.Key).Union(right.Select(pair => pair.Key)))
            {
                if (name == "BulkDataURI") continue;
                foreach (string difference in Differences(left[name], right[name], $"{path}/{name}")) yield return difference;
            }
        }
        else if (ours is JsonArray lefts && theirs is JsonArray rights)
        {
            if (lefts.Count != rights.Count)
            {
                yield return $"{path}: {Short(ours)} | {Short(theirs)}";
                yield break;
            }

            for (int i = 0; i < lefts.Count; i++)
                foreach (string difference in Differences(lefts[i], rights[i], $"{path}[{i}]")) yield return difference;
        }
        else if (Text(ours) != Text(theirs))
        {
            yield return $"{path}: {Short(ours)} | {Short(theirs)}";
        }
    }

    private static string Text(JsonNode? node) => node switch
    {
        null => string.Empty,
        JsonValue value when double.TryParse(value.ToString(), NumberStyles.Float, CultureInfo.InvariantCulture, out double number) => number.ToString("R", CultureInfo.InvariantCulture),
        _ => node.ToString(),
    };

    private static string Short(JsonNode? node) => node?.ToJsonString() is { } text ? text[..Math.Min(text.Length, 120)] : "nothing";
}
