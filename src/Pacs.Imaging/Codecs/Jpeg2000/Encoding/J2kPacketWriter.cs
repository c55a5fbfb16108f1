using System.Buffers;
using System.Numerics;

namespace Pacs.Imaging;

/// <summary>Writes the packets of a tile of one layer (ISO/IEC 15444-1 §B.9, §B.10).</summary>
internal static class J2kPacketWriter
{
    /// <summary>The packet headers in the order of the packets, with the resolution of each and the length of its body.</summary>
    public static List<(J2kPrecinct Precinct, byte[] Header, long BodyLength)> Headers(J2kTile tile, CodedBlock[] blocks, CodecContext context)
    {
        var packets = new List<(J2kPrecinct, byte[], long)>(tile.Precincts.Count);
        var bits = new J2kBitWriter();
        foreach ((J2kPrecinct precinct, _) in J2kPacketSequence.Of(tile, context))
        {
            // A packet that is not empty begins with a one; none is made empty.
            bits.Write(1);
            long body = 0;
            foreach (J2kPrecinctBand band in precinct.Bands) body += WriteBand(band, blocks, bits);
            packets.Add((precinct, bits.Finish(), body));
        }

        return packets;
    }

    /// <summary>Writes a packet.</summary>
    public static void Write(J2kPrecinct precinct, byte[] header, CodedBlock[] blocks, IBufferWriter<byte> output)
    {
        output.Write(header);
        foreach (J2kPrecinctBand band in precinct.Bands)
            for (int i = band.FirstBlock; i < band.FirstBlock + (band.BlocksWide * band.BlocksHigh); i++)
                if (blocks[i].KeptPasses > 0) output.Write(blocks[i].Bytes.AsSpan(0, blocks[i].KeptLength));
    }

    private static long WriteBand(J2kPrecinctBand band, CodedBlock[] blocks, J2kBitWriter bits)
    {
        int count = band.BlocksWide * band.BlocksHigh;
        if (count == 0) return 0;
        ReadOnlySpan<CodedBlock> own = blocks.AsSpan(band.FirstBlock, count);
        int[] inclusions = new int[count], zeroPlanes = new int[count];
        for (int i = 0; i < count; i++) (inclusions[i], zeroPlanes[i]) = own[i].KeptPasses > 0 ? (0, own[i].ZeroPlanes) : (1, int.MaxValue);
        var inclusion = new J2kTagTree(band.BlocksWide, band.BlocksHigh, inclusions);
        var zeros = new J2kTagTree(band.BlocksWide, band.BlocksHigh, zeroPlanes);
        long length = 0;
        for (int i = 0; i < count; i++)
        {
            int x = i % band.BlocksWide, y = i / band.BlocksWide;
            inclusion.Write(x, y, 1, bits);
            if (own[i].KeptPasses == 0) continue;
            zeros.Write(x, y, own[i].ZeroPlanes + 1, bits);
            bits.WritePasses(own[i].KeptPasses);
            WriteLength(own[i].KeptLength, own[i].KeptPasses, bits);
            length += own[i].KeptLength;
        }

        return length;
    }

    // Lblock begins at 3 and grows by as many ones as are written (§B.10.7.1).
    private static void WriteLength(int length, int passes, J2kBitWriter bits)
    {
        int width = 3 + BitOperations.Log2((uint)passes), needed = BitOperations.Log2((uint)length | 1) + 1;
        for (; width < needed; width++) bits.Write(1);
        bits.Write(0);
        bits.Write(length, width);
    }
}
