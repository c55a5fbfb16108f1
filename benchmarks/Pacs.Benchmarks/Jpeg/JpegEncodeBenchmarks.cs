using System.Buffers;
using BenchmarkDotNet.Attributes;
using Pacs.Core;
using Pacs.Imaging;

namespace Pacs.Benchmarks.Jpeg;

/// <summary>Encoding, one thread: a CT slice of 512 x 512 and a coloured picture of 768 x 576, quality 90.</summary>
[MemoryDiagnoser]
[MinColumn]
public class JpegEncodeBenchmarks
{
    private readonly JpegCodec _codec = new();
    private readonly ArrayBufferWriter<byte> _output = new(4 << 20);
    private (byte[] Pixels, PixelLayout Layout) _gray, _gray12, _color;

    [GlobalSetup]
    public void Setup() => (_gray, _gray12, _color) = (JpegStreams.Ct(8), JpegStreams.Ct(12), JpegStreams.Color());

    [Benchmark(Baseline = true, Description = "gray 8 bit")]
    public void Gray() => Encode(_gray, TransferSyntax.JPEGBaseline8Bit, EncodeOptions.Default);

    [Benchmark(Description = "gray 8 bit, own Huffman codes")]
    public void Optimized() => Encode(_gray, TransferSyntax.JPEGBaseline8Bit, new EncodeOptions { OptimizeHuffman = true });

    [Benchmark(Description = "gray 12 bit")]
    public void Gray12() => Encode(_gray12, TransferSyntax.JPEGExtended12Bit, EncodeOptions.Default);

    [Benchmark(Description = "colour 4:2:0")]
    public void Color() => Encode(_color, TransferSyntax.JPEGBaseline8Bit, new EncodeOptions { ChromaSubsampling = ChromaSubsampling.Both });

    [Benchmark(Description = "lossless 12 bit, SV1")]
    public void FirstOrder() => Encode(_gray12, TransferSyntax.JPEGLosslessSV1, EncodeOptions.Default);

    [Benchmark(Description = "lossless 12 bit, best predictor")]
    public void BestPredictor() => Encode(_gray12, TransferSyntax.JPEGLossless, EncodeOptions.Default);

    private void Encode((byte[] Pixels, PixelLayout Layout) frame, TransferSyntax syntax, EncodeOptions options)
    {
        _output.ResetWrittenCount();
        _codec.Encode(frame.Pixels, frame.Layout, syntax, options, _output, new CodecContext(frame.Layout));
    }
}
