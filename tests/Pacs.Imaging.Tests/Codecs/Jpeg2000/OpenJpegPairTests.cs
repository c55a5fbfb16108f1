namespace Pacs.Imaging.Tests.Codecs;

/// <summary>Streams by OpenJPEG in which each value of each parameter meets each of every other, and all its block styles, as OpenJPEG decodes them.</summary>
[Category("ISO/IEC 15444-1")]
[Parallelizable(ParallelScope.Children)]
public sealed class OpenJpegPairTests
{
    private static readonly Jpeg2000Codec Codec = new();

    private static readonly string[] Images = ["1x8u", "1x12s", "1x16u", "2x16s", "3x8u -mct 0", "3x8u -mct 1", "3x12u -mct 1", "4x8u -mct 0", "1x2u", "1x1u"];

    private static IEnumerable<string[]> Cases() => ParameterPairs.Of(
        Images,
        ["-p LRCP", "-p RLCP", "-p RPCL", "-p PCRL", "-p CPRL"],
        ["", "-t 37,41", "-t 64,64", "-t 45,60 -d 7,5 -T 3,2", "-d 13,9", "-t 101,20"],
        ["", "-c [32,32]", "-c [64,32],[32,64]", "-c [128,16]"],
        ["", "-b 4,4", "-b 16,64", "-b 64,16", "-b 8,32"],
        ["-n 1", "-n 2", "-n 3", "-n 4"],
        ["", "-M 1", "-M 4", "-M 8", "-M 42", "-M 63"],
        ["", "-r 20,5,1", "-r 3"],
        ["", "-SOP", "-EPH", "-SOP -EPH", "-PLT", "-TLM", "-PLT -TLM"],
        ["", "-I"],
        ["", "-GuardBits 1", "-GuardBits 4"]);

    private static IEnumerable<TestCaseData> Pairs() => Cases().Select(parts => new TestCaseData(parts[0], string.Join(' ', parts.Skip(1).Where(part => part.Length > 0))).SetArgDisplayNames(string.Join(' ', parts.Where(part => part.Length > 0))));

    [TestCaseSource(nameof(Pairs))]
    public void Decode_IsAsOpenJpegDecodesIt(string image, string options) => AssertAlike(image, options);

    [Test]
    public void Decode_OfEachBlockStyle_IsAsOpenJpegDecodesIt([Range(0, 63)] int style, [Values("-n 3", "-n 3 -b 16,16 -r 30,8,1")] string options) => AssertAlike("1x12s", $"{options} -M {style}");

    [Test]
    public void Decode_OfEachShiftOfAComponent_IsAsOpenJpegDecodesIt([Range(0, 12)] int shift) => AssertAlike("3x8u -mct 0", $"-ROI c=1,U={shift} -n 4");

    // Without an offset of the tiles: with one, that encoder cuts packets.
    [Test]
    public void Decode_OfTileParts_IsAsOpenJpegDecodesIt(
        [Values("-TP R", "-TP L -r 20,5,1", "-TP C")] string division, [Values("LRCP", "RLCP", "RPCL", "PCRL", "CPRL")] string order, [Values("", "-t 64,64 -n 4 -TLM -PLT")] string tiles) =>
        AssertAlike("3x8u -mct 0", $"-p {order} {division} {tiles}".TrimEnd());

    [TestCase("-POC T1=0,0,1,3,3,CPRL/T1=3,0,1,6,3,RPCL")]
    [TestCase("-POC T1=0,0,1,6,1,LRCP/T1=0,1,1,6,3,PCRL")]
    [TestCase("-r 20,5,1 -POC T1=0,0,2,6,3,RLCP/T1=0,0,3,6,3,CPRL")]
    [TestCase("-r 20,5,1 -POC T1=0,0,1,6,3,LRCP/T1=0,0,3,2,3,RPCL/T1=2,0,3,6,3,PCRL")]
    public void Decode_OfProgressionChanges_IsAsOpenJpegDecodesIt(string options) => AssertAlike("3x8u -mct 1", options);

    [Test]
    public void Decode_OfSubsampledComponents_IsSpreadOverTheirPixels(
        [Values("2x1:1x1:1x1", "1x2:1x1:2x2", "2x2:2x2:2x2", "1x1:2x1:2x1", "1x1:4x1:1x4")] string factors, [Values("", "-d 4,4", "-t 32,24 -n 3", "-p CPRL -c [32,32] -n 3", "-I -r 1 -p PCRL")] string options)
    {
        (int X, int Y)[] steps = [.. factors.Split(':').Select(pair => pair.Split('x')).Select(pair => (int.Parse(pair[0]), int.Parse(pair[1])))];
        const int Columns = 64, Rows = 48;
        using var folder = new TemporaryFolder();
        byte[][] planes = [.. steps.Select((step, c) => Enumerable.Range(0, Columns / step.X * (Rows / step.Y)).Select(i => (byte)((i % (Columns / step.X) * 2) + (i / (Columns / step.X)) + (20 * c))).ToArray())];
        File.WriteAllBytes(folder.File("in.yuv"), [.. planes.SelectMany(plane => plane)]);
        string[] format = ["-F", $"{Columns},{Rows},3,8,u@{factors}"];
        CommandLine.Run("opj_compress", "libopenjp2-tools", ["-i", folder.File("in.yuv"), "-o", folder.File("out.j2k"), .. format, "-mct", "0", .. options.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);
        PixelLayout layout = TestImage.Make(Columns, Rows, 3, 8).Layout;
        byte[] stream = File.ReadAllBytes(folder.File("out.j2k")), pixels = Frame.Decode(Codec, stream, layout);
        int tolerance = options.Contains("-I", StringComparison.Ordinal) ? 2 : 0;
        for (int y = 0; y < Rows; y++)
            for (int x = 0; x < Columns; x++)
                for (int c = 0; c < 3; c++)
                    Assert.That((int)pixels[(((y * Columns) + x) * 3) + c], Is.EqualTo((int)planes[c][(y / steps[c].Y * (Columns / steps[c].X)) + (x / steps[c].X)]).Within(tolerance), $"{x},{y} of {c}");
    }

    private static void AssertAlike(string shape, string options)
    {
        string[] parts = shape.Split(' ', 2);
        (int samples, int bits, bool isSigned) = (parts[0][0] - '0', int.Parse(parts[0][2..^1]), parts[0][^1] == 's');
        if (parts.Length > 1) options = $"{parts[1]} {options}";
        TestImage image = TestImage.Make(101, 87, samples, bits, isSigned);
        if (OpenJpegMatrixTests.TryCompress(image, options, out string? error) is not { } stream)
        {
            Assert.Ignore($"That encoder does not: {error}");
            return;
        }

        byte[] actual = Frame.Decode(Codec, stream, image.Layout);
        // The image itself is more than what the other decoder says.
        if (actual.AsSpan().SequenceEqual(image.Pixels)) return;
        // It rounds a constant of the 9/7 wavelet, which shows where there are many bits; and a single high-pass sample that is odd toward zero.
        int tolerance = options.Contains("-I", StringComparison.Ordinal) ? bits == 16 ? 4 : samples >= 3 ? 2 : 1 : options.Contains("-r 3", StringComparison.Ordinal) ? 1 : 0;
        if (OpenJpeg.TryDecode(stream, image.Layout, out error) is not { } expected) Assert.Ignore($"That decoder does not read what that encoder wrote: {error}");
        else Assert.That(SampleDifference.Greatest(actual, expected, image.Layout), Is.LessThanOrEqualTo(tolerance));
    }
}
