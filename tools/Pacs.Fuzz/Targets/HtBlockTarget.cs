using System.Buffers;
using Pacs.Core;
using Pacs.Imaging;

namespace Pacs.Fuzz;

/// <summary>The HT block decoder alone, with and without refinement passes.</summary>
internal sealed class HtBlockTarget : MqBlockTarget
{
    public override string Name => "ht-block";

    // The HT coder, with or without vertically causal contexts.
    protected override (int Set, int Free) Style => (64, 8);

    public override IEnumerable<byte[]> Seeds(string corpus)
    {
        // Cleanup segments of our own encoder: a frame of one block and no decomposition has it just before the end marker.
        foreach (int size in new[] { 1, 3, 8, 31, 64 })
            foreach (int range in new[] { 3, 200, 60000 })
            {
                var random = new Random(range);
                var layout = new PixelLayout { Rows = 1, Columns = size, BitsAllocated = 16, BitsStored = 16, HighBit = 15 };
                byte[] pixels = [.. Enumerable.Range(0, size).SelectMany(_ => BitConverter.GetBytes((ushort)(32768 + random.Next(range) - (range / 2))))];
                var output = new ArrayBufferWriter<byte>();
                new Jpeg2000Codec().Encode(pixels, layout, TransferSyntax.HTJ2KLossless, EncodeOptions.Default, output, new CodecContext(layout));
                byte[] stream = output.WrittenSpan[..^2].ToArray();
                int start = stream.AsSpan().LastIndexOf((ReadOnlySpan<byte>)[0xFF, 0x93]) + 2;
                for (int skip = 3; skip < Math.Min(7, stream.Length - start); skip++)
                    yield return [(byte)(size <= 16 ? size - 1 : 192 + size - 1), (byte)(7 * (skip % 2)), 0, (byte)(skip % 3), 0, 40, .. stream[(start + skip)..]];
            }
    }
}
