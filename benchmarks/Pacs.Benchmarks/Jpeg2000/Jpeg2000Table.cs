using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;
using Pacs.Core;
using Pacs.Imaging;

namespace Pacs.Benchmarks.Jpeg2000;

/// <summary>The table of benchmarks/RESULTS.md: lossless decoding and encoding beside OpenJPEG and OpenJPH, in megabytes of pixels a second, best of many runs.</summary>
/// <remarks>
/// The time of one thread is the processor time of this process where the system tells it, so that it means something on a busy machine, too (OpenJPEG works on a thread of its own); that of two is elapsed.
/// OpenJPEG decodes in this process; its encoder and OpenJPH are commands that say how long they took, files in memory included.
/// </remarks>
internal static unsafe partial class Jpeg2000Table
{
    private const int ProcessorTime = 2, LeastRuns = 60;
    private static readonly Jpeg2000Codec Codec = new();
    private static readonly TimeSpan Least = TimeSpan.FromSeconds(1.2);

    public static void Run()
    {
        Console.WriteLine("| image, lossless | syntax | decode, 1 thread | OpenJPEG | OpenJPH | decode, 2 threads | OpenJPEG | encode | OpenJPEG | OpenJPH | encode, 2 threads |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|---|---|---|");
        foreach (string name in Jpeg2000Image.Names)
            foreach (TransferSyntax syntax in (ReadOnlySpan<TransferSyntax>)[TransferSyntax.JPEG2000Lossless, TransferSyntax.HTJ2KLosslessRPCL]) Row(new Jpeg2000Image(name, syntax), name, syntax);
    }

    private static void Row(Jpeg2000Image image, string name, TransferSyntax syntax)
    {
        bool isHt = syntax != TransferSyntax.JPEG2000Lossless;
        OpenJpegLibrary? openJpeg = OpenJpegLibrary.Load();
        string picture = Path.ChangeExtension(image.EncodedFile, image.Layout.SamplesPerPixel == 3 ? ".ppm" : ".pgm"), written = Path.ChangeExtension(image.EncodedFile, ".out.j2c"), expanded = Path.ChangeExtension(image.EncodedFile, ".out" + Path.GetExtension(picture));
        File.WriteAllBytes(picture, Pnm(image));
        try
        {
            string[] cells =
            [
                Rate(image, () => Decode(image, 1)),
                openJpeg is null ? "-" : Rate(image, () => openJpeg.Decode(image.EncodedFile, 1)),
                isHt ? Rate(image, "ojph_expand", "-i", image.EncodedFile, "-o", expanded) : "",
                Rate(image, () => Decode(image, 2), isOneThread: false),
                openJpeg is null ? "-" : Rate(image, () => openJpeg.Decode(image.EncodedFile, 2), isOneThread: false),
                Rate(image, () => Encode(image, syntax, 1)),
                isHt ? "" : Rate(image, "opj_compress", "-i", picture, "-o", Path.ChangeExtension(written, ".j2k")),
                isHt ? Rate(image, "ojph_compress", "-i", picture, "-o", written, "-reversible", "true", "-prog_order", "RPCL") : "",
                Rate(image, () => Encode(image, syntax, 2), isOneThread: false),
            ];
            Console.WriteLine($"| {name} | {(isHt ? "HTJ2K" : "JPEG 2000")} | {string.Join(" | ", cells)} |");
        }
        finally
        {
            foreach (string path in (ReadOnlySpan<string>)[image.EncodedFile, picture, written, Path.ChangeExtension(written, ".j2k"), expanded]) File.Delete(path);
        }
    }

    private static void Decode(Jpeg2000Image image, int threads) =>
        Codec.Decode(image.Encoded, image.Layout, image.Scratch, new CodecContext(image.Layout, new CodecOptions { MaxDegreeOfParallelism = threads }));

    private static void Encode(Jpeg2000Image image, TransferSyntax syntax, int threads)
    {
        image.Output.ResetWrittenCount();
        Codec.Encode(image.Pixels, image.Layout, syntax, EncodeOptions.Default, image.Output, new CodecContext(image.Layout, new CodecOptions { MaxDegreeOfParallelism = threads }));
    }

    private static string Rate(Jpeg2000Image image, Action work, bool isOneThread = true)
    {
        double best = double.MaxValue, all = 0;
        // At least so often, too: the code gets better in its first runs.
        for (int run = 0; run < LeastRuns || all < Least.TotalSeconds; run++)
        {
            double started = Seconds(isOneThread);
            work();
            double took = Seconds(isOneThread) - started;
            best = Math.Min(best, took);
            all += took;
        }

        return Megabytes(image, best);
    }

    private static double Seconds(bool ofProcess)
    {
        long* time = stackalloc long[2];
        return ofProcess && OperatingSystem.IsLinux() && GetTime(ProcessorTime, time) == 0 ? time[0] + (time[1] / 1e9) : Stopwatch.GetTimestamp() / (double)Stopwatch.Frequency;
    }

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int GetTime(int clock, long* time);

    // "encode time: 41 ms" of OpenJPEG, "Elapsed time = 0.006541" of OpenJPH.
    private static string Rate(Jpeg2000Image image, string program, params string[] arguments)
    {
        double best = double.MaxValue;
        for (var all = Stopwatch.StartNew(); all.Elapsed < Least;)
        {
            try
            {
                using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
                Task<string> errors = process.StandardError.ReadToEndAsync();
                string output = process.StandardOutput.ReadToEnd() + errors.GetAwaiter().GetResult();
                process.WaitForExit();
                Match took = Took().Match(output);
                if (!took.Success) throw new InvalidOperationException($"{program} does not say how long it took:\n{output}");
                double seconds = double.Parse(took.Groups[1].Value, CultureInfo.InvariantCulture) / (took.Value.EndsWith("ms", StringComparison.Ordinal) ? 1000 : 1);
                best = Math.Min(best, seconds);
            }
            catch (System.ComponentModel.Win32Exception)
            {
                return "-";
            }
        }

        return Megabytes(image, best);
    }

    private static string Megabytes(Jpeg2000Image image, double seconds) =>
        string.Create(CultureInfo.InvariantCulture, $"{image.Pixels.Length / 1e6 / seconds:0.0}");

    private static byte[] Pnm(Jpeg2000Image image)
    {
        PixelLayout layout = image.Layout;
        byte[] body = (byte[])image.Pixels.Clone();
        if (layout.BitsAllocated == 16)
            for (int i = 0; i < body.Length; i += 2) (body[i], body[i + 1]) = (body[i + 1], body[i]);
        return [.. Encoding.ASCII.GetBytes($"P{(layout.SamplesPerPixel == 3 ? 6 : 5)}\n{layout.Columns} {layout.Rows}\n{(1 << layout.BitsStored) - 1}\n"), .. body];
    }

    [GeneratedRegex(@"(?:encode time:|Elapsed time =)\s*([0-9.]+)(?: ms)?")]
    private static partial Regex Took();
}
