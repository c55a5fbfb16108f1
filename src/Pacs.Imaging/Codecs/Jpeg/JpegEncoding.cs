using System.Buffers;

namespace Pacs.Imaging;

/// <summary>What can be encoded as JPEG, and the layout that the data set of the result declares (PS3.5 §8.2.1).</summary>
internal static class JpegEncoding
{
    /// <summary>The layout of a lossless frame.</summary>
    /// <exception cref="DicomImageException">There is no lossless JPEG of this layout.</exception>
    public static PixelLayout Lossless(PixelLayout layout)
    {
        Check(layout);
        return layout with { IsPlanar = false, Photometric = layout.IsSubsampled ? PhotometricInterpretation.YbrFull : layout.Photometric };
    }

    /// <summary>The layout of a sequential frame; its Bits Stored are the precision.</summary>
    /// <exception cref="DicomImageException">There is no such JPEG of this layout.</exception>
    public static PixelLayout Lossy(PixelLayout layout, bool isBaseline, EncodeOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Quality, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.Quality, 100);
        Check(layout);
        if (layout.IsSigned) throw new DicomImageException("Signed samples cannot be encoded as lossy JPEG, whose samples have no sign.");
        if (layout.HighBit != layout.BitsStored - 1) throw new DicomImageException($"Samples of {layout.BitsStored} bits below bit {layout.HighBit + 1} cannot be encoded as lossy JPEG.");
        int limit = isBaseline ? 8 : 12, precision = layout.BitsStored <= 8 ? 8 : 12;
        if (layout.BitsStored > limit) throw new DicomImageException($"Samples of {layout.BitsStored} bits cannot be encoded as this lossy JPEG, which has {limit}.");
        bool isColor = layout.SamplesPerPixel == 3, isAllowed = isColor
            ? layout.Photometric is PhotometricInterpretation.Rgb or PhotometricInterpretation.YbrFull or PhotometricInterpretation.YbrFull422
            : layout.Photometric is PhotometricInterpretation.Monochrome1 or PhotometricInterpretation.Monochrome2;
        if (!isAllowed) throw new DicomImageException($"Pixels of {layout.Photometric} cannot be encoded as lossy JPEG.");
        return layout with
        {
            BitsAllocated = precision == 8 ? 8 : 16,
            BitsStored = precision,
            HighBit = precision - 1,
            IsPlanar = false,
            Photometric = !isColor ? layout.Photometric : options.ChromaSubsampling == ChromaSubsampling.None ? PhotometricInterpretation.YbrFull : PhotometricInterpretation.YbrFull422,
        };
    }

    /// <summary>Writes a JPEG file that any viewer opens.</summary>
    /// <param name="pixels">Rows of 8-bit samples: gray, or R, G, B interleaved.</param>
    /// <param name="rows">Rows, 1 to 65535.</param>
    /// <param name="columns">Columns, 1 to 65535.</param>
    /// <param name="samplesPerPixel">1 or 3.</param>
    /// <param name="options">Quality, subsampling, codes.</param>
    /// <param name="output">Takes the file.</param>
    /// <param name="ct">Cancels the work.</param>
    public static void WriteFile(ReadOnlySpan<byte> pixels, int rows, int columns, int samplesPerPixel, EncodeOptions options, IBufferWriter<byte> output, CancellationToken ct = default)
    {
        var layout = new PixelLayout
        {
            Rows = rows, Columns = columns, SamplesPerPixel = samplesPerPixel, BitsAllocated = 8, BitsStored = 8, HighBit = 7,
            Photometric = samplesPerPixel == 3 ? PhotometricInterpretation.Rgb : PhotometricInterpretation.Monochrome2,
        };
        Lossy(layout, isBaseline: true, options);
        if (pixels.Length < layout.FrameLength) throw new ArgumentException($"The image has {layout.FrameLength} bytes; {pixels.Length} were given.", nameof(pixels));
        JpegLossyEncoder.Encode(pixels, layout, JpegMarker.BaselineFrame, 8, options, output, new CodecContext(layout, ct: ct));
    }

    private static void Check(PixelLayout layout)
    {
        if (layout.Rows is < 1 or > ushort.MaxValue || layout.Columns is < 1 or > ushort.MaxValue) throw new DicomImageException($"A frame of {layout.Columns} x {layout.Rows} pixels is not encoded as JPEG, which has 1 to 65535 of each.");
        if (layout.Format != SampleFormat.Integer || layout.BitsAllocated is not (8 or 16) || layout.BitsStored < 1 || layout.BitsStored > layout.BitsAllocated || layout.SamplesPerPixel is not (1 or 3))
            throw new DicomImageException($"Frames of {layout.SamplesPerPixel} samples of {layout.BitsStored} in {layout.BitsAllocated} bits ({layout.Format}) are not encoded as JPEG.");
        if (layout.Photometric == PhotometricInterpretation.YbrPartial422) throw new DicomImageException("YBR_PARTIAL_422 is not encoded as JPEG: there is no term for it with other sampling.");
        if (layout.IsSubsampled && layout.Columns % 2 != 0) throw new DicomImageException($"A row of {layout.Columns} pixels cannot share its chroma in pairs.");
    }
}
