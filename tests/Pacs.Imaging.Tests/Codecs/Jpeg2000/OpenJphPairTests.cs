namespace Pacs.Imaging.Tests.Codecs;

/// <summary>
/// Streams by OpenJPH in which each value of each parameter meets each of every other: lossless ones exact, lossy ones as OpenJPEG decodes them. (OpenJPH
/// itself does not do its own justice where the image has an offset or levels are many.)
/// </summary>
[Category("ISO/IEC 15444-15")]
[Parallelizable(ParallelScope.Children)]
public sealed class OpenJphPairTests
{
    private static readonly Jpeg2000Codec Codec = new();

    private static IEnumerable<TestCaseData> Cases() => ParameterPairs.Of(
        ["1x8u", "1x10u", "1x12u", "1x16u", "3x8u", "3x12u", "3x8u -colour_trans false"],
        ["-prog_order LRCP", "-prog_order RLCP", "-prog_order RPCL", "-prog_order PCRL", "-prog_order CPRL"],
        ["-num_decomps 0", "-num_decomps 1", "-num_decomps 3", "-num_decomps 5", "-num_decomps 8"],
        ["", "-block_size {4,4}", "-block_size {32,128}", "-block_size {1024,4}", "-block_size {4,1024}", "-block_size {16,16}"],
        ["", "-precincts {32,32},{64,64}", "-precincts {128,16}", "-precincts {256,256}"],
        ["", "-tile_size {33,47}", "-tile_size {64,48} -tile_offset {2,1} -image_offset {5,3}", "-image_offset {5,3}", "-tile_size {101,20}"],
        ["-reversible true", "-qstep 0.001", "-qstep 0.02"])
        .Select(parts => new TestCaseData(parts[0], string.Join(' ', parts.Skip(1).Where(part => part.Length > 0))).SetArgDisplayNames(string.Join(' ', parts.Where(part => part.Length > 0))));

    [TestCaseSource(nameof(Cases))]
    public void Decode_IsAsItShould(string shape, string options)
    {
        string[] parts = shape.Split(' ', 2);
        (int samples, int bits) = (parts[0][0] - '0', int.Parse(parts[0][2..^1]));
        if (parts.Length > 1) options = $"{parts[1]} {options}";
        TestImage image = TestImage.Make(101, 87, samples, bits);
        byte[] stream = OpenJphMatrixTests.Compress(image, options), pixels = Frame.Decode(Codec, stream, image.Layout);
        if (options.Contains("-reversible true", StringComparison.Ordinal)) Assert.That(pixels, Is.EqualTo(image.Pixels));
        else Assert.That(SampleDifference.Greatest(pixels, OpenJpeg.Decode(stream, image.Layout), image.Layout), Is.LessThanOrEqualTo(2));
    }

    [Test]
    public void Decode_OfSubsampledComponents_IsSpreadOverTheirPixels([Values("{1,1},{2,2},{2,2}", "{1,1},{2,1},{2,1}", "{1,1},{1,1},{1,1}")] string factors, [Values("LRCP", "RLCP", "RPCL", "PCRL", "CPRL")] string order, [Values("", "-tile_size {32,24}")] string tiles)
    {
        const int Columns = 64, Rows = 48;
        int[] steps = [.. factors.Where(char.IsDigit).Select(digit => digit - '0')];
        byte[][] planes = [.. Enumerable.Range(0, 3).Select(c => Enumerable.Range(0, Columns / steps[2 * c] * (Rows / steps[(2 * c) + 1])).Select(i => (byte)((i * 3) + (20 * c))).ToArray())];
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.File("in.yuv"), [.. planes.SelectMany(plane => plane)]);
        CommandLine.Run("ojph_compress", "openjph-tools", ["-i", folder.File("in.yuv"), "-o", folder.File("out.j2c"), "-dims", $"{{{Columns},{Rows}}}", "-num_comps", "3", "-signed", "false,false,false", "-bit_depth", "8,8,8", "-downsamp", factors, "-reversible", "true", "-prog_order", order, .. tiles.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);
        PixelLayout layout = TestImage.Make(Columns, Rows, 3, 8).Layout;
        byte[] pixels = Frame.Decode(Codec, File.ReadAllBytes(folder.File("out.j2c")), layout);
        for (int y = 0; y < Rows; y++)
            for (int x = 0; x < Columns; x++)
                for (int c = 0; c < 3; c++)
                    Assert.That(pixels[(((y * Columns) + x) * 3) + c], Is.EqualTo(planes[c][(y / steps[(2 * c) + 1] * (Columns / steps[2 * c])) + (x / steps[2 * c])]), $"{x},{y} of {c}");
    }
}
