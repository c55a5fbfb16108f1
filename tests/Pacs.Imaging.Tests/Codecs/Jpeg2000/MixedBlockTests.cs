using System.Buffers.Binary;
using static Pacs.Imaging.Tests.Codecs.LayeredBlocks;

namespace Pacs.Imaging.Tests.Codecs;

/// <summary>Streams in which blocks of both coders may occur: the lengths in packet headers tell which a block is of.</summary>
[Category("ISO/IEC 15444-15 §B.3")]
[Parallelizable(ParallelScope.Children)]
public sealed class MixedBlockTests
{
    private const J2kBlockStyle Mixed = J2kBlockStyle.HighThroughput | J2kBlockStyle.Mixed;
    private static readonly Jpeg2000Codec Codec = new();

    [Test]
    public void Decode_OfBothKindsSideBySide_IsExact([Values("m", "h", "mh", "hm", "mmhhmhm", "hhhhhhhh")] string kinds, [Values(1, 3, 40, 900, 30000)] int range, [Values(1, 2, 3)] int threads)
    {
        int[][] samples = [.. kinds.Select((_, b) => Samples(range + b, range))];
        byte[] stream = Make(Mixed, [.. kinds.Select((kind, b) => kind == 'm' ? Mq(samples[b]) : Ht(samples[b]))]);
        PixelLayout layout = Layout(kinds.Length);
        byte[] pixels = new byte[layout.FrameLength];
        Assert.That(Codec.DecodeReduced(stream, layout, 0, pixels, new CodecContext(layout, new CodecOptions { MaxDegreeOfParallelism = threads })), Is.Null);
        for (int b = 0; b < kinds.Length; b++) Assert.That(BlockOf(pixels, b, kinds.Length), Is.EqualTo(samples[b]), $"block {b} of {kinds}");
    }

    [Test]
    public void Decode_OfBlocksOfThreeLayers_IsExact([Range(1, 8)] int first)
    {
        int[] mq = Samples(1, 900), ht = Samples(2, 900);
        (byte[] bytes, int zeroPlanes, int passes) = EncodeMq(mq);
        int cut = bytes.Length / 3;
        var block = new Block(
            zeroPlanes,
            new Part(first, [(first, cut)], bytes[..cut]),
            null,
            new Part(passes - first, [(passes - first, bytes.Length - cut)], bytes[cut..]));
        // The other block has its placeholders first, and nothing in the layer between.
        byte[] cleanup = EncodeHt(ht);
        var other = new Block(BandPlanes - 4, new Part(first, [(first, 0)], []), null, new Part(10 - first, [(10 - first, cleanup.Length)], cleanup, StartsHt: true));
        PixelLayout layout = Layout(2);
        byte[] pixels = Frame.Decode(Codec, Make(Mixed, block, other), layout);
        Assert.That((BlockOf(pixels, 0, 2), BlockOf(pixels, 1, 2)), Is.EqualTo((mq, ht)));
    }

    [Test]
    public void Decode_OfAnMqBlockWithoutBytesAtFirst_IsExact()
    {
        int[] samples = Samples(7, 300);
        (byte[] bytes, int zeroPlanes, int passes) = EncodeMq(samples);
        var block = new Block(zeroPlanes, new Part(2, [(2, 0)], []), new Part(passes - 2, [(passes - 2, bytes.Length)], bytes));
        Assert.That(BlockOf(Frame.Decode(Codec, Make(Mixed, block), Layout(1)), 0, 1), Is.EqualTo(samples));
    }

    [TestCase(0x80, "reserved")]
    [TestCase(0xC1, "single passes")]
    [TestCase(0xC4, "single passes")]
    public void Cod_OfAMixtureThatIsNotDefined_IsRefused(int style, string says)
    {
        byte[] stream = Make((J2kBlockStyle)style, Mq(Samples(1, 10)));
        Assert.That(() => Codec.ReadLayout(stream, Layout(1)), Throws.TypeOf<DicomImageException>().With.Message.Contains(says));
    }

    private static Block Mq(int[] samples)
    {
        (byte[] bytes, int zeroPlanes, int passes) = EncodeMq(samples);
        return new Block(zeroPlanes, new Part(passes, [(passes, bytes.Length)], bytes));
    }

    private static Block Ht(int[] samples)
    {
        byte[] bytes = EncodeHt(samples);
        return new Block(BandPlanes - 1, new Part(1, [(1, bytes.Length)], bytes, StartsHt: true));
    }

    private static (byte[] Bytes, int ZeroPlanes, int Passes) EncodeMq(int[] samples)
    {
        CodedBlock block = default;
        new MqBlockEncoder().Encode(Magnitudes(samples), Side, Side, J2kOrientation.LL, BandPlanes, isMeasured: false, ref block);
        byte[] bytes = block.Bytes.AsSpan(0, block.Length).ToArray();
        block.Release();
        return (bytes, block.ZeroPlanes, block.KeptPasses);
    }

    private static byte[] EncodeHt(int[] samples)
    {
        CodedBlock block = default;
        new HtBlockEncoder().Encode(Magnitudes(samples), Side, Side, BandPlanes, ref block);
        byte[] bytes = block.Bytes.AsSpan(0, block.Length).ToArray();
        block.Release();
        return bytes;
    }

    private static uint[] Magnitudes(int[] samples) => [.. samples.Select(sample => (uint)Math.Abs(sample) | (sample < 0 ? 0x80000000 : 0))];

    private static int[] BlockOf(byte[] pixels, int block, int blocks) =>
        [.. Enumerable.Range(0, Side * Side).Select(i => (int)BinaryPrimitives.ReadInt16LittleEndian(pixels.AsSpan(2 * ((i / Side * Side * blocks) + (block * Side) + (i % Side)))))];

    private static int[] Samples(int seed, int range)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, Side * Side).Select(i => i == 0 ? range : random.Next(-range, range + 1))];
    }
}
