using System.Buffers;
using System.Runtime.InteropServices;
using Pacs.Benchmarks.Pipeline;
using Pacs.Core;
using Pacs.Imaging;

namespace Pacs.Benchmarks.Jpeg;

/// <summary>The frames that the JPEG benchmarks decode and encode. PACS_BENCH_STREAMS names a folder to keep the streams in, for peers.</summary>
internal static class JpegStreams
{
    /// <summary>A CT slice of 512 x 512: 12 bits, or the 8 bits that a window leaves.</summary>
    public static (byte[] Pixels, PixelLayout Layout) Ct(int bits)
    {
        using PixelFrame frame = BenchmarkFrames.Ct(512);
        if (bits > 8) return (frame.Bytes.ToArray(), frame.Layout);
        byte[] pixels = [.. MemoryMarshal.Cast<byte, ushort>(frame.Bytes).ToArray().Select(sample => (byte)Math.Clamp((sample - 864) * 255 / 400, 0, 255))];
        return (pixels, frame.Layout with { BitsAllocated = 8, BitsStored = 8, HighBit = 7 });
    }

    /// <summary>A coloured picture of 768 x 576, like those of endoscopes.</summary>
    public static (byte[] Pixels, PixelLayout Layout) Color()
    {
        var layout = new PixelLayout { Rows = 576, Columns = 768, SamplesPerPixel = 3, BitsAllocated = 8, BitsStored = 8, HighBit = 7, Photometric = PhotometricInterpretation.Rgb };
        var pixels = new byte[layout.FrameLength];
        var random = new Random(1);
        for (int i = 0; i < pixels.Length; i++)
        {
            double x = i / 3 % 768 / 60.0, y = i / 3 / 768 / 50.0;
            pixels[i] = (byte)Math.Clamp(140 - (i % 3 * 40) + (60 * Math.Sin(x + (i % 3)) * Math.Cos(y)) + random.Next(-6, 7), 0, 255);
        }

        return (pixels, layout);
    }

    public static byte[] Encode(string name, byte[] pixels, PixelLayout layout, TransferSyntax syntax, EncodeOptions options)
    {
        var output = new ArrayBufferWriter<byte>();
        new JpegCodec().Encode(pixels, layout, syntax, options, output, new CodecContext(layout));
        if (Environment.GetEnvironmentVariable("PACS_BENCH_STREAMS") is { Length: > 0 } folder) File.WriteAllBytes(Path.Combine(folder, name + ".jpg"), output.WrittenSpan);
        return output.WrittenSpan.ToArray();
    }
}
