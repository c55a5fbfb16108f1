using Pacs.Archive;
using Pacs.Core;

namespace Pacs.DicomWeb;

/// <summary>The attributes that a search of a level takes as parameters: those that the archive's index keeps at it or above.</summary>
internal static class SearchKeys
{
    public static IEnumerable<string> Of(IndexAttributes attributes, QueryLevel level) =>
        attributes.Levels.Where(a => a.Value <= level && a.Key != DicomTag.SpecificCharacterSet).OrderBy(a => a.Key).Select(a => NameOf(a.Key)).Distinct(StringComparer.Ordinal);

    private static string NameOf(DicomTag tag) => tag.Keyword ?? tag.ToString("J", null);
}
