using Pacs.Imaging;

namespace Pacs.Benchmarks.Codecs;

/// <summary>Frames that compress about as clinical ones do: air around, organs with smooth borders, noise within.</summary>
internal static class SyntheticFrame
{
    /// <summary>A slice of 512 x 512 pixels, 16 bits allocated, 12 stored.</summary>
    public static readonly PixelLayout Ct = new() { Rows = 512, Columns = 512, BitsAllocated = 16, BitsStored = 12, HighBit = 11 };

    /// <summary>A colour frame of 512 x 512 pixels, 8 bits.</summary>
    public static readonly PixelLayout Color = new() { Rows = 512, Columns = 512, SamplesPerPixel = 3, BitsAllocated = 8, BitsStored = 8, HighBit = 7, Photometric = PhotometricInterpretation.Rgb };

    public static byte[] Pixels(PixelLayout layout)
    {
        var random = new Random(1);
        byte[] pixels = new byte[layout.FrameLength];
        int bytes = layout.BitsAllocated / 8, scale = layout.BitsStored == 12 ? 10 : 1;
        for (int y = 0, at = 0; y < layout.Rows; y++)
        {
            for (int x = 0; x < layout.Columns; x++)
            {
                double r = Math.Sqrt((x - 256) * (x - 256) / 1.4 + (y - 256) * (y - 256));
                int body = r > 190 ? 0 : (int)(100 + 40 * Math.Cos(x / 30.0) * Math.Sin(y / 45.0) + (r < 60 ? 40 : 0));
                for (int sample = 0; sample < layout.SamplesPerPixel; sample++, at += bytes)
                {
                    int value = body == 0 ? 0 : (body + 10 * sample) * scale + random.Next(2 * scale + 1);
                    for (int b = 0; b < bytes; b++) pixels[at + b] = (byte)(value >> 8 * b);
                }
            }
        }

        return pixels;
    }
}
