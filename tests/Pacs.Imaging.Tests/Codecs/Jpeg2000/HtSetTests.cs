using System.Buffers.Binary;
using static Pacs.Imaging.Tests.Codecs.LayeredBlocks;

namespace Pacs.Imaging.Tests.Codecs;

/// <summary>Code blocks with several sets of HT passes, and sets that layers cut: a set is decoded alone, and takes the place of those before it.</summary>
[Category("ISO/IEC 15444-15 §8.3")]
[Parallelizable(ParallelScope.Children)]
public sealed class HtSetTests
{
    private const J2kBlockStyle Ht = J2kBlockStyle.HighThroughput;

    // The highest plane with a set of its own; the sets below it follow, one a plane.
    private const int Highest = 4;
    private static readonly Jpeg2000Codec Codec = new();
    private static readonly int[] Image = Samples(1);

    [Test]
    public void Decode_OfSetsDownToTheLastPlane_IsExact()
    {
        Part?[] layers = [Cleanup(4), Cleanup(3), Cleanup(2), Cleanup(1), Cleanup(0)];
        for (int l = 1; l < layers.Length; l++) layers[l] = WithRefinementsOfTheLast(layers[l]!);
        Assert.That(Decode(layers), Is.EqualTo(Image));
    }

    [Test]
    public void Decode_OfAllLayersUpToOne_IsAsTheLastSetAlone([Values(0, 1, 2, 3)] int last)
    {
        byte[] refinement = Refinement(9);
        var layers = new List<Part?> { Cleanup(Highest) };
        for (int set = 1; set <= last; set++) layers.Add(WithRefinementsOfTheLast(Cleanup(Highest - set)!));
        layers.Add(new Part(2, [(2, refinement.Length)], refinement));
        byte[] alone = Bytes(Highest - last);
        Part single = new((3 * last) + 3, [((3 * last) + 1, alone.Length), (2, refinement.Length)], [.. alone, .. refinement]);
        Assert.That(Decode([.. layers]), Is.EqualTo(Decode(single)));
    }

    [Test]
    public void Decode_OfSeveralSetsInOnePacket_TakesTheLast()
    {
        byte[] refinement = Refinement(5), second = Bytes(3), third = Bytes(2);
        Part packet = new(8, [(2, refinement.Length), (1, second.Length), (2, refinement.Length), (1, third.Length), (2, 0)], [.. refinement, .. second, .. refinement, .. third]);
        Part single = new(9, [(7, third.Length), (2, 0)], third);
        Assert.That(Decode(Cleanup(4), packet), Is.EqualTo(Decode(single)));
    }

    [Test]
    public void Decode_OfASetWithoutBytes_KeepsTheOneBefore()
    {
        Part empty = new(5, [(2, 0), (1, 0), (2, 0)], []);
        Assert.That(Decode(Cleanup(4), empty), Is.EqualTo(Decode(Cleanup(4))));
        byte[] exact = Bytes(0);
        Part rest = new(7, [(1, 0), (2, 0), (1, 0), (2, 0), (1, exact.Length)], exact);
        Assert.That(Decode(Cleanup(4), empty, rest), Is.EqualTo(Image));
    }

    [Test]
    public void Decode_OfPlaceholdersDealtOutToLayers_IsAsOfThoseInOnePacket([Range(1, 12)] int first)
    {
        // Four planes are left out, which are twelve passes.
        byte[] exact = Bytes(0);
        Part whole = new(13, [(13, exact.Length)], exact), rest = new(13 - first, [(13 - first, exact.Length)], exact);
        Assert.That(Decode(whole), Is.EqualTo(Image));
        Assert.That(Decode(new Part(first, [(first, 0)], []), rest), Is.EqualTo(Image));
    }

    [Test]
    public void Decode_OfPlaceholdersAlone_IsNothing([Values(1, 2, 3, 5)] int passes) =>
        Assert.That(Decode(new Part(passes, [(passes, 0)], [])), Is.All.Zero);

    [Test]
    public void Decode_OfRefinementsDealtOutToLayers_IsAsOfThoseInOnePacket()
    {
        byte[] cleanup = Bytes(2), refinement = Refinement(12);
        Part first = new(7, [(7, cleanup.Length)], cleanup), propagation = new(1, [(1, 5)], refinement[..5]), magnitude = new(1, [(1, 7)], refinement[5..]);
        Part whole = new(9, [(7, cleanup.Length), (2, 12)], [.. cleanup, .. refinement]);
        Assert.That(Decode(first, propagation, magnitude), Is.EqualTo(Decode(whole)));
        Assert.That(Decode(first, propagation, null, magnitude), Is.EqualTo(Decode(whole)));
        Assert.That(Decode(first, propagation), Is.Not.EqualTo(Decode(whole)));
    }

    [Test]
    public void Decode_OfOneSet_IsAsOpenJpegDecodesIt([Values(1, 2, 3)] int passes)
    {
        // The set begins at the block's first plane and is in one layer: that decoder knows neither placeholders nor layers of HT blocks.
        OpenJpegLibrary oracle = OpenJpegLibrary.Require();
        byte[] cleanup = Bytes(2), refinement = Refinement(12);
        Part part = passes == 1 ? new(1, [(1, cleanup.Length)], cleanup) : new(passes, [(1, cleanup.Length), (passes - 1, 12)], [.. cleanup, .. refinement]);
        byte[] stream = Make(Ht, new Block(BandPlanes - 1 - 2, part)), pixels = Frame.Decode(Codec, stream, Layout(1));
        Assert.That(Enumerable.Range(0, Side * Side).Select(i => (int)BinaryPrimitives.ReadInt16LittleEndian(pixels.AsSpan(2 * i))), Is.EqualTo(oracle.Decode(stream)![0]));
    }

    [Test]
    public void Decode_OfRefinementsWithoutACleanupPass_IsRefused()
    {
        Part empty = new(6, [(2, 0), (1, 0), (2, 3), (1, 0)], Refinement(3));
        Assert.That(() => Decode(Cleanup(4), empty), Throws.TypeOf<DicomImageException>().With.Message.Contains("no cleanup pass"));
    }

    [Test]
    public void Decode_OfALengthBeforeTheFirstCleanupPass_EndsThere()
    {
        Part placeholder = new(1, [(1, 0)], []), wrong = new(1, [(1, 4)], Refinement(4));
        var layout = Layout(1);
        byte[] pixels = new byte[layout.FrameLength];
        string? missing = Codec.DecodeReduced(Make(Ht, new Block(BandPlanes - 1 - Highest, placeholder, wrong)), layout, 0, pixels, new CodecContext(layout));
        Assert.That(missing, Does.Contain("broken header"));
    }

    private static int[] Decode(params Part?[] layers)
    {
        byte[] stream = Make(Ht, new Block(BandPlanes - 1 - Highest, layers)), pixels = Frame.Decode(Codec, stream, Layout(1));
        return [.. Enumerable.Range(0, Side * Side).Select(i => (int)BinaryPrimitives.ReadInt16LittleEndian(pixels.AsSpan(2 * i)))];
    }

    // As the first of the block, with placeholders before it, or as what follows the last.
    private static Part Cleanup(int plane)
    {
        byte[] bytes = Bytes(plane);
        return new Part(1, [(1, bytes.Length)], bytes);
    }

    private static Part WithRefinementsOfTheLast(Part cleanup)
    {
        byte[] refinement = Refinement(6);
        return new Part(3, [(2, refinement.Length), .. cleanup.Lengths], [.. refinement, .. cleanup.Bytes]);
    }

    // A cleanup segment of the image down to a plane.
    private static byte[] Bytes(int plane)
    {
        uint[] magnitudes = [.. Image.Select(sample => (uint)Math.Abs(sample) >> plane is var magnitude and > 0 ? magnitude | (sample < 0 ? 0x80000000 : 0) : 0)];
        CodedBlock block = default;
        new HtBlockEncoder().Encode(magnitudes, Side, Side, BandPlanes, ref block);
        byte[] bytes = block.Bytes.AsSpan(0, block.Length).ToArray();
        block.Release();
        return bytes;
    }

    // Any bytes mean something as refinements.
    private static byte[] Refinement(int length)
    {
        byte[] bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        foreach (ref byte value in bytes.AsSpan())
            if (value == 0xFF) value = 0x5A;
        return bytes;
    }

    private static int[] Samples(int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, Side * Side).Select(i => i == 5 ? 30 : random.Next(3) == 0 ? 0 : random.Next(-31, 32))];
    }
}
