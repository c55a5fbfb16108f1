using Pacs.Core;

namespace Pacs.Imaging;

/// <summary>Reads a layout from a data set: strict where pixels would be misread, tolerant where real files are merely careless.</summary>
internal static class PixelLayoutReader
{
    public static PixelLayout Read(DicomDataset dataset)
    {
        SampleFormat format = FormatOf(dataset);
        int rows = Size(dataset, DicomTag.Rows), columns = Size(dataset, DicomTag.Columns);
        int samples = dataset.GetInt32(DicomTag.SamplesPerPixel) ?? 1;
        if (samples is not (1 or 3 or 4)) throw new DicomImageException($"Samples per Pixel is {samples}; 1, 3 and 4 are defined (PS3.3 §C.7.6.3.1.1).");
        PhotometricInterpretation photometric = PhotometricTerms.Parse(dataset.GetString(DicomTag.PhotometricInterpretation));
        if (photometric == PhotometricInterpretation.Unknown)
            photometric = samples == 1 ? PhotometricInterpretation.Monochrome2 : PhotometricInterpretation.Rgb;

        int allocated = BitsAllocated(dataset, format);
        // More bits stored than there are is a slip in the header, not in the pixels: all bits count then.
        int stored = dataset.GetInt32(DicomTag.BitsStored) is { } said and > 0 && said <= allocated && format == SampleFormat.Integer ? said : allocated;
        int highBit = dataset.GetInt32(DicomTag.HighBit) is { } high && high >= stored - 1 && high < allocated ? high : stored - 1;
        return new PixelLayout
        {
            Rows = rows,
            Columns = columns,
            SamplesPerPixel = samples,
            BitsAllocated = allocated,
            BitsStored = stored,
            HighBit = highBit,
            IsSigned = format == SampleFormat.Integer && allocated > 1 && dataset.GetInt32(DicomTag.PixelRepresentation) == 1,
            Format = format,
            Photometric = photometric,
            IsPlanar = samples > 1 && dataset.GetInt32(DicomTag.PlanarConfiguration) == 1,
        };
    }

    private static SampleFormat FormatOf(DicomDataset dataset) =>
        dataset.Contains(DicomTag.FloatPixelData) ? SampleFormat.Float32
        : dataset.Contains(DicomTag.DoubleFloatPixelData) ? SampleFormat.Float64
        : SampleFormat.Integer;

    private static int Size(DicomDataset dataset, DicomTag tag)
    {
        int size = dataset.GetInt32(tag) ?? throw new DicomImageException($"The data set has no {tag.Keyword} {tag}: it describes no image.");
        // US where it should be; a file with a signed or long VR is taken at its word as long as the size is possible.
        return size is > 0 and <= ushort.MaxValue ? size : throw new DicomImageException($"{tag.Keyword} is {size}; 1 to 65535 are possible.");
    }

    private static int BitsAllocated(DicomDataset dataset, SampleFormat format)
    {
        if (format != SampleFormat.Integer) return format == SampleFormat.Float32 ? 32 : 64;
        int bits = dataset.GetInt32(DicomTag.BitsAllocated) ?? throw new DicomImageException("The data set has no Bits Allocated (0028,0100).");
        return bits is 1 or 8 or 16 or 32 or 64 ? bits : throw new DicomImageException($"Bits Allocated is {bits}; 1, 8, 16, 32 and 64 can be read.");
    }
}
