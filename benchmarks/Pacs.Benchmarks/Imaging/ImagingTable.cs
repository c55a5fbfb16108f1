using System.Buffers;
using System.Globalization;
using System.Runtime.InteropServices;
using Pacs.Benchmarks.Codecs;
using Pacs.Benchmarks.Jpeg;
using Pacs.Benchmarks.Pipeline;
using Pacs.Core;
using Pacs.Imaging;

namespace Pacs.Benchmarks.Imaging;

/// <summary>The table of codecs and pictures in benchmarks/RESULTS.md: one thread, best of many runs, each beside its peer in turn.</summary>
/// <remarks>Times are processor times, so that they mean something on a busy machine. CharLS, libjpeg-turbo and Skia work in this process; DCMTK is its commands' user time for many frames, less that of copying the result.</remarks>
internal static class ImagingTable
{
    private static readonly DisplayAttributes Attributes = DisplayAttributes.Empty with { Modality = new ModalityTransform(1, -1024) };
    private static readonly RenderOptions Soft = new() { Window = new VoiWindow(40, 400) };

    public static void Run()
    {
        Console.WriteLine("| what | ours | peer | its | times | bar | |");
        Console.WriteLine("|---|---|---|---|---|---|---|");
        (byte[] ct12, PixelLayout ct12Layout) = JpegStreams.Ct(12);
        (byte[] ct8, PixelLayout ct8Layout) = JpegStreams.Ct(8);
        (byte[] color, PixelLayout colorLayout) = JpegStreams.Color();

        Dcmtk("RLE, CT 512 x 512, decode", new RleCodec(), TransferSyntax.RLELossless, ct12, ct12Layout, "dcmdrle", leastTimes: 8, leastRate: 1500, isEither: true);
        Jpeg("JPEG 8 bit gray, decode", ct8, ct8Layout, ChromaSubsampling.None, 400);
        Jpeg("JPEG 8 bit colour 4:4:4, decode", color, colorLayout, ChromaSubsampling.None, 400);
        Jpeg("JPEG 8 bit colour 4:2:2, decode", color, colorLayout, ChromaSubsampling.Horizontal, 400);
        Jpeg("JPEG 8 bit colour 4:2:0, decode", color, colorLayout, ChromaSubsampling.Both, 400);
        Dcmtk("JPEG 12 bit, decode", new JpegCodec(), TransferSyntax.JPEGExtended12Bit, ct12, ct12Layout, "dcmdjpeg", leastTimes: 1, leastRate: 300);
        Dcmtk("JPEG lossless, CT of 12 bits, decode", new JpegCodec(), TransferSyntax.JPEGLosslessSV1, ct12, ct12Layout, "dcmdjpeg", leastTimes: 1, leastRate: 150);
        Dcmtk("JPEG lossless, RGB, decode", new JpegCodec(), TransferSyntax.JPEGLosslessSV1, color, colorLayout, "dcmdjpeg", leastTimes: 1, leastRate: 150);
        JpegLs("JPEG-LS, CT of 12 bits", ct12, ct12Layout);
        JpegLs("JPEG-LS, RGB", color, colorLayout);
        Window(512);
        Window(4096);
        Picture("CT 512 x 512 to PNG", 4, static (image, output) => image.WritePng(output));
        Picture("CT 512 x 512 to JPEG", 1.5, static (image, output) => image.WriteJpeg(output));
    }

    private static void Jpeg(string what, byte[] pixels, PixelLayout layout, ChromaSubsampling chroma, double leastRate)
    {
        var codec = new JpegCodec();
        byte[] stream = Encode(codec, pixels, layout, TransferSyntax.JPEGBaseline8Bit, chroma), decoded = new byte[pixels.Length];
        Action ours = () => codec.Decode(stream, layout, decoded, new CodecContext(layout));
        using var turbo = TurboJpeg.Load();
        using var skia = new SkiaPeer(stream);
        Rate(what, pixels.Length, ours, "Skia", skia.Decode, 1, leastRate);
        if (turbo is not null) Rate(what, pixels.Length, ours, "libjpeg-turbo", () => turbo.Decode(stream, decoded, layout.Columns, layout.Rows, layout.SamplesPerPixel), null, leastRate);
    }

    private static void JpegLs(string what, byte[] pixels, PixelLayout layout)
    {
        var codec = new JpegLsCodec();
        byte[] stream = Encode(codec, pixels, layout, TransferSyntax.JPEGLSLossless, ChromaSubsampling.None), decoded = new byte[pixels.Length], destination = new byte[pixels.Length * 2];
        var output = new ArrayBufferWriter<byte>(pixels.Length * 2);
        Action decode = () => codec.Decode(stream, layout, decoded, new CodecContext(layout)), encode = () =>
        {
            output.ResetWrittenCount();
            codec.Encode(pixels, layout, TransferSyntax.JPEGLSLossless, EncodeOptions.Default, output, new CodecContext(layout));
        };
        Rate(what + ", decode", pixels.Length, decode, "CharLS", () => CharLs.Decode(stream, decoded), 1, null);
        Rate(what + ", encode", pixels.Length, encode, "CharLS", () => CharLs.Encode(pixels, layout.Rows, layout.Columns, layout.BitsStored, layout.SamplesPerPixel, 0, destination), 1, null);
    }

    private static void Dcmtk(string what, IFrameCodec codec, TransferSyntax syntax, byte[] pixels, PixelLayout layout, string command, double leastTimes, double leastRate, bool isEither = false)
    {
        byte[] stream = Encode(codec, pixels, layout, syntax, ChromaSubsampling.None), decoded = new byte[pixels.Length];
        double ours = Timing.Best(() => codec.Decode(stream, layout, decoded, new CodecContext(layout)));
        double? theirs = DcmtkPeer.SecondsAFrame(command, stream, layout, syntax);
        Row(what, Megabytes(pixels.Length, ours), "DCMTK", theirs is { } seconds ? Megabytes(pixels.Length, seconds) : "-", theirs / ours,
            $"{leastRate:0} MB/s{(isEither ? " or" : ",")} {leastTimes:0.#} times", (pixels.Length / ours / 1e6 >= leastRate) is var fast && (theirs / ours >= leastTimes) is var above && (isEither ? fast || above : fast && above));
    }

    private static void Window(int side)
    {
        using PixelFrame frame = BenchmarkFrames.Ct(side);
        byte[] copy = new byte[frame.Bytes.Length];
        int[] output = new int[side * side];
        Func<double, double>[] luts = [static stored => stored * 1 + -1024, static value => value <= -160 ? 0 : value > 239 ? 255 : (((value - 39.5) / 399) + 0.5) * 255, static grey => Math.Clamp(grey, 0, 255)];
        double ours = Timing.Best(() => Renderer.Render(frame, Attributes, Soft).Dispose()), copying = Timing.Best(() => frame.Bytes.CopyTo(copy));
        double delegates = Timing.Best(() =>
        {
            ReadOnlySpan<ushort> words = MemoryMarshal.Cast<byte, ushort>(frame.Bytes);
            for (int i = 0; i < words.Length; i++)
            {
                double value = words[i];
                foreach (Func<double, double> lut in luts) value = lut(value);
                output[i] = (int)value;
            }
        });
        // What lies in the cache is copied at the cache's speed: the bar is about memory.
        bool isInCache = side <= 512;
        Row($"window 16 to 8 bits, {side} x {side}", Megabytes(copy.Length, ours), isInCache ? "copy within the cache" : "memory copy", Megabytes(copy.Length, copying), copying / ours, isInCache ? "" : "0.5 times", isInCache || copying / ours >= 0.5);
        Row($"window 16 to 8 bits, {side} x {side}", Megabytes(copy.Length, ours), "LUT delegates a pixel", Megabytes(copy.Length, delegates), delegates / ours, "20 times", delegates / ours >= 20);
    }

    private static void Picture(string what, double mostMilliseconds, Action<RenderedImage, IBufferWriter<byte>> write)
    {
        using PixelFrame frame = BenchmarkFrames.Ct(512);
        var output = new ArrayBufferWriter<byte>(1 << 20);
        Action work = () =>
        {
            output.ResetWrittenCount();
            using RenderedImage image = Renderer.Render(frame, Attributes, Soft);
            write(image, output);
        };
        double milliseconds = Timing.Best(work) * 1000;
        long before = GC.GetAllocatedBytesForCurrentThread();
        work();
        Row(what, string.Create(CultureInfo.InvariantCulture, $"{milliseconds:0.00} ms, {(GC.GetAllocatedBytesForCurrentThread() - before) / 1024.0:0.0} KB allocated"), "", "", null, string.Create(CultureInfo.InvariantCulture, $"{mostMilliseconds} ms"), milliseconds <= mostMilliseconds);
    }

    private static void Rate(string what, int bytes, Action ours, string peer, Action theirs, double? leastTimes, double? leastRate)
    {
        // In turn, so that both see the same machine.
        double mine = double.MaxValue, its = double.MaxValue;
        for (int turn = 0; turn < 3; turn++) (mine, its) = (Math.Min(mine, Timing.Best(ours, 0.4)), Math.Min(its, Timing.Best(theirs, 0.4)));
        string bar = string.Join(", ", new[] { leastRate is { } rate ? $"{rate:0} MB/s" : null, leastTimes is { } times ? $"{times:0.#} times" : null }.OfType<string>());
        Row(what, Megabytes(bytes, mine), peer, Megabytes(bytes, its), its / mine, bar, (leastRate is null || bytes / mine / 1e6 >= leastRate) && (leastTimes is null || its / mine >= leastTimes * 0.97));
    }

    private static void Row(string what, string ours, string peer, string its, double? times, string bar, bool isHeld) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {what} | {ours} | {peer} | {its} | {times:0.00} | {bar} | {(isHeld ? "held" : "**missed**")} |"));

    private static string Megabytes(int bytes, double seconds) => string.Create(CultureInfo.InvariantCulture, $"{bytes / seconds / 1e6:0} MB/s");

    private static byte[] Encode(IFrameCodec codec, byte[] pixels, PixelLayout layout, TransferSyntax syntax, ChromaSubsampling chroma)
    {
        var output = new ArrayBufferWriter<byte>();
        codec.Encode(pixels, layout, syntax, new EncodeOptions { ChromaSubsampling = chroma }, output, new CodecContext(layout));
        return output.WrittenSpan.ToArray();
    }
}
