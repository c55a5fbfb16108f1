namespace Pacs.Core;

/// <summary>The element that holds a data set's pixels, and how to reach its bytes.</summary>
internal sealed record PixelValue(DicomDataset Dataset, DicomTag Tag, DicomVR VR, ValueSource Source)
{
    private static readonly DicomTag[] PixelTags = [DicomTag.PixelData, DicomTag.FloatPixelData, DicomTag.DoubleFloatPixelData];

    /// <summary>Whether the value is made of items up to a delimiter.</summary>
    public bool IsUndefinedLength { get; init; }

    /// <summary>Whether its words have their most significant byte first.</summary>
    public bool IsBigEndian { get; init; }

    /// <summary>The stored bytes that the data set is the header of, where its large values must be looked for; else null.</summary>
    public IEncodedDataset? Stored { get; init; }

    /// <summary>Finds the pixels of a data set in memory or in its file.</summary>
    /// <exception cref="DicomDataException">There are none, or they cannot be read.</exception>
    public static PixelValue Find(DicomDataset dataset)
    {
        foreach (DicomTag tag in PixelTags)
        {
            if (!dataset.TryGet(tag, out DicomElement element)) continue;
            ElementSlot slot = element.Slot;
            if (slot.Value is DicomSequence) continue;
            if (slot.Value is BulkValue { IsAvailable: false } passed) throw new DicomDataException($"The value of {passed.Length} bytes was passed over, or its file is closed.", tag, passed.Offset);
            return new PixelValue(dataset, tag, slot.VR, ValueSource.Of(dataset, in slot))
            {
                IsUndefinedLength = slot.IsUndefinedLength,
                IsBigEndian = dataset.Encoding.IsBigEndian && slot.IsFromSource,
            };
        }

        throw new DicomDataException("The data set has no pixel data.", DicomTag.PixelData);
    }

    /// <summary>Reads another value of the data set; empty when it is not there, or larger than the pixels that it is about.</summary>
    public async ValueTask<ReadOnlyMemory<byte>> ReadAsync(DicomTag tag, CancellationToken ct)
    {
        if (!Dataset.TryGet(tag, out DicomElement element) || element.Length > Source.Length || element.Length <= 0) return default;
        if (element.Bulk is not { } bulk) return element.GetBytes();
        ValueSource source = Stored is null ? ValueSource.Of(Dataset, element.Slot) : new ValueSource.Stored(Stored, bulk.Offset, bulk.Length);
        byte[] bytes = new byte[source.Length];
        int read = await source.ReadAsync(0, bytes, ct).ConfigureAwait(false);
        return bytes.AsMemory(0, read);
    }
}
