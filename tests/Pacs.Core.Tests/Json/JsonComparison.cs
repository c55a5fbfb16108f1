using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Pacs.Core.Tests.Json;

/// <summary>Compares two DICOM JSON objects by meaning. What it lets pass is what docs/json-xml.md lists as freedom.</summary>
internal static class JsonComparison
{
    public static IEnumerable<string> Differences(JsonNode? ours, JsonNode? theirs, string path = "", bool isSingle = false)
    {
        if (ours is JsonObject left && theirs is JsonObject right)
        {
            if (IsFree(left, right)) yield break;
            foreach (string name in left.Select(pair => pair.Key).Union(right.Select(pair => pair.Key)))
            {
                // Group lengths are to be left out (§F.2.2); whether a value is inline is each one's choice.
                if (name == "BulkDataURI" || name == "InlineBinary" && (left.ContainsKey("BulkDataURI") || right.ContainsKey("BulkDataURI"))) continue;
                if (name.Length == 8 && name.EndsWith("0000", StringComparison.Ordinal)) continue;
                foreach (string difference in Differences(left[name], right[name], $"{path}/{name}", left["vr"] is JsonValue vr && vr.ToString() == "FL")) yield return difference;
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
                foreach (string difference in Differences(lefts[i], rights[i], $"{path}[{i}]", isSingle)) yield return difference;
        }
        else if (ours is null && theirs is JsonArray { Count: 0 })
        {
            yield break; // an empty sequence, with or without a Value
        }
        else if (Text(ours, isSingle) != Text(theirs, isSingle))
        {
            yield return $"{path}: {Short(ours)} | {Short(theirs)}";
        }
    }

    /// <summary>Attributes that one of the two reads with the dictionary's VR, or with the one that Pixel Representation gives (US or SS), or whose bytes are fragments.</summary>
    private static bool IsFree(JsonObject ours, JsonObject theirs)
    {
        if (ours["vr"] is not JsonValue left || theirs["vr"] is not JsonValue right) return false;
        string[] both = [left.ToString(), right.ToString()];
        if (both.Contains("UN") || both.Order().SequenceEqual(["SS", "US"]) || both.Order().SequenceEqual(["OB", "OW"])) return true;
        return ours["InlineBinary"] is { } ourBytes && theirs["InlineBinary"] is { } theirBytes && IsSameFragments(Convert.FromBase64String(ourBytes.ToString()), Convert.FromBase64String(theirBytes.ToString()));
    }

    /// <summary>With or without the delimiter after the last fragment, which is part of neither value nor header.</summary>
    private static bool IsSameFragments(ReadOnlySpan<byte> ours, ReadOnlySpan<byte> theirs)
    {
        ReadOnlySpan<byte> delimiter = [0xFE, 0xFF, 0xDD, 0xE0, 0, 0, 0, 0];
        return ours.EndsWith(delimiter) && ours[..^8].SequenceEqual(theirs);
    }

    private static string Text(JsonNode? node, bool isSingle) => node switch
    {
        null => string.Empty,
        JsonValue value when double.TryParse(value.ToString(), NumberStyles.Float, CultureInfo.InvariantCulture, out double number) =>
            ((isSingle ? (float)number : number) + 0.0).ToString("G15", CultureInfo.InvariantCulture), // -0 is 0; the 17th digit is nobody's
        _ => node.ToString().TrimEnd(' '),
    };

    private static string Short(JsonNode? node) => node?.ToJsonString() is { } text ? text[..Math.Min(text.Length, 120)] : "nothing";
}
