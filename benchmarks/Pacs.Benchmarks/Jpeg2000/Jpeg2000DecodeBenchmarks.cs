using BenchmarkDotNet.Attributes;
using Pacs.Core;
using Pacs.Imaging;

namespace Pacs.Benchmarks.Jpeg2000;

/// <summary>Lossless decoding, ours and OpenJPEG's in one run.</summary>
[MemoryDiagnoser]
public class Jpeg2000DecodeBenchmarks
{
    private readonly Jpeg2000Codec _codec = new();
    private Jpeg2000Image? _image;
    private OpenJpegLibrary? _peer;
    private byte[] _pixels = [];

    [ParamsSource(nameof(Images))]
    public string Image { get; set; } = "";

    [Params(false, true)]
    public bool HighThroughput { get; set; }

    public static IEnumerable<string> Images => Jpeg2000Image.Names;

    [GlobalSetup]
    public void Setup()
    {
        _image = new Jpeg2000Image(Image, HighThroughput ? TransferSyntax.HTJ2KLosslessRPCL : TransferSyntax.JPEG2000Lossless);
        _pixels = new byte[_image.Layout.FrameLength];
        _peer = OpenJpegLibrary.Load();
    }

    [GlobalCleanup]
    public void Cleanup() => File.Delete(_image!.EncodedFile);

    [Benchmark(Baseline = true)]
    public void OpenJpeg() => (_peer ?? throw new InvalidOperationException("libopenjp2-7 is not installed.")).Decode(_image!.EncodedFile, 1);

    [Benchmark]
    public void Pacs() => Decode(1);

    [Benchmark]
    public void PacsOnTwoThreads() => Decode(2);

    private void Decode(int threads) =>
        _codec.Decode(_image!.Encoded, _image.Layout, _pixels, new CodecContext(_image.Layout, new CodecOptions { MaxDegreeOfParallelism = threads }));
}
