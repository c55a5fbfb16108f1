using Microsoft.AspNetCore.Http;
using Pacs.Archive;
using Pacs.Core;

namespace Pacs.DicomWeb;

/// <summary>The image that stands for a series or study.</summary>
internal static class Representative
{
    /// <summary>The instances that are images, each series in the order of Instance Number.</summary>
    public static List<IndexEntry> Images(IEnumerable<IndexEntry> entries) =>
    [
        .. entries.Where(e => e.Attributes.GetUInt16(DicomTag.Rows) > 0)
            .Select((e, i) => (Entry: e, Index: i)).GroupBy(e => e.Entry.Series)
            .OrderBy(g => g.First().Entry.Attributes.GetInt32(DicomTag.SeriesNumber) ?? int.MaxValue).ThenBy(g => g.First().Index)
            .SelectMany(g => g.OrderBy(e => e.Entry.Attributes.GetInt32(DicomTag.InstanceNumber) ?? int.MaxValue).ThenBy(e => e.Index)).Select(e => e.Entry),
    ];

    /// <summary>The middle image of the first series that has any: the ends of a stack show little.</summary>
    /// <exception cref="DicomWebException">There is no image.</exception>
    public static IndexEntry Of(IEnumerable<IndexEntry> entries)
    {
        List<IndexEntry> images = Images(entries);
        if (images.Count == 0) throw new DicomWebException(StatusCodes.Status404NotFound, "There is no image.");
        List<IndexEntry> first = images.FindAll(i => i.Series == images[0].Series);
        return first[first.Count / 2];
    }
}
