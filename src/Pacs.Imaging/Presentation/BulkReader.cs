using Pacs.Core;

namespace Pacs.Imaging;

/// <summary>Large values of a data set (tables, overlays, profiles), fetched from the file first where they were left there.</summary>
internal sealed class BulkReader
{
    // More than any table or overlay needs: a plane of 65535 by 65535 bits has 512 MiB.
    private const long MaxLength = 1L << 29;

    private readonly Dictionary<(DicomDataset, DicomTag), ReadOnlyMemory<byte>> _fetched = [];

    /// <summary>Fetches the values of <paramref name="tags"/> that were left in the file.</summary>
    /// <param name="dataset">A data set or an item.</param>
    /// <param name="tags">Which; tags that are absent cost nothing.</param>
    /// <param name="isBigEndian">Whether words in the file have their most significant byte first.</param>
    /// <param name="ct">Cancels reading.</param>
    public async ValueTask FetchAsync(DicomDataset dataset, IEnumerable<DicomTag> tags, bool isBigEndian, CancellationToken ct)
    {
        foreach (DicomTag tag in tags)
        {
            if (!dataset.TryGet(tag, out DicomElement element) || element.Bulk is not { IsAvailable: true, Length: <= MaxLength } bulk) continue;
            byte[] bytes = new byte[bulk.Length];
            int read = await bulk.ReadAsync(0, bytes, ct).ConfigureAwait(false);
            if (isBigEndian && element.VR is DicomVR.OW or DicomVR.US or DicomVR.SS)
                for (int i = 0; i + 1 < read; i += 2) (bytes[i], bytes[i + 1]) = (bytes[i + 1], bytes[i]);
            _fetched[(dataset, tag)] = bytes.AsMemory(0, read);
        }
    }

    /// <summary>The value, little endian; empty when it is absent, no bytes, or out of reach.</summary>
    public ReadOnlyMemory<byte> Get(DicomDataset dataset, DicomTag tag)
    {
        if (_fetched.TryGetValue((dataset, tag), out ReadOnlyMemory<byte> bytes)) return bytes;
        return dataset.TryGet(tag, out DicomElement element) && element.Bulk is null ? element.GetBytes() : default;
    }
}
