using System.Buffers.Binary;

namespace Pacs.Imaging;

/// <summary>From stored words to samples around zero: the level shift (ISO/IEC 15444-1 §G.1).</summary>
internal static class SampleInput
{
    /// <summary>Takes one component of a row.</summary>
    /// <param name="frame">A native frame.</param>
    /// <param name="layout">Its layout; the bits above Bits Stored do not matter.</param>
    /// <param name="row">The row.</param>
    /// <param name="component">The sample in the pixel.</param>
    /// <param name="samples">Takes the row.</param>
    public static void Load(ReadOnlySpan<byte> frame, PixelLayout layout, int row, int component, Span<int> samples)
    {
        int step = layout.IsPlanar ? 1 : layout.SamplesPerPixel, width = layout.BitsAllocated / 8;
        long first = layout.IsPlanar
            ? (component * layout.PixelCount) + ((long)row * layout.Columns)
            : ((long)row * layout.Columns * step) + component;
        // Signed samples move to the top of the word and back, which extends their sign; unsigned ones lose half the range.
        int up = 32 - 1 - layout.HighBit, down = 32 - layout.BitsStored;
        int shift = layout.IsSigned ? 0 : 1 << (layout.BitsStored - 1);
        if (layout.BitsAllocated == 1)
        {
            for (int i = 0; i < samples.Length; i++, first += step) samples[i] = (frame[(int)(first >> 3)] >> (int)(first & 7) & 1) - shift;
            return;
        }

        ReadOnlySpan<byte> source = frame[(int)(first * width)..];
        for (int i = 0, at = 0; i < samples.Length; i++, at += step * width)
        {
            uint word = width == 1 ? source[at] : width == 2 ? BinaryPrimitives.ReadUInt16LittleEndian(source[at..]) : BinaryPrimitives.ReadUInt32LittleEndian(source[at..]);
            samples[i] = (layout.IsSigned ? (int)(word << up) >> down : (int)(word << up >> down)) - shift;
        }
    }
}
