namespace Pacs.Imaging.Tests.Codecs;

/// <summary>Streams whose packet headers stand apart from the packets.</summary>
[Category("ISO/IEC 15444-1 §A.7.4")]
[Parallelizable(ParallelScope.Children)]
public sealed class PackedHeaderTests
{
    private static readonly Jpeg2000Codec Codec = new();

    private static readonly string[] Options =
    [
        "-n 4", "-p RPCL -c [32,32] -r 20,5,1", "-t 40,37 -p PCRL", "-t 64,64 -TP R -p RLCP -r 9,1", "-t 50,50 -TP L -r 30,10,1 -M 1", "-p CPRL -b 8,8", "-d 13,9 -t 32,32 -M 5",
    ];

    [Test]
    public void Decode_HeadersInPpm_GivesWhatTheyGaveInPlace([ValueSource(nameof(Options))] string options, [Values(1, 3)] int samples, [Values(41, 65000)] int most, [Values] bool keepsSop)
    {
        (TestImage image, byte[] stream) = Make(options, samples);
        most = Math.Max(most, (stream.Length / 250) + 1);
        Assert.That(Frame.Decode(Codec, PackedHeaders.ToPpm(stream, most, keepsSop), image.Layout), Is.EqualTo(Frame.Decode(Codec, stream, image.Layout)));
    }

    [Test]
    public void Decode_HeadersInPpt_GivesWhatTheyGaveInPlace([ValueSource(nameof(Options))] string options, [Values(1, 3)] int samples, [Values(41, 65000)] int most, [Values] bool keepsSop)
    {
        (TestImage image, byte[] stream) = Make(options, samples);
        most = Math.Max(most, (stream.Length / 250) + 1);
        Assert.That(Frame.Decode(Codec, PackedHeaders.ToPpt(stream, most, keepsSop), image.Layout), Is.EqualTo(Frame.Decode(Codec, stream, image.Layout)));
    }

    [Test]
    public void Decode_PpmSegmentsInAnotherOrder_FollowsTheirIndex()
    {
        (TestImage image, byte[] stream) = Make(Options[3], 1);
        Assert.That(Frame.Decode(Codec, PackedHeaders.ToPpm(stream, 100, keepsSop: false, isShuffled: true), image.Layout), Is.EqualTo(image.Pixels));
    }

    [Test]
    public void Decode_PackedStreams_IsAsOpenJpegDecodesThem([Values] bool isInMain)
    {
        (TestImage image, byte[] stream) = Make(Options[2], 1);
        byte[] packed = isInMain ? PackedHeaders.ToPpm(stream, 65000, keepsSop: true) : PackedHeaders.ToPpt(stream, 65000, keepsSop: true);
        Assert.That(OpenJpeg.Decode(packed, image.Layout), Is.EqualTo(image.Pixels), "what the test made is what the standard means");
    }

    [Test]
    public void Reduced_OfPackedHeaders_NeedsLessThanAll()
    {
        (TestImage image, byte[] stream) = Make("-p RPCL -c [64,64]", 1);
        byte[] packed = PackedHeaders.ToPpm(stream, 65000, keepsSop: false);
        var context = new CodecContext(image.Layout);
        int needed = (int)Codec.GetReducedLength(packed, image.Layout, 2, context);
        byte[] pixels = new byte[Codec.ReadReducedLayout(packed, image.Layout, 2).FrameLength], part = new byte[pixels.Length];
        Assert.That(needed, Is.LessThan(packed.Length / 2));
        Assert.That(Codec.DecodeReduced(packed, image.Layout, 2, pixels, context), Is.Null);
        Assert.That(Codec.DecodeReduced(packed.AsMemory(0, needed), image.Layout, 2, part, context), Is.Null);
        Assert.That(part, Is.EqualTo(pixels));
    }

    private static (TestImage Image, byte[] Stream) Make(string options, int samples)
    {
        TestImage image = TestImage.Make(101, 87, samples, samples == 1 ? 12 : 8);
        return (image, OpenJpegMatrixTests.Compress(image, $"{options} -SOP -EPH"));
    }
}
