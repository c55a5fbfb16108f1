using System.Buffers;
using Pacs.Core;
using Pacs.Imaging;

namespace Pacs.Fuzz;

/// <summary>Codestreams of Part 1: our own encoder's, and others of the corpus that are small.</summary>
internal class Jpeg2000Target : IFuzzTarget
{
    // What every input's data set declares; a mutation changes what the stream says.
    protected const int Rows = 37;
    protected const int Columns = 45;
    private readonly Jpeg2000Codec _codec = new();
    private readonly byte[] _pixels = new byte[Rows * Columns * 4 * 4];

    public virtual string Name => "jpeg2000";

    public virtual IEnumerable<byte[]> Seeds(string corpus) =>
        [Encode(1, 8, TransferSyntax.JPEG2000Lossless), Encode(1, 32, TransferSyntax.JPEG2000Lossless), Encode(1, 12, TransferSyntax.JPEG2000), Encode(3, 8, TransferSyntax.JPEG2000Lossless), Encode(3, 8, TransferSyntax.JPEG2000), .. Jpeg2000Seeds.All.Select(Convert.FromBase64String)];

    // Planes, blocks and tag trees of a small frame, and the pools' arrays when they are new.
    public long AllocationLimit(int length) => (24L << 20) + (16L * length);

    public void Run(byte[] input)
    {
        // The number of components is believed, so that a gray declaration does not end each colour stream at once.
        var declared = new PixelLayout { Rows = Rows, Columns = Columns, SamplesPerPixel = 1, BitsAllocated = 16, BitsStored = 12, HighBit = 11 };
        if (input.Length > 41 && input[41] is 3 or 4) declared = declared with { SamplesPerPixel = input[41] };
        int reductions = input.Length > 0 && (input[^1] & 3) == 3 ? 1 : 0;
        PixelLayout layout = _codec.ReadReducedLayout(input, declared, reductions);
        // As who reads a frame from its beginning: the next piece must be longer, whatever the lengths in the first say.
        if (reductions > 0 && !_codec.TryGetReducedLength(input.AsMemory(0, input.Length / 2), declared, reductions, new CodecContext(declared), out long next) && next <= input.Length / 2)
            throw new InvalidOperationException($"Half of the frame is not enough, and {next} bytes should be.");
        _codec.DecodeReduced(input, declared, reductions, _pixels.AsMemory(0, (int)layout.FrameLength), new CodecContext(declared));
    }

    protected static byte[] Encode(int samples, int bits, TransferSyntax syntax)
    {
        var layout = new PixelLayout
        {
            Rows = Rows, Columns = Columns, SamplesPerPixel = samples, BitsAllocated = bits <= 8 ? 8 : bits <= 16 ? 16 : 32, BitsStored = bits, HighBit = bits - 1,
            Photometric = samples == 3 ? PhotometricInterpretation.Rgb : PhotometricInterpretation.Monochrome2,
        };
        var pixels = new byte[layout.FrameLength];
        for (int i = 0; i < pixels.Length; i++) pixels[i] = (byte)(bits is > 8 and <= 16 && i % 2 == 1 ? (i / 90) & ((1 << (bits - 8)) - 1) : (i * 3) + (i % 11 * (i / 100)));
        var output = new ArrayBufferWriter<byte>();
        new Jpeg2000Codec().Encode(pixels, layout, syntax, new EncodeOptions { CompressionRatio = 4 }, output, new CodecContext(layout));
        return output.WrittenSpan.ToArray();
    }
}
