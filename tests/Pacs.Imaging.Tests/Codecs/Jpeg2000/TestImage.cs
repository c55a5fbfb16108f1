using System.Buffers.Binary;

namespace Pacs.Imaging.Tests.Codecs;

/// <summary>Pictures with slopes, edges and a little noise, as files that other programs read: binary PGM, PPM or raw.</summary>
internal sealed record TestImage(PixelLayout Layout, byte[] Pixels)
{
    public static TestImage Make(int columns, int rows, int samples, int bits, bool isSigned = false, int seed = 1)
    {
        var layout = new PixelLayout
        {
            Rows = rows, Columns = columns, SamplesPerPixel = samples, BitsAllocated = bits > 8 ? 16 : 8, BitsStored = bits, HighBit = bits - 1, IsSigned = isSigned,
            Photometric = samples == 3 ? PhotometricInterpretation.Rgb : PhotometricInterpretation.Monochrome2,
        };
        var random = new Random(seed);
        byte[] pixels = new byte[layout.FrameLength];
        int most = (1 << bits) - 1;
        for (int i = 0; i < rows * columns * samples; i++)
        {
            int x = i / samples % columns, y = i / samples / columns, c = i % samples;
            double wave = Math.Sin(x * 0.11 + c) + Math.Cos(y * 0.07) + ((x - columns / 2) * (x - columns / 2) + (y - rows / 2) * (y - rows / 2) < rows * rows / 9 ? 1 : 0);
            int value = Math.Clamp((int)((wave + 2) / 5 * most) + random.Next(Math.Max(1, most / 60)), 0, most) - (isSigned ? (most + 1) / 2 : 0);
            if (bits > 8) BinaryPrimitives.WriteInt16LittleEndian(pixels.AsSpan(2 * i), (short)value);
            else pixels[i] = (byte)value;
        }

        return new TestImage(layout, pixels);
    }

    /// <summary>Raw samples, by component, least significant byte first.</summary>
    public byte[] Planar()
    {
        int width = Layout.BitsAllocated / 8, count = (int)Layout.PixelCount;
        byte[] planar = new byte[Pixels.Length];
        for (int i = 0; i < count; i++)
            for (int c = 0; c < Layout.SamplesPerPixel; c++)
                Pixels.AsSpan((i * Layout.SamplesPerPixel + c) * width, width).CopyTo(planar.AsSpan((c * count + i) * width));
        return planar;
    }

    /// <summary>The opposite of <see cref="Planar"/>.</summary>
    public static byte[] Interleave(byte[] planar, PixelLayout layout)
    {
        int width = layout.BitsAllocated / 8, count = (int)layout.PixelCount;
        byte[] pixels = new byte[planar.Length];
        for (int i = 0; i < count; i++)
            for (int c = 0; c < layout.SamplesPerPixel; c++)
                planar.AsSpan((c * count + i) * width, width).CopyTo(pixels.AsSpan((i * layout.SamplesPerPixel + c) * width));
        return pixels;
    }

    /// <summary>A PGM or PPM file; unsigned only.</summary>
    public byte[] Pnm()
    {
        string head = $"P{(Layout.SamplesPerPixel == 3 ? 6 : 5)}\n{Layout.Columns} {Layout.Rows}\n{(1 << Layout.BitsStored) - 1}\n";
        byte[] body = (byte[])Pixels.Clone();
        if (Layout.BitsAllocated == 16)
            for (int i = 0; i < body.Length; i += 2) (body[i], body[i + 1]) = (body[i + 1], body[i]);
        return [.. System.Text.Encoding.ASCII.GetBytes(head), .. body];
    }
}
