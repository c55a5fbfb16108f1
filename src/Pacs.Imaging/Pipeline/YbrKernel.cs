namespace Pacs.Imaging;

/// <summary>Turns interleaved Y, Cb, Cr bytes into R, G, B where they stand. Scalar and vector paths agree to the bit: both round integers of 16 fraction bits.</summary>
internal static partial class YbrKernel
{
    public static void Scalar(Span<byte> pixels, in YbrMatrix matrix)
    {
        for (int i = 0; i + 2 < pixels.Length; i += 3)
        {
            int y = (pixels[i] - matrix.Black) * matrix.Y + 32768, cb = pixels[i + 1] - 128, cr = pixels[i + 2] - 128;
            pixels[i] = Clamp((y + matrix.RedCr * cr) >> 16);
            pixels[i + 1] = Clamp((y + matrix.GreenCb * cb + matrix.GreenCr * cr) >> 16);
            pixels[i + 2] = Clamp((y + matrix.BlueCb * cb) >> 16);
        }
    }

    private static byte Clamp(int value) => (byte)Math.Clamp(value, 0, 255);
}
