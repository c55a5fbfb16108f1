using System.Buffers;
using Pacs.Core;

namespace Pacs.Archive;

/// <content>Taking the attributes from a header.</content>
public sealed partial class IndexAttributes
{
    /// <summary>The attributes of a header that the index keeps, and its character set, as a data set of its own that does not hold on to the header's bytes.</summary>
    /// <param name="header">A data set up to its pixel data, or all of it, in any encoding. Not changed, not kept.</param>
    /// <remarks>Values longer than 16 KiB and sequences that cannot be read are left out.</remarks>
    public DicomDataset Extract(DicomDataset header)
    {
        ArgumentNullException.ThrowIfNull(header);
        var output = new ArrayBufferWriter<byte>(2048);
        foreach (DicomElement element in header)
        {
            bool isKept = element.Tag == DicomTag.SpecificCharacterSet || (_levels.ContainsKey(element.Tag) && !IsDerived(element.Tag));
            if (isKept) AttributeWriter.Write(output, element);
        }

        return AttributeRuns.Parse(output.WrittenSpan.ToArray());
    }
}
