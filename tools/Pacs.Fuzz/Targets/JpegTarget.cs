using System.Buffers;
using Pacs.Core;
using Pacs.Imaging;

namespace Pacs.Fuzz;

/// <summary>Streams of the lossy processes: sequential and progressive, 8 and 12 bits, gray and colour.</summary>
internal class JpegTarget : IFuzzTarget
{
    // What every input's data set declares; so all seeds are of this size, and a mutation changes what the stream says.
    private const int Rows = 19;
    private const int Columns = 35;

    private readonly JpegCodec _codec = new();
    private readonly byte[] _pixels = new byte[Rows * Columns * 4 * 2];

    public virtual string Name => "jpeg";

    public virtual IEnumerable<byte[]> Seeds(string corpus)
    {
        yield return Encode(1, 8, TransferSyntax.JPEGBaseline8Bit);
        yield return Encode(1, 12, TransferSyntax.JPEGExtended12Bit);
        yield return Encode(3, 8, TransferSyntax.JPEGBaseline8Bit, new EncodeOptions { OptimizeHuffman = true });
        yield return Encode(3, 8, TransferSyntax.JPEGBaseline8Bit, new EncodeOptions { ChromaSubsampling = ChromaSubsampling.Horizontal, Quality = 30 });
        yield return Encode(3, 8, TransferSyntax.JPEGExtended12Bit, new EncodeOptions { ChromaSubsampling = ChromaSubsampling.Both });

        // Progressive, with restart markers, a scan a component, odd subsampling.
        foreach (string seed in JpegSeeds.All) yield return Convert.FromBase64String(seed);
    }

    // Planes, coefficients and tables of a small frame; the pools' arrays count when they are new.
    public long AllocationLimit(int length) => (1L << 20) + (16L * length);

    public void Run(byte[] input)
    {
        var declared = new PixelLayout { Rows = Rows, Columns = Columns, SamplesPerPixel = 3, BitsAllocated = 16, BitsStored = 12, HighBit = 11, Photometric = PhotometricInterpretation.YbrFull };
        PixelLayout layout = _codec.ReadLayout(input, declared);
        _codec.Decode(input, declared, _pixels.AsMemory(0, (int)layout.FrameLength), new CodecContext(declared));
    }

    protected static byte[] Encode(int samples, int bits, TransferSyntax syntax, EncodeOptions? options = null)
    {
        var layout = new PixelLayout
        {
            Rows = Rows, Columns = Columns, SamplesPerPixel = samples, BitsAllocated = bits <= 8 ? 8 : 16, BitsStored = bits, HighBit = bits - 1,
            Photometric = samples == 3 ? PhotometricInterpretation.Rgb : PhotometricInterpretation.Monochrome2,
        };
        var pixels = new byte[layout.FrameLength];
        for (int i = 0; i < pixels.Length; i++) pixels[i] = (byte)(bits > 8 && i % 2 == 1 ? (i / 70) & ((1 << (bits - 8)) - 1) : (i * 3) + (i % 11 * (i / 100)));
        var output = new ArrayBufferWriter<byte>();
        new JpegCodec().Encode(pixels, layout, syntax, options ?? EncodeOptions.Default, output, new CodecContext(layout));
        return output.WrittenSpan.ToArray();
    }
}
