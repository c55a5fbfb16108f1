using System.Buffers;
using BenchmarkDotNet.Attributes;
using Pacs.Core;
using Pacs.Imaging;

namespace Pacs.Benchmarks.Jpeg2000;

/// <summary>Encoding, lossless and to a tenth.</summary>
[MemoryDiagnoser]
public class Jpeg2000EncodeBenchmarks
{
    private readonly Jpeg2000Codec _codec = new();
    private readonly ArrayBufferWriter<byte> _output = new(16 << 20);
    private Jpeg2000Image? _image;
    private TransferSyntax? _syntax;

    [ParamsSource(nameof(Images))]
    public string Image { get; set; } = "";

    [Params("JPEG2000Lossless", "JPEG2000", "HTJ2KLosslessRPCL", "HTJ2K")]
    public string Syntax { get; set; } = "";

    public static IEnumerable<string> Images => Jpeg2000Image.Names;

    [GlobalSetup]
    public void Setup()
    {
        _syntax = Syntax switch
        {
            "JPEG2000Lossless" => TransferSyntax.JPEG2000Lossless, "JPEG2000" => TransferSyntax.JPEG2000, "HTJ2K" => TransferSyntax.HTJ2K, _ => TransferSyntax.HTJ2KLosslessRPCL,
        };
        _image = new Jpeg2000Image(Image, _syntax);
    }

    [GlobalCleanup]
    public void Cleanup() => File.Delete(_image!.EncodedFile);

    [Benchmark]
    public void Pacs()
    {
        _output.ResetWrittenCount();
        _codec.Encode(_image!.Pixels, _image.Layout, _syntax!, EncodeOptions.Default, _output, new CodecContext(_image.Layout));
    }
}
