using System.Globalization;
using Pacs.Core;

namespace Pacs.Archive.Sqlite;

/// <summary>Remembers in the file which attributes its entries were indexed with.</summary>
internal static class AttributeRecord
{
    private const string Kept = "attributes", Missing = "incomplete";

    /// <summary>Records the present choice.</summary>
    /// <returns>Attributes that entries in the file may lack.</returns>
    internal static IReadOnlyList<DicomTag> Update(IndexWriter writer, IndexAttributes attributes)
    {
        string now = string.Join(' ', attributes.Levels.Order(Comparer<KeyValuePair<DicomTag, QueryLevel>>.Create((a, b) => a.Key.CompareTo(b.Key))).Select(Text));
        string? before = writer.GetMeta(Kept);
        var incomplete = new HashSet<string>((writer.GetMeta(Missing) ?? string.Empty).Split(' ', StringSplitOptions.RemoveEmptyEntries));
        if (before is not null && before != now && writer.GetMeta("checkpoint") is not null)
            incomplete.UnionWith(now.Split(' ').Except(before.Split(' ')));
        incomplete.IntersectWith(now.Split(' '));
        if (before != now)
        {
            writer.SetMeta(Kept, now);
            writer.SetMeta(Missing, string.Join(' ', incomplete));
        }

        return [.. incomplete.Select(t => new DicomTag(uint.Parse(t.AsSpan(0, 8), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture))).Order()];
    }

    private static string Text(KeyValuePair<DicomTag, QueryLevel> attribute) =>
        string.Create(CultureInfo.InvariantCulture, $"{attribute.Key.Value:X8}{(int)attribute.Value}");
}
