using System.Buffers.Binary;
using System.Numerics;

namespace Pacs.Imaging.Tests.Codecs;

/// <summary>Streams of code blocks of 4 x 4 side by side and no decomposition, whose passes are dealt out to layers as the test likes: what no encoder here makes.</summary>
internal static class LayeredBlocks
{
    public const int Side = 4;

    /// <summary>Magnitude bit planes of the band.</summary>
    public const int BandPlanes = 20;

    /// <summary>What a layer has of a block.</summary>
    /// <param name="Passes">Coding passes.</param>
    /// <param name="Lengths">Passes that a length stands for, and the length, in the order of the header.</param>
    /// <param name="Bytes">The bytes, in one piece.</param>
    /// <param name="StartsHt">Whether, in a mixed stream, the first length is the first of an HT block.</param>
    public sealed record Part(int Passes, (int Passes, int Length)[] Lengths, byte[] Bytes, bool StartsHt = false);

    /// <summary>A block: its zero planes, and its parts by layer; null where a layer has none of it.</summary>
    public sealed record Block(int ZeroPlanes, params Part?[] Layers);

    public static PixelLayout Layout(int blocks) => new() { Rows = Side, Columns = Side * blocks, BitsAllocated = 16, BitsStored = 16, HighBit = 15, IsSigned = true };

    /// <summary>Makes the stream, of signed samples of 16 bits, reversible.</summary>
    public static byte[] Make(J2kBlockStyle style, params Block[] blocks)
    {
        int layers = blocks.Max(block => block.Layers.Length);
        var inclusion = new J2kTagTree(blocks.Length, 1, [.. blocks.Select(block => Math.Max(0, Array.FindIndex(block.Layers, part => part is not null)))]);
        var zeros = new J2kTagTree(blocks.Length, 1, [.. blocks.Select(block => block.ZeroPlanes)]);
        int[] lengthBits = [.. blocks.Select(_ => 3)];
        bool[] isIncluded = new bool[blocks.Length];
        var packets = new List<byte>();
        for (int layer = 0; layer < layers; layer++)
        {
            var bits = new J2kBitWriter();
            var body = new List<byte>();
            bits.Write(1);
            for (int b = 0; b < blocks.Length; b++)
            {
                Part? part = layer < blocks[b].Layers.Length ? blocks[b].Layers[layer] : null;
                if (isIncluded[b]) bits.Write(part is null ? 0 : 1);
                else inclusion.Write(b, 0, layer + 1, bits);
                if (part is null) continue;
                if (!isIncluded[b]) zeros.Write(b, 0, blocks[b].ZeroPlanes + 1, bits);
                isIncluded[b] = true;
                bits.WritePasses(part.Passes);
                WriteLengths(part, ref lengthBits[b], bits);
                body.AddRange(part.Bytes);
            }

            packets.AddRange([.. bits.Finish(), .. body]);
        }

        return Stream((byte)style, Side * blocks.Length, layers, [.. packets]);
    }

    private static void WriteLengths(Part part, ref int lengthBits, J2kBitWriter bits)
    {
        int needed = part.Lengths.Max(length => BitLength(length.Length) - BitOperations.Log2((uint)length.Passes));
        // In a mixed stream a zero in front of more than three bits tells an HT block (15444-15 §B.3).
        if (part.StartsHt) needed = Math.Max(4, Math.Max(needed, BitLength(part.Lengths[0].Length) + 1 - BitOperations.Log2((uint)part.Lengths[0].Passes)));
        for (; lengthBits < needed; lengthBits++) bits.Write(1);
        bits.Write(0);
        foreach ((int passes, int length) in part.Lengths) bits.Write(length, lengthBits + BitOperations.Log2((uint)passes));
    }

    private static int BitLength(int value) => 32 - BitOperations.LeadingZeroCount((uint)value);

    private static byte[] Stream(byte style, int columns, int layers, byte[] packets)
    {
        byte[] siz = new byte[39];
        siz[0] = (style & 64) != 0 ? (byte)0x40 : (byte)0;
        int[] grid = [columns, Side, 0, 0, columns, Side, 0, 0];
        for (int i = 0; i < grid.Length; i++) BinaryPrimitives.WriteInt32BigEndian(siz.AsSpan(2 + (4 * i)), grid[i]);
        (siz[35], siz[36], siz[37], siz[38]) = (1, 0x80 | 15, 1, 1);
        byte[] sot = new byte[8];
        BinaryPrimitives.WriteInt32BigEndian(sot.AsSpan(2), 14 + packets.Length);
        sot[7] = 1;
        return
        [
            0xFF, 0x4F, .. TestStream.Segment(0x51, siz), .. TestStream.Segment(0x52, 0, 0, 0, (byte)layers, 0, 0, 0, 0, style, 1),
            .. TestStream.Segment(0x5C, 0x40, (BandPlanes - 1) << 3), .. TestStream.Segment(0x90, sot), 0xFF, 0x93, .. packets, 0xFF, 0xD9,
        ];
    }
}
