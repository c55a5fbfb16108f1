using System.Buffers;
using System.Runtime.InteropServices;
using Pacs.Core;

namespace Pacs.Imaging.Tests;

internal static class JpegTesting
{
    public static PixelLayout Gray(int rows, int columns, int bits = 8, bool isSigned = false) => new()
    {
        Rows = rows, Columns = columns, BitsAllocated = bits <= 8 ? 8 : 16, BitsStored = bits, HighBit = bits - 1, IsSigned = isSigned,
    };

    public static PixelLayout Color(int rows, int columns, PhotometricInterpretation photometric = PhotometricInterpretation.Rgb) =>
        Gray(rows, columns) with { SamplesPerPixel = 3, Photometric = photometric };

    /// <summary>A picture of slopes, edges and some noise, in the words of a layout; signed ones are sign-extended.</summary>
    public static byte[] Picture(PixelLayout layout, int seed = 1, int noise = 4)
    {
        var random = new Random(seed);
        var samples = new int[layout.PixelCount * layout.SamplesPerPixel];
        double range = (1 << layout.BitsStored) - 1;
        for (int y = 0; y < layout.Rows; y++)
            for (int x = 0; x < layout.Columns; x++)
                for (int c = 0; c < layout.SamplesPerPixel; c++)
                {
                    double wave = 0.5 + (0.3 * Math.Sin((x + (c * 20)) / 9.0) * Math.Cos(y / 13.0)) + (x > y + (c * 5) ? 0.15 : -0.1);
                    int sample = (int)Math.Clamp((wave * range) + (random.Next(-noise, noise + 1) * (range / 255)), 0, range);
                    samples[(((y * layout.Columns) + x) * layout.SamplesPerPixel) + c] = layout.IsSigned ? sample - (1 << (layout.BitsStored - 1)) : sample;
                }

        return layout.BitsAllocated == 8
            ? [.. samples.Select(sample => (byte)sample)]
            : MemoryMarshal.AsBytes<ushort>(samples.Select(sample => (ushort)sample).ToArray()).ToArray();
    }

    /// <summary>Encodes a frame.</summary>
    public static byte[] Encode(byte[] pixels, PixelLayout layout, TransferSyntax syntax, EncodeOptions? options = null) => Encode(pixels, layout, syntax, options, out _);

    public static byte[] Encode(byte[] pixels, PixelLayout layout, TransferSyntax syntax, EncodeOptions? options, out PixelLayout encoded)
    {
        var output = new ArrayBufferWriter<byte>();
        encoded = new JpegCodec().Encode(pixels, layout, syntax, options ?? EncodeOptions.Default, output, new CodecContext(layout));
        return output.WrittenSpan.ToArray();
    }

    /// <summary>Decodes as an application does: layout first, then the pixels.</summary>
    public static PixelFrame Decode(byte[] encoded, PixelLayout declared)
    {
        var codec = new JpegCodec();
        PixelFrame frame = PixelFrame.Rent(codec.ReadLayout(encoded, declared));
        frame.Bytes.Fill(0xA5);
        codec.Decode(encoded, declared, frame.Memory, new CodecContext(declared));
        return frame;
    }

    public static byte[] DecodeBytes(byte[] encoded, PixelLayout declared)
    {
        using PixelFrame frame = Decode(encoded, declared);
        return frame.Bytes.ToArray();
    }
}
