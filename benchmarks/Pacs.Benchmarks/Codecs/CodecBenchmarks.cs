using System.Buffers;
using BenchmarkDotNet.Attributes;
using Pacs.Core;
using Pacs.Imaging;

namespace Pacs.Benchmarks.Codecs;

/// <summary>One frame, one thread: decoding and encoding of a codec.</summary>
[MemoryDiagnoser, MinColumn]
public abstract class CodecBenchmarks(IFrameCodec codec, TransferSyntax syntax)
{
    private readonly ArrayBufferWriter<byte> _output = new(1 << 20);
    private PixelLayout _layout = SyntheticFrame.Ct;

    /// <summary>What the frame shows.</summary>
    [Params("CT", "Color")]
    public string Image { get; set; } = "CT";

    internal byte[] Pixels { get; private set; } = [];

    internal byte[] Encoded { get; private set; } = [];

    internal byte[] Decoded { get; private set; } = [];

    internal PixelLayout Layout => _layout;

    [GlobalSetup]
    public void Setup()
    {
        _layout = Image == "CT" ? SyntheticFrame.Ct : SyntheticFrame.Color;
        Pixels = SyntheticFrame.Pixels(_layout);
        Encode();
        Encoded = _output.WrittenSpan.ToArray();
        Decoded = new byte[Pixels.Length];
    }

    [Benchmark]
    public void Decode() => codec.Decode(Encoded, _layout, Decoded, new CodecContext(_layout));

    [Benchmark]
    public void Encode()
    {
        _output.ResetWrittenCount();
        codec.Encode(Pixels, _layout, syntax, EncodeOptions.Default, _output, new CodecContext(_layout));
    }
}
