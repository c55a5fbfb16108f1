using System.IO.Compression;
using System.Security.Cryptography;
using Pacs.Tests;

namespace Pacs.Imaging.Tests;

/// <summary>Every JPEG file of the corpus against the decoders its manifest names.</summary>
[Category("PS3.5 §8.2.1")]
[Parallelizable(ParallelScope.All)]
public sealed class JpegCorpusTests
{
    private static readonly string[] Syntaxes = ["50", "51", "53", "55", "57", "70"];

    public static IEnumerable<string> LosslessFiles => Rows("expected_sha256").Select(row => row["path"]);

    public static IEnumerable<string> LossyFiles => Rows("reference").Select(row => row["path"]);

    [TestCaseSource(nameof(LosslessFiles))]
    public void Decode_LosslessFile_GivesTheExpectedPixels(string path)
    {
        byte[] pixels = Decode(path);

        Assert.That(Convert.ToHexStringLower(SHA256.HashData(pixels)), Is.EqualTo(Manifest[path]["expected_sha256"]));
    }

    [TestCaseSource(nameof(LossyFiles))]
    public void Decode_LossyFile_EqualsTheReferenceDecoder(string path)
    {
        byte[] pixels = Decode(path);

        using var reference = new GZipStream(File.OpenRead(SharedData.File(Manifest[path]["reference"].Split(' ')[0])), CompressionMode.Decompress);
        var expected = new MemoryStream();
        reference.CopyTo(expected);
        int worst = MemoryExtensions.SequenceEqual<byte>(pixels, expected.ToArray()) ? 0 : pixels.Zip(expected.ToArray(), (a, b) => Math.Abs(a - b)).Max();
        Assert.That((pixels.Length, worst), Is.EqualTo(((int)expected.Length, 0)), "The reference decoders use the same arithmetic, so that equality can be asked for.");
    }

    // Too large for the corpus to hold their decoded frames: it has the sum alone.
    [TestCase("jpeg/IM00001.fragmented_no_bot_jpeg_baseline.50.dcm", "7d6d588609c9885637c23f13696135d11d75941daea66ca29ff8a6d6f1c3ed7b")]
    [TestCase("jpeg/RG2_JPLY.dcm", "a0dca087f2176a3c8e90714e16de749cda6b7b74a40ec73b8ff7db91297bffb5")]
    [TestCase("jpeg/examples_ybr_color.dcm", "7275d2af634281c85c40fbcf718602d3fca910641c0502c003af015186875e36")]
    public void Decode_LargeLossyFile_EqualsTheReferenceDecoder(string path, string sum)
    {
        byte[] pixels = Decode(path);

        Assert.That(Convert.ToHexStringLower(SHA256.HashData(pixels)), Is.EqualTo(sum));
    }

    private static byte[] Decode(string path)
    {
        EncodedFrames file = EncodedFrames.Read(SharedData.File(path));
        var all = new MemoryStream();
        foreach (byte[] frame in file.Frames)
        {
            using PixelFrame decoded = JpegTesting.Decode(frame, file.Declared);
            all.Write(decoded.Bytes);
        }

        return all.ToArray();
    }

    private static readonly Lazy<Dictionary<string, Dictionary<string, string>>> Parsed = new(() =>
    {
        string? root = SharedData.Root;
        string manifest = root is null ? "" : Path.Combine(root, "data", "dicom", "MANIFEST.tsv");
        if (!File.Exists(manifest)) return [];
        string[] lines = File.ReadAllLines(manifest), header = lines[0].Split('\t');
        return lines[1..].Select(line => line.Split('\t').Zip(header).ToDictionary(cell => cell.Second, cell => cell.First)).ToDictionary(row => row["path"]);
    });

    private static Dictionary<string, Dictionary<string, string>> Manifest => Parsed.Value;

    private static IEnumerable<Dictionary<string, string>> Rows(string column) =>
        Manifest.Values.Where(row => row[column].Length > 0 && Syntaxes.Any(syntax => row["transfer_syntax"] == "1.2.840.10008.1.2.4." + syntax));
}
