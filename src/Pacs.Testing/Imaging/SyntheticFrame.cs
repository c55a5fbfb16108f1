using Pacs.Imaging;

namespace Pacs.Testing;

/// <summary>Frames made for tests, the same ones each time.</summary>
public static class SyntheticFrame
{
    /// <summary>Shapes that find out what a codec takes for granted: single pixels, odd sizes, words that are not filled, signs, colours in pixels and planes, single bits.</summary>
    public static IReadOnlyList<PixelLayout> Layouts { get; } =
    [
        Gray(1, 1, 8, 8), Gray(1, 37, 8, 8), Gray(37, 1, 16, 16), Gray(48, 64, 8, 8), Gray(17, 23, 8, 6), Gray(33, 65, 16, 12), Gray(31, 63, 16, 16), Gray(40, 40, 16, 10),
        Gray(29, 31, 16, 16) with { IsSigned = true }, Gray(29, 31, 16, 12) with { IsSigned = true }, Gray(15, 17, 8, 8) with { IsSigned = true },
        Gray(9, 11, 32, 32), Gray(16, 24, 1, 1), Gray(7, 9, 1, 1),
        Color(32, 48, 8), Color(17, 19, 8), Color(21, 33, 16), Color(17, 19, 8) with { IsPlanar = true }, Color(20, 10, 16) with { IsPlanar = true },
    ];

    /// <summary>Pixels with flat areas, slopes and noise: what run modes and predictors tell apart. Little endian; signed samples are sign-extended; colours as the layout says, in pixels or planes.</summary>
    public static byte[] Pixels(PixelLayout layout, int seed)
    {
        ArgumentNullException.ThrowIfNull(layout);
        byte[] pixels = new byte[layout.FrameLength];
        var random = new Random(seed);
        if (layout.BitsAllocated == 1)
        {
            random.NextBytes(pixels);
            // Bits behind the last pixel are none.
            if (layout.FrameBits % 8 != 0) pixels[^1] &= (byte)((1 << (int)(layout.FrameBits % 8)) - 1);
            return pixels;
        }

        int bytes = layout.BitsAllocated / 8;
        long range = 1L << layout.BitsStored;
        for (int i = 0; i < pixels.Length / bytes; i++)
        {
            int pixel = layout.IsPlanar ? (int)(i % layout.PixelCount) : i / layout.SamplesPerPixel;
            int x = pixel % layout.Columns, y = pixel / layout.Columns;
            long value = (x / 8 + y / 8) % 3 switch
            {
                0 => range / 5 + y / 16,
                1 => (x * 2 + y) * Math.Max(1, range / 512),
                _ => range / 3 + random.NextInt64(Math.Max(2, range / 32)),
            };
            value &= range - 1;
            if (layout.IsSigned && (value & (range >> 1)) != 0) value -= range;
            for (int b = 0; b < bytes; b++) pixels[i * bytes + b] = (byte)(value >> (8 * b));
        }

        return pixels;
    }

    /// <summary>A frame's samples together by pixel, as decoded frames have them.</summary>
    internal static byte[] Interleaved(byte[] pixels, PixelLayout layout)
    {
        if (!layout.IsPlanar || layout.SamplesPerPixel == 1) return pixels;
        byte[] together = new byte[pixels.Length];
        int bytes = layout.BitsAllocated / 8, plane = (int)layout.PixelCount;
        for (int sample = 0; sample < layout.SamplesPerPixel; sample++)
            for (int i = 0; i < plane; i++)
                pixels.AsSpan((sample * plane + i) * bytes, bytes).CopyTo(together.AsSpan((i * layout.SamplesPerPixel + sample) * bytes));
        return together;
    }

    /// <summary>How far two frames are apart; frames of different length are infinitely far.</summary>
    internal static int LargestDifference(byte[] expected, byte[] actual, PixelLayout layout)
    {
        if (expected.Length != actual.Length) return int.MaxValue;
        if (layout.BitsAllocated is not (8 or 16)) return expected.AsSpan().SequenceEqual(actual) ? 0 : int.MaxValue;
        int largest = 0;
        for (int i = 0; i < expected.Length; i += layout.BitsAllocated / 8)
            largest = Math.Max(largest, Math.Abs(Sample(expected, i, layout) - Sample(actual, i, layout)));
        return largest;
    }

    private static int Sample(byte[] pixels, int at, PixelLayout layout) => layout.BitsAllocated == 8
        ? layout.IsSigned ? (sbyte)pixels[at] : pixels[at]
        : layout.IsSigned ? (short)(pixels[at] | pixels[at + 1] << 8) : pixels[at] | pixels[at + 1] << 8;

    private static PixelLayout Gray(int rows, int columns, int allocated, int stored) =>
        new() { Rows = rows, Columns = columns, BitsAllocated = allocated, BitsStored = stored, HighBit = stored - 1 };

    private static PixelLayout Color(int rows, int columns, int bits) =>
        new() { Rows = rows, Columns = columns, BitsAllocated = bits, BitsStored = bits, HighBit = bits - 1, SamplesPerPixel = 3, Photometric = PhotometricInterpretation.Rgb };
}
