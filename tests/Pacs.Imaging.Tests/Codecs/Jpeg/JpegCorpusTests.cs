using System.IO.Compression;
using System.Security.Cryptography;
using Pacs.Core;
using Pacs.Tests;

namespace Pacs.Imaging.Tests;

/// <summary>The lossy JPEG files of the corpus against the decoder that its manifest names. The lossless ones are among all files with a known sum.</summary>
[Category("PS3.5 §8.2.1")]
[Parallelizable(ParallelScope.All)]
public sealed class JpegCorpusTests
{
    private const string SyntaxPrefix = "1.2.840.10008.1.2.4.";

    /// <summary>Path and reference of the files that have one.</summary>
    public static IEnumerable<TestCaseData> LossyFiles()
    {
        string manifest = Path.Combine(SharedData.Root ?? "", "data", "dicom", "MANIFEST.tsv");
        if (!File.Exists(manifest)) return [];
        string[][] rows = [.. File.ReadLines(manifest).Select(line => line.Split('\t'))];
        int syntax = Array.IndexOf(rows[0], "transfer_syntax"), reference = Array.IndexOf(rows[0], "reference");
        return rows.Where(row => row[syntax] is SyntaxPrefix + "50" or SyntaxPrefix + "51" && row[reference].Length > 0).Select(row => new TestCaseData(row[0], row[reference].Split(' ')[0]));
    }

    // Tolerances are for decoders of other arithmetic; ours is that of the reference decoders, so that equality can be asked for.
    [TestCaseSource(nameof(LossyFiles))]
    public async Task Decode_LossyFile_EqualsTheReferenceDecoder(string path, string reference)
    {
        byte[] pixels = await DecodeAsync(path);

        var expected = new MemoryStream();
        await using var unzipped = new GZipStream(File.OpenRead(SharedData.File(reference)), CompressionMode.Decompress);
        await unzipped.CopyToAsync(expected);
        Assert.That(pixels.AsSpan().SequenceEqual(expected.ToArray()));
    }

    // Too large for the corpus to hold their decoded frames: it has the sum alone.
    [TestCase("jpeg/IM00001.fragmented_no_bot_jpeg_baseline.50.dcm", "7d6d588609c9885637c23f13696135d11d75941daea66ca29ff8a6d6f1c3ed7b")]
    [TestCase("jpeg/RG2_JPLY.dcm", "a0dca087f2176a3c8e90714e16de749cda6b7b74a40ec73b8ff7db91297bffb5")]
    [TestCase("jpeg/examples_ybr_color.dcm", "7275d2af634281c85c40fbcf718602d3fca910641c0502c003af015186875e36")]
    public async Task Decode_LargeLossyFile_EqualsTheReferenceDecoder(string path, string sum) =>
        Assert.That(Convert.ToHexStringLower(SHA256.HashData(await DecodeAsync(path))), Is.EqualTo(sum));

    private static async Task<byte[]> DecodeAsync(string path)
    {
        await using DicomFile file = await DicomFile.OpenAsync(SharedData.File(path));
        FrameReader reader = await FrameReader.CreateAsync(file);
        var all = new MemoryStream();
        for (int i = 0; i < reader.Count; i++)
        {
            using PixelFrame frame = await DicomImage.DecodeAsync(reader, i);
            all.Write(frame.Bytes);
        }

        return all.ToArray();
    }
}
