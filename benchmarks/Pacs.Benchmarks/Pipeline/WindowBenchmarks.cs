using System.Runtime.InteropServices;
using BenchmarkDotNet.Attributes;
using Pacs.Imaging;

namespace Pacs.Benchmarks.Pipeline;

/// <summary>Stored words to 8-bit grey, beside a copy of the same words and beside a chain of LUT delegates called for each pixel.</summary>
[MemoryDiagnoser, MinColumn]
public class WindowBenchmarks
{
    private static readonly DisplayAttributes Attributes = DisplayAttributes.Empty with { Modality = new ModalityTransform(1, -1024) };
    private static readonly RenderOptions Linear = new() { Window = new VoiWindow(40, 400) };
    private static readonly RenderOptions Sigmoid = new() { Window = new VoiWindow(40, 400) { Function = VoiFunction.Sigmoid } };

    private PixelFrame _frame = null!;
    private byte[] _copy = [];
    private int[] _output = [];
    private Func<double, double>[] _luts = [];

    /// <summary>512 fits the cache; 4096 is 32 MB and does not.</summary>
    [Params(512, 4096)]
    public int Side { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _frame = BenchmarkFrames.Ct(Side);
        _copy = new byte[_frame.Bytes.Length];
        _output = new int[Side * Side];
        _luts =
        [
            static stored => stored * 1 + -1024,
            static value => value <= -160 ? 0 : value > 239 ? 255 : ((value - 39.5) / 399 + 0.5) * 255,
            static grey => Math.Clamp(grey, 0, 255),
        ];
    }

    [GlobalCleanup]
    public void Cleanup() => _frame.Dispose();

    [Benchmark(Description = "copy of the stored words")]
    public void Copy() => _frame.Bytes.CopyTo(_copy);

    [Benchmark(Baseline = true, Description = "linear window")]
    public void RenderLinear() => Renderer.Render(_frame, Attributes, Linear).Dispose();

    [Benchmark(Description = "sigmoid window (table)")]
    public void RenderSigmoid() => Renderer.Render(_frame, Attributes, Sigmoid).Dispose();

    [Benchmark(Description = "window of the extremes")]
    public void RenderExtremes() => Renderer.Render(_frame, Attributes).Dispose();

    // The usual way of .NET toolkits: a list of LUTs, each asked for each pixel, all in double.
    [Benchmark(Description = "LUT delegates per pixel")]
    public void RenderByDelegates()
    {
        ReadOnlySpan<ushort> words = MemoryMarshal.Cast<byte, ushort>(_frame.Bytes);
        for (int i = 0; i < words.Length; i++)
        {
            double value = words[i];
            foreach (Func<double, double> lut in _luts) value = lut(value);
            _output[i] = (int)value;
        }
    }
}
