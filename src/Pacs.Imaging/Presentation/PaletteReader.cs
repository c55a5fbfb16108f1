using Pacs.Core;

namespace Pacs.Imaging;

/// <summary>Palettes out of data sets: plain or segmented tables of 8 or 16 bits (PS3.3 §C.7.6.3.1.5, §C.7.9.2).</summary>
internal static class PaletteReader
{
    // Red; green and blue follow with the next element numbers.
    public static readonly DicomTag[] DataTags =
    [
        DicomTag.RedPaletteColorLookupTableData, DicomTag.GreenPaletteColorLookupTableData, DicomTag.BluePaletteColorLookupTableData,
        DicomTag.SegmentedRedPaletteColorLookupTableData, DicomTag.SegmentedGreenPaletteColorLookupTableData, DicomTag.SegmentedBluePaletteColorLookupTableData,
    ];

    /// <summary>Where alphas are: plain, and segmented.</summary>
    public static readonly DicomTag[] AlphaDataTags = [DicomTag.AlphaPaletteColorLookupTableData, DicomTag.SegmentedAlphaPaletteColorLookupTableData];

    private static readonly DicomTag[] Descriptors =
        [DicomTag.RedPaletteColorLookupTableDescriptor, DicomTag.GreenPaletteColorLookupTableDescriptor, DicomTag.BluePaletteColorLookupTableDescriptor];

    /// <summary>The palette of a data set; null when it has none that can be used.</summary>
    public static Palette? Read(DicomDataset dataset, BulkReader bulk, bool isSigned)
    {
        byte[]? colors = null;
        int first = 0;
        for (int component = 0; component < 3; component++)
        {
            if (LookupTableReader.ReadDescriptor(dataset, Descriptors[component], isSigned) is not { } descriptor) return null;
            byte[] levels = ReadComponent(dataset, bulk, component, descriptor.Count, descriptor.Bits);
            if (levels.Length == 0) return null;
            if (component == 0) first = descriptor.First;
            colors ??= new byte[descriptor.Count * 3];
            // A table that is too short goes on with its last entry, as values beyond it do.
            for (int i = 0; i * 3 < colors.Length; i++) colors[i * 3 + component] = levels[Math.Min(i, levels.Length - 1)];
        }

        return new Palette(first, colors);
    }

    /// <summary>The alphas of a palette; null when there are none that can be used.</summary>
    public static LookupTable? ReadAlpha(DicomDataset dataset, BulkReader bulk) =>
        ReadTable(dataset, DicomTag.AlphaPaletteColorLookupTableDescriptor, bulk.Get(dataset, AlphaDataTags[0]), bulk.Get(dataset, AlphaDataTags[1]));

    /// <summary>A table of one component; null when descriptor or entries cannot be used.</summary>
    public static LookupTable? ReadTable(DicomDataset dataset, DicomTag tag, ReadOnlyMemory<byte> plain, ReadOnlyMemory<byte> segmented = default)
    {
        if (LookupTableReader.ReadDescriptor(dataset, tag, isSignedInput: false) is not { } descriptor) return null;
        ushort[] entries = !plain.IsEmpty
            ? LookupTableReader.ReadEntries(plain.Span, descriptor.Count, descriptor.Bits)
            : SegmentedTable.Expand(segmented.Span, descriptor.Count, descriptor.Bits);
        return entries.Length == 0 ? null : new LookupTable(descriptor.First, descriptor.Bits <= 8 ? 8 : 16, entries);
    }

    private static byte[] ReadComponent(DicomDataset dataset, BulkReader bulk, int component, int count, int bits)
    {
        ReadOnlySpan<byte> plain = bulk.Get(dataset, DataTags[component]).Span;
        ushort[] entries = !plain.IsEmpty
            ? LookupTableReader.ReadEntries(plain, count, bits)
            : SegmentedTable.Expand(bulk.Get(dataset, DataTags[component + 3]).Span, count, bits);
        // Tables announce 16 bits and hold 8: then no entry has a high byte.
        bool isWide = bits > 8 && Array.Exists(entries, static entry => entry > byte.MaxValue);
        return Array.ConvertAll(entries, entry => (byte)(isWide ? entry >> 8 : entry));
    }
}
