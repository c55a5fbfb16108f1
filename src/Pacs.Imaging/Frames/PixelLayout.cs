using Pacs.Core;

namespace Pacs.Imaging;

/// <summary>The shape of a frame's stored pixels: [rows, columns, samples], and how each sample is kept (PS3.3 §C.7.6.3).</summary>
/// <remarks>
/// Decoded frames always hold little endian words of <see cref="BitsAllocated"/> bits. Native frames of one bit are packed, least significant bit first.
/// </remarks>
public sealed record PixelLayout
{
    /// <summary>Rows (0028,0010).</summary>
    public required int Rows { get; init; }

    /// <summary>Columns (0028,0011).</summary>
    public required int Columns { get; init; }

    /// <summary>Samples a pixel (0028,0002): 1, 3, and 4 in retired forms.</summary>
    public int SamplesPerPixel { get; init; } = 1;

    /// <summary>Bits each sample takes (0028,0100): 1, 8, 16, 32 or 64.</summary>
    public required int BitsAllocated { get; init; }

    /// <summary>Bits each sample means (0028,0101): 1 to <see cref="BitsAllocated"/>.</summary>
    public required int BitsStored { get; init; }

    /// <summary>Position of the most significant of them (0028,0102); <see cref="BitsStored"/> - 1 in all but very old files.</summary>
    public required int HighBit { get; init; }

    /// <summary>Whether samples are two's complement (0028,0103).</summary>
    public bool IsSigned { get; init; }

    /// <summary>What kind of number a sample is.</summary>
    public SampleFormat Format { get; init; }

    /// <summary>What the samples mean (0028,0004).</summary>
    public PhotometricInterpretation Photometric { get; init; } = PhotometricInterpretation.Monochrome2;

    /// <summary>Whether a frame holds a plane per sample instead of a pixel's samples together: Planar Configuration (0028,0006) is 1.</summary>
    public bool IsPlanar { get; init; }

    /// <summary>Pixels a frame.</summary>
    public long PixelCount => (long)Rows * Columns;

    /// <summary>Whether two pixels of a row share their chrominance, so that a native pixel takes two samples.</summary>
    public bool IsSubsampled => SamplesPerPixel == 3 && Photometric is PhotometricInterpretation.YbrFull422 or PhotometricInterpretation.YbrPartial422;

    /// <summary>Bits of a native frame, padding to a whole byte not counted.</summary>
    public long FrameBits => PixelCount * (IsSubsampled ? 2 : SamplesPerPixel) * BitsAllocated;

    /// <summary>Bytes of a native frame that stands alone.</summary>
    public long FrameLength => (FrameBits + 7) / 8;

    /// <summary>The layout that a data set declares for its native frames; compressed frames may turn out otherwise, see <see cref="IFrameCodec.ReadLayout"/>.</summary>
    /// <remarks>
    /// Tolerated: Bits Stored above Bits Allocated or missing (all bits count), a High Bit that cannot be (Bits Stored - 1), Samples per Pixel
    /// missing (1), an unknown Photometric Interpretation (MONOCHROME2 or RGB by the number of samples).
    /// </remarks>
    /// <exception cref="DicomImageException">No image, or a size or depth that cannot be: the message says which, with the number.</exception>
    public static PixelLayout Of(DicomDataset dataset)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        return PixelLayoutReader.Read(dataset);
    }
}
