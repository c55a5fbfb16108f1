using BenchmarkDotNet.Attributes;
using Pacs.Core;
using Pacs.Imaging;

namespace Pacs.Benchmarks.Jpeg;

/// <summary>Decoding, one thread. Bytes of the frames: 262144 gray of 8 bits, 1327104 colour, 524288 gray of 12 bits.</summary>
[MemoryDiagnoser]
[MinColumn]
public class JpegDecodeBenchmarks
{
    private readonly JpegCodec _codec = new();
    private byte[] _stream = [];
    private byte[] _pixels = [];
    private PixelLayout _layout = null!;

    [Params("gray8", "color444", "color422", "color420", "gray12", "lossless12", "losslessRgb")]
    public string Frame { get; set; } = "";

    [GlobalSetup]
    public void Setup()
    {
        (byte[] pixels, PixelLayout layout) = Frame switch
        {
            "gray8" => JpegStreams.Ct(8),
            "gray12" or "lossless12" => JpegStreams.Ct(12),
            _ => JpegStreams.Color(),
        };
        (TransferSyntax syntax, ChromaSubsampling chroma) = Frame switch
        {
            "gray12" => (TransferSyntax.JPEGExtended12Bit, ChromaSubsampling.None),
            "lossless12" or "losslessRgb" => (TransferSyntax.JPEGLosslessSV1, ChromaSubsampling.None),
            "color422" => (TransferSyntax.JPEGBaseline8Bit, ChromaSubsampling.Horizontal),
            "color420" => (TransferSyntax.JPEGBaseline8Bit, ChromaSubsampling.Both),
            _ => (TransferSyntax.JPEGBaseline8Bit, ChromaSubsampling.None),
        };
        _stream = JpegStreams.Encode(Frame, pixels, layout, syntax, new EncodeOptions { ChromaSubsampling = chroma });
        _layout = layout;
        _pixels = new byte[pixels.Length];
    }

    [Benchmark]
    public void Decode() => _codec.Decode(_stream, _layout, _pixels, new CodecContext(_layout));
}
