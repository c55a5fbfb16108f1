using Pacs.Fuzz;

namespace Pacs.Imaging.Tests.Codecs;

/// <summary>HT blocks with refinement passes, which no encoder here writes: a sound cleanup segment, and any bytes for the refinement, which all mean something.</summary>
[Category("ISO/IEC 15444-15 §7.4")]
public sealed class HtRefinementOracleTests
{
    private const int Planes = 21;

    [Test]
    public void RefinedBlocks_DecodeAsOpenJpegDecodesThem([Values(1, 2, 3)] int passes, [Values] bool isCausal, [Values(2, 40, 3000)] int range)
    {
        OpenJpegLibrary oracle = OpenJpegLibrary.Require();
        var random = new Random(passes + range);
        var encoder = new HtBlockEncoder();
        foreach ((int width, int height) in new[] { (1, 1), (4, 4), (5, 3), (8, 9), (13, 64), (16, 16), (64, 7), (33, 31) })
        {
            uint[] magnitudes = [.. Enumerable.Range(0, width * height).Select(_ => random.Next(3) == 0 ? (uint)random.Next(range) | (uint)random.Next(2) << 31 : 0)];
            magnitudes[0] = 1;
            CodedBlock block = default;
            encoder.Encode(magnitudes, width, height, Planes, ref block);
            byte[] cleanup = block.Bytes.AsSpan(0, block.Length).ToArray();
            block.Release();
            (byte share, int length) = passes == 1 ? ((byte)0, 0) : Share(cleanup.Length, (width * height / 4) + 2);
            byte[] refinement = new byte[length];
            random.NextBytes(refinement);
            foreach (ref byte value in refinement.AsSpan())
                if (value == 0xFF) value = 0x5A;
            byte[] input = [Side(width), Side(height), isCausal ? (byte)8 : (byte)0, (byte)(passes - 1), Planes - 2, share, .. cleanup, .. refinement];
            byte[] stream = BlockStream.Make(input, (64, 8));
            var layout = new PixelLayout { Rows = height, Columns = width, BitsAllocated = 16, BitsStored = 16, HighBit = 15 };
            byte[] pixels = Frame.Decode(new Jpeg2000Codec(), stream, layout);
            int[] expected = oracle.Decode(stream)![0];
            int[] actual = [.. Enumerable.Range(0, width * height).Select(i => (int)BitConverter.ToUInt16(pixels, 2 * i))];
            Assert.That(actual, Is.EqualTo(expected), $"{width} x {height}");
        }
    }

    private static byte Side(int side) => (byte)(side <= 16 ? side - 1 : 192 + side - 1);

    // The length of the second segment is said in 256ths of both: the next that can be said.
    private static (byte Share, int Length) Share(int cleanup, int least)
    {
        for (int length = least; ; length++)
            for (int share = 1; share < 256; share++)
                if ((cleanup + length) * share / 256 == length) return ((byte)share, length);
    }
}
