using System.Globalization;

namespace Pacs.Archive;

/// <summary>Where a record begins: number of its segment, offset in bytes. As text it is the address of an object: <c>12:4096</c>.</summary>
internal readonly record struct RecordPlace(int Segment, long Offset)
{
    /// <summary>Whether this names a record: segments count from 1.</summary>
    public bool IsSet => Segment != 0;

    public BlobAddress ToAddress() => new(string.Create(CultureInfo.InvariantCulture, $"{Segment}:{Offset}"));

    public static RecordPlace Parse(BlobAddress address)
    {
        ReadOnlySpan<char> text = address.Value;
        int colon = text.IndexOf(':');
        return colon > 0
            && int.TryParse(text[..colon], NumberStyles.None, CultureInfo.InvariantCulture, out int segment) && segment > 0
            && long.TryParse(text[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out long offset) && offset > 0
            ? new RecordPlace(segment, offset)
            : throw new BlobStoreException(BlobFault.Missing, $"'{address}' is no address of this store.");
    }
}
