namespace Pacs.Imaging.Tests.Codecs;

/// <summary>Streams by OpenJPEG over the parameters of Part 1: lossless ones exact, lossy ones as OpenJPEG decodes them.</summary>
[Category("ISO/IEC 15444-1")]
[Parallelizable(ParallelScope.Children)]
public sealed class OpenJpegMatrixTests
{
    private static readonly Jpeg2000Codec Codec = new();

    private static readonly string[] Options =
    [
        "-p LRCP", "-p RLCP", "-p RPCL", "-p PCRL", "-p CPRL",
        "-p RLCP -r 40,10,1", "-p PCRL -r 40,10,1 -c [32,32]", "-p CPRL -c [64,32],[32,64] -r 20,1", "-p RPCL -c [64,64] -b 8,8",
        "-b 4,4", "-b 16,64", "-b 64,16", "-b 128,32 -n 3", "-n 1", "-n 2", "-n 7",
        "-M 1", "-M 2", "-M 4", "-M 8", "-M 16", "-M 32", "-M 63", "-M 5", "-M 9 -b 16,16", "-M 47 -r 30,10,1", "-M 7 -r 15,1",
        "-t 37,41", "-t 64,64 -p RPCL -TP R", "-t 45,60 -r 9,1 -TP L", "-t 32,32 -d 7,5", "-d 13,9", "-d 1,1 -b 8,8 -c [128,64]",
        "-SOP", "-EPH", "-SOP -EPH -r 20,5,1 -t 60,60", "-PLT", "-TLM -t 64,64", "-POC T1=0,0,1,3,3,CPRL/T1=3,0,1,6,3,RPCL", "-ROI c=0,U=9", "-mct 0", "-GuardBits 1", "-C a_comment",
    ];

    private static IEnumerable<TestCaseData> Cases()
    {
        foreach (string options in Options)
            foreach ((int samples, int bits, bool isSigned) in new[] { (1, 12, false), (3, 8, false) })
            {
                if (samples == 1 && options.Contains("POC", StringComparison.Ordinal)) continue;
                yield return Case(options, samples, bits, isSigned);
            }

        // Signed samples of fewer than eight bits, or of an odd number, have no file that opj_compress reads; our own encoder's are in Jpeg2000EncodeTests.
        for (int bits = 1; bits <= 16; bits++)
            foreach (bool isSigned in bits < 8 || bits % 2 != 0 ? new[] { false } : [false, true]) yield return Case("-b 32,32", 1, bits, isSigned);
        foreach ((int samples, int bits, bool isSigned) in new[] { (2, 8, false), (2, 16, true), (3, 12, false), (3, 16, false), (4, 8, false) })
            foreach (string options in new[] { "-b 32,32", "-p CPRL -t 45,60 -n 4 -c [64,64]" }) yield return Case(options, samples, bits, isSigned);
    }

    private static TestCaseData Case(string options, int samples, int bits, bool isSigned) =>
        new TestCaseData(options, samples, bits, isSigned).SetArgDisplayNames($"{options} {samples}x{bits}{(isSigned ? "s" : "u")}");

    [TestCaseSource(nameof(Cases))]
    public void Decode_LosslessStreamOfOpenJpeg_GivesTheImage(string options, int samples, int bits, bool isSigned)
    {
        TestImage image = TestImage.Make(101, 87, samples, bits, isSigned);
        byte[] stream = Compress(image, options);
        Assert.That(Frame.Decode(Codec, stream, image.Layout), Is.EqualTo(image.Pixels));
    }

    [TestCase("-I -r 8", 1, 12)]
    [TestCase("-I -r 8", 3, 8)]
    [TestCase("-I -r 30,15,5 -t 60,60", 1, 12)]
    [TestCase("-t 32,32 -d 7,5 -T 3,2", 1, 12, Description = "lossless, but that encoder spoils it")]
    [TestCase("-t 50,50 -TP C", 1, 12, Description = "as above")]
    [TestCase("-I -q 40 -M 1 -p RPCL -c [32,32]", 1, 12)]
    [TestCase("-I -r 5 -d 11,3 -n 4", 3, 8)]
    [TestCase("-r 12", 1, 12)]
    [TestCase("-r 12 -p PCRL -b 16,16", 3, 8)]
    public void Decode_LossyStreamOfOpenJpeg_IsAsOpenJpegDecodesIt(string options, int samples, int bits)
    {
        TestImage image = TestImage.Make(101, 87, samples, bits);
        byte[] stream = Compress(image, options);
        byte[] expected = OpenJpeg.Decode(stream, image.Layout);
        Assert.That(SampleDifference.Greatest(Frame.Decode(Codec, stream, image.Layout), expected, image.Layout), Is.LessThanOrEqualTo(samples == 3 ? 2 : 1));
    }

    [Test]
    public void Decode_JP2Boxes_AreUnwrapped()
    {
        TestImage image = TestImage.Make(40, 30, 3, 8);
        byte[] stream = Compress(image, "-n 3", "jp2");
        Assert.That(stream[4..8], Is.EqualTo("jP  "u8.ToArray()));
        Assert.That(Frame.Decode(Codec, stream, image.Layout), Is.EqualTo(image.Pixels));
    }

    [Test]
    public void Decode_SubsampledChroma_IsSpreadOverItsPixels([Values("-n 4", "-t 32,24 -n 3", "-p PCRL -c [32,32] -r 5,1 -n 3")] string options, [Values(1, 3)] int threads)
    {
        TestImage gray = TestImage.Make(64, 48, 1, 8);
        using var folder = new TemporaryFolder();
        string raw = Path.Combine(folder.Path, "in.yuv"), file = Path.Combine(folder.Path, "out.j2k");
        byte[] chroma = [.. Enumerable.Range(0, 32 * 24).Select(i => (byte)(i * 7))];
        File.WriteAllBytes(raw, [.. gray.Pixels, .. chroma, .. chroma]);
        CommandLine.Run("opj_compress", "libopenjp2-tools", ["-i", raw, "-o", file, "-F", "64,48,3,8,u@1x1:2x2:2x2", "-mct", "0", .. options.Split(' ')]);
        PixelLayout layout = gray.Layout with { SamplesPerPixel = 3, Photometric = PhotometricInterpretation.YbrFull };
        byte[] pixels = new byte[layout.FrameLength];
        Codec.Decode(File.ReadAllBytes(file), layout, pixels, new CodecContext(layout, new CodecOptions { MaxDegreeOfParallelism = threads }));
        for (int y = 0; y < 48; y++)
            for (int x = 0; x < 64; x++)
                Assert.That((pixels[((y * 64) + x) * 3], pixels[(((y * 64) + x) * 3) + 1]), Is.EqualTo((gray.Pixels[(y * 64) + x], chroma[(y / 2 * 32) + (x / 2)])), $"{x},{y}");
    }

    internal static byte[] Compress(TestImage image, string options, string extension = "j2k")
    {
        byte[]? stream = TryCompress(image, options, out string? error, extension);
        Assert.That(error, Is.Null);
        return stream!;
    }

    /// <summary>The stream, or what the encoder complains of.</summary>
    internal static byte[]? TryCompress(TestImage image, string options, out string? error, string extension = "j2k")
    {
        using var folder = new TemporaryFolder();
        string file = Path.Combine(folder.Path, $"out.{extension}");
        if (image.Layout.BitsStored < 8 || image.Layout.BitsStored % 2 != 0)
        {
            // Raw input has whole bytes; a PGM says how many bits it means.
            File.WriteAllBytes(folder.File("in.pgm"), image.Pnm());
            error = CommandLine.TryRun("opj_compress", "libopenjp2-tools", ["-i", folder.File("in.pgm"), "-o", file, .. options.Split(' ')]);
            return error is null ? File.ReadAllBytes(file) : null;
        }

        string raw = folder.File("in.rawl");
        File.WriteAllBytes(raw, image.Planar());
        string format = $"{image.Layout.Columns},{image.Layout.Rows},{image.Layout.SamplesPerPixel},{image.Layout.BitsStored},{(image.Layout.IsSigned ? 's' : 'u')}";
        error = CommandLine.TryRun("opj_compress", "libopenjp2-tools", ["-i", raw, "-o", file, "-F", format, .. options.Split(' ')]);
        return error is null ? File.ReadAllBytes(file) : null;
    }
}
