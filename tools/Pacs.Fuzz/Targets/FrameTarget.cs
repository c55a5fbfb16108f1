using System.Buffers;
using Pacs.Core;
using Pacs.Imaging;

namespace Pacs.Fuzz;

/// <summary>Frames of one codec. Four bytes in front say what the data set declares, so that it is mutated too.</summary>
internal abstract class FrameTarget(string name, IFrameCodec codec) : IFuzzTarget
{
    private const int HeadLength = 4;
    private readonly byte[] _pixels = new byte[64 * 64 * 4 * 2];

    public string Name => name;

    public virtual IEnumerable<byte[]> Seeds(string corpus)
    {
        for (int i = 0; i < 16; i++)
        {
            byte[] head = [(byte)(5 + 3 * i), (byte)(60 - 3 * i), (byte)i, (byte)(7 * i)];
            foreach (TransferSyntax syntax in codec.Encodes) yield return [.. head, .. Encode(LayoutOf(head), syntax, i)];
        }
    }

    // Tables and planes of a small frame; the pools' arrays count when they are new.
    public long AllocationLimit(int length) => (1L << 20) + 16L * length;

    public void Run(byte[] input)
    {
        if (input.Length < HeadLength) return;
        PixelLayout declared = LayoutOf(input);
        ReadOnlyMemory<byte> encoded = input.AsMemory(HeadLength);
        PixelLayout layout = codec.ReadLayout(encoded.Span, declared);
        codec.Decode(encoded, declared, _pixels.AsMemory(0, (int)layout.FrameLength), new CodecContext(declared));
    }

    private byte[] Encode(PixelLayout layout, TransferSyntax syntax, int seed)
    {
        var random = new Random(seed);
        byte[] pixels = new byte[layout.FrameLength];
        int bytes = layout.BitsAllocated / 8;
        for (int i = 0; i < pixels.Length; i += bytes)
        {
            int sample = ((i / 40 % 7 * 13) + random.Next(1 + seed % 5)) & ((1 << layout.BitsStored - (layout.IsSigned ? 1 : 0)) - 1);
            for (int b = 0; b < bytes; b++) pixels[i + b] = (byte)(sample >> 8 * b);
        }

        var output = new ArrayBufferWriter<byte>();
        codec.Encode(pixels, layout, syntax, EncodeOptions.Default, output, new CodecContext(layout));
        return output.WrittenSpan.ToArray();
    }

    protected static PixelLayout LayoutOf(ReadOnlySpan<byte> head)
    {
        int samples = (head[2] & 3) switch { 0 or 1 => 1, 2 => 3, _ => 4 }, allocated = (head[2] & 4) == 0 ? 8 : 16, stored = allocated - head[3] % (allocated - 1);
        return new PixelLayout
        {
            Rows = 1 + head[0] % 64, Columns = 1 + head[1] % 64, SamplesPerPixel = samples, BitsAllocated = allocated, BitsStored = stored, HighBit = stored - 1, IsSigned = (head[2] & 8) != 0,
            Photometric = samples == 1 ? PhotometricInterpretation.Monochrome2 : PhotometricInterpretation.Rgb, IsPlanar = (head[2] & 16) != 0,
        };
    }
}
