using BenchmarkDotNet.Attributes;
using Pacs.Core;
using Pacs.Imaging;

namespace Pacs.Benchmarks.Codecs;

/// <summary>JPEG-LS lossless, beside CharLS where it is installed.</summary>
public class JpegLsBenchmarks() : CodecBenchmarks(new JpegLsCodec(), TransferSyntax.JPEGLSLossless)
{
    private readonly byte[] _destination = new byte[2 << 20];

    [Benchmark]
    public void CharLsDecode() => CharLs.Decode(Encoded, Decoded);

    [Benchmark]
    public int CharLsEncode() => CharLs.Encode(Pixels, Layout.Rows, Layout.Columns, Layout.BitsStored, Layout.SamplesPerPixel, 0, _destination);
}
