using System.Buffers;
using System.IO.Compression;
using BenchmarkDotNet.Attributes;
using Pacs.Imaging;

namespace Pacs.Benchmarks.Pipeline;

/// <summary>A CT slice of 512 x 512 as a picture: window, size, PNG, JPEG.</summary>
[MemoryDiagnoser, MinColumn]
public class PictureBenchmarks
{
    private static readonly DisplayAttributes Attributes = DisplayAttributes.Empty with { Modality = new ModalityTransform(1, -1024) };
    private static readonly RenderOptions Soft = new() { Window = new VoiWindow(40, 400) };

    private readonly ArrayBufferWriter<byte> _output = new(1 << 20);
    private PixelFrame _frame = null!;

    [GlobalSetup]
    public void Setup() => _frame = BenchmarkFrames.Ct(512);

    [GlobalCleanup]
    public void Cleanup() => _frame.Dispose();

    [Benchmark(Baseline = true, Description = "CT to PNG")]
    public void Png() => Encode(CompressionLevel.Fastest);

    [Benchmark(Description = "CT to PNG, zlib level 6")]
    public void PngOptimal() => Encode(CompressionLevel.Optimal);

    [Benchmark(Description = "CT to JPEG")]
    public void Jpeg()
    {
        _output.ResetWrittenCount();
        using RenderedImage image = Renderer.Render(_frame, Attributes, Soft);
        image.WriteJpeg(_output);
    }

    [Benchmark(Description = "CT to a PNG of 256 x 256 (area)")]
    public void Thumbnail()
    {
        _output.ResetWrittenCount();
        using RenderedImage image = Renderer.Render(_frame, Attributes, Soft with { Width = 256 });
        image.WritePng(_output);
    }

    [Benchmark(Description = "CT at 1024 x 1024 (bicubic), no file")]
    public void Enlarge() => Renderer.Render(_frame, Attributes, Soft with { Width = 1024, Interpolation = Interpolation.Bicubic }).Dispose();

    private void Encode(CompressionLevel level)
    {
        _output.ResetWrittenCount();
        using RenderedImage image = Renderer.Render(_frame, Attributes, Soft);
        image.WritePng(_output, level);
    }
}
