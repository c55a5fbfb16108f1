using System.Runtime.CompilerServices;

namespace Pacs.Imaging;

/// <summary>YCbCr to RGB and back, in integers of 16 fractional bits (ITU-T T.871 §7; PS3.3 §C.7.6.3.1.2).</summary>
internal static partial class JpegColors
{
    // round(x * 65536) of 1.402, 0.344136, 0.714136, 1.772.
    private const int RedOfCr = 91881;
    private const int GreenOfCb = -22554;
    private const int GreenOfCr = -46802;
    private const int BlueOfCb = 116130;
    private const int Half = 1 << 15;

    // round(x * 65536) of 0.299, 0.587, 0.114; -0.168736, -0.331264; -0.418688, -0.081312.
    private const int LumaOfRed = 19595;
    private const int LumaOfGreen = 38470;
    private const int LumaOfBlue = 7471;
    private const int CbOfRed = -11059;
    private const int CbOfGreen = -21709;
    private const int CrOfGreen = -27439;
    private const int CrOfBlue = -5329;

    /// <summary>A row of pixels, samples interleaved.</summary>
    /// <typeparam name="T">byte or ushort.</typeparam>
    /// <param name="luma">Y, one a pixel.</param>
    /// <param name="blue">Cb.</param>
    /// <param name="red">Cr.</param>
    /// <param name="maximum">Greatest sample: 255 or 4095.</param>
    /// <param name="pixels">Takes R, G, B.</param>
    /// <param name="from">The first pixel to treat.</param>
    internal static void ToRgbScalar<T>(ReadOnlySpan<T> luma, ReadOnlySpan<T> blue, ReadOnlySpan<T> red, int maximum, Span<T> pixels, int from = 0)
        where T : unmanaged
    {
        int center = (maximum + 1) / 2;
        for (int i = from; i < luma.Length; i++)
        {
            int y = Word(luma[i]), cb = Word(blue[i]) - center, cr = Word(red[i]) - center;
            pixels[3 * i] = Sample<T>(Math.Clamp(y + (((RedOfCr * cr) + Half) >> 16), 0, maximum));
            pixels[(3 * i) + 1] = Sample<T>(Math.Clamp(y + (((GreenOfCb * cb) + (GreenOfCr * cr) + Half) >> 16), 0, maximum));
            pixels[(3 * i) + 2] = Sample<T>(Math.Clamp(y + (((BlueOfCb * cb) + Half) >> 16), 0, maximum));
        }
    }

    /// <summary>Lines of R, G and B become Y, Cb and Cr in place.</summary>
    /// <param name="first">R in, Y out.</param>
    /// <param name="second">G in, Cb out.</param>
    /// <param name="third">B in, Cr out.</param>
    /// <param name="maximum">Greatest sample: 255 or 4095.</param>
    /// <param name="from">The first pixel to treat.</param>
    internal static void FromRgbScalar(Span<ushort> first, Span<ushort> second, Span<ushort> third, int maximum, int from = 0)
    {
        int center = (((maximum + 1) / 2) << 16) + Half - 1;
        for (int i = from; i < first.Length; i++)
        {
            int r = first[i], g = second[i], b = third[i];
            first[i] = (ushort)(((LumaOfRed * r) + (LumaOfGreen * g) + (LumaOfBlue * b) + Half) >> 16);
            second[i] = (ushort)(((CbOfRed * r) + (CbOfGreen * g) + (Half * b) + center) >> 16);
            third[i] = (ushort)(((Half * r) + (CrOfGreen * g) + (CrOfBlue * b) + center) >> 16);
        }
    }

    /// <summary>Samples of planes to pixels.</summary>
    internal static void InterleaveScalar<T>(ReadOnlySpan<T> first, ReadOnlySpan<T> second, ReadOnlySpan<T> third, Span<T> pixels, int from = 0)
        where T : unmanaged
    {
        for (int i = from; i < first.Length; i++)
        {
            pixels[3 * i] = first[i];
            pixels[(3 * i) + 1] = second[i];
            pixels[(3 * i) + 2] = third[i];
        }
    }

    /// <summary>A row of four components; the first three are the complements of cyan, magenta and yellow when <paramref name="isYcck"/>.</summary>
    public static void FourSamples<T>(ReadOnlySpan<T> first, ReadOnlySpan<T> second, ReadOnlySpan<T> third, ReadOnlySpan<T> fourth, bool isYcck, int maximum, Span<T> pixels)
        where T : unmanaged
    {
        Span<T> rgb = stackalloc T[3];
        for (int i = 0; i < first.Length; i++)
        {
            Span<T> pixel = pixels.Slice(4 * i, 4);
            if (isYcck)
            {
                ToRgbScalar(first.Slice(i, 1), second.Slice(i, 1), third.Slice(i, 1), maximum, rgb);
                for (int j = 0; j < 3; j++) pixel[j] = Sample<T>(maximum - Word(rgb[j]));
            }
            else
            {
                (pixel[0], pixel[1], pixel[2]) = (first[i], second[i], third[i]);
            }

            pixel[3] = fourth[i];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Word<T>(T sample)
        where T : unmanaged => typeof(T) == typeof(byte) ? Unsafe.BitCast<T, byte>(sample) : Unsafe.BitCast<T, ushort>(sample);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Sample<T>(int value)
        where T : unmanaged => typeof(T) == typeof(byte) ? Unsafe.BitCast<byte, T>((byte)value) : Unsafe.BitCast<ushort, T>((ushort)value);
}
