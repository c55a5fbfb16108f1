namespace Pacs.Imaging.Tests.Codecs;

/// <summary>Streams by OpenJPH over the parameters of Part 15, and the published streams of the shared corpus.</summary>
[Category("ISO/IEC 15444-15")]
[Parallelizable(ParallelScope.Children)]
public sealed class OpenJphMatrixTests
{
    private static readonly Jpeg2000Codec Codec = new();

    private static readonly string[] Options =
    [
        "-prog_order LRCP", "-prog_order RLCP", "-prog_order RPCL", "-prog_order PCRL", "-prog_order CPRL", "-num_decomps 0", "-num_decomps 1", "-num_decomps 8",
        "-block_size {32,32}", "-block_size {4,4}", "-block_size {16,256}", "-block_size {1024,4}", "-precincts {32,32},{64,64} -prog_order RPCL", "-precincts {16,64} -block_size {8,8} -prog_order PCRL",
        "-tile_size {33,33}", "-tile_size {64,48} -prog_order CPRL", "-image_offset {5,3}", "-image_offset {5,3} -tile_size {40,40} -tile_offset {2,1}", "-colour_trans false",
    ];

    private static IEnumerable<TestCaseData> Cases() =>
        from options in Options
        from image in new[] { (Samples: 1, Bits: 12), (Samples: 3, Bits: 8), (Samples: 1, Bits: 16) }
        where image.Samples == 3 || !options.Contains("colour", StringComparison.Ordinal)
        select new TestCaseData(options, image.Samples, image.Bits).SetArgDisplayNames($"{options} {image.Samples}x{image.Bits}");

    [TestCaseSource(nameof(Cases))]
    public void Decode_LosslessStreamOfOpenJph_GivesTheImage(string options, int samples, int bits)
    {
        TestImage image = TestImage.Make(101, 87, samples, bits);
        Assert.That(Frame.Decode(Codec, Compress(image, $"-reversible true {options}"), image.Layout), Is.EqualTo(image.Pixels));
    }

    [TestCase("-qstep 0.001", 1, 12)]
    [TestCase("-qstep 0.01", 3, 8)]
    [TestCase("-qstep 0.05 -tile_size {50,50}", 1, 8)]
    [TestCase("-qstep 0.0001 -block_size {32,32}", 1, 16)]
    public void Decode_LossyStreamOfOpenJph_IsAsOpenJphDecodesIt(string options, int samples, int bits)
    {
        TestImage image = TestImage.Make(101, 87, samples, bits);
        byte[] stream = Compress(image, options);
        Assert.That(SampleDifference.Greatest(Frame.Decode(Codec, stream, image.Layout), OpenJph.Decode(stream, image.Layout), image.Layout), Is.LessThanOrEqualTo(2));
    }

    private static IEnumerable<string> Published() => Pacs.Tests.SharedData.Root is null
        ? ["none"]
        : Directory.EnumerateFiles(Path.Combine(Pacs.Tests.SharedData.Root, "data", "dicom", "bitstreams", "htj2k")).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal);

    [TestCaseSource(nameof(Published))]
    public void Decode_PublishedStream_IsAsOpenJphDecodesIt(string name)
    {
        byte[] file = File.ReadAllBytes(Pacs.Tests.SharedData.File($"bitstreams/htj2k/{name}"));
        J2kSize size = J2kCodestream.ReadMainHeader(file).Size;
        int bits = size.Components[0].Precision;
        var layout = new PixelLayout
        {
            Rows = size.Y1 - size.Y0, Columns = size.X1 - size.X0, SamplesPerPixel = size.Components.Length, BitsAllocated = bits > 8 ? 16 : 8, BitsStored = bits, HighBit = bits - 1,
            Photometric = size.Components.Length == 3 ? PhotometricInterpretation.Rgb : PhotometricInterpretation.Monochrome2,
        };
        byte[] pixels = Frame.Decode(Codec, file, layout);
        if (size.Components.Any(component => component.Dx > 1)) return; // what is subsampled, the other program writes as it is
        byte[] expected = OpenJph.Decode(file[J2kContainer.FindCodestream(file)..], layout);
        Assert.That(SampleDifference.Greatest(pixels, expected, layout), Is.LessThanOrEqualTo(name.Contains("rev53", StringComparison.Ordinal) ? 0 : 2));
    }

    internal static byte[] Compress(TestImage image, string options)
    {
        using var folder = new TemporaryFolder();
        string picture = Path.Combine(folder.Path, image.Layout.SamplesPerPixel == 3 ? "in.ppm" : "in.pgm"), file = Path.Combine(folder.Path, "out.j2c");
        File.WriteAllBytes(picture, image.Pnm());
        CommandLine.Run("ojph_compress", "openjph-tools", ["-i", picture, "-o", file, .. options.Split(' ')]);
        return File.ReadAllBytes(file);
    }
}
