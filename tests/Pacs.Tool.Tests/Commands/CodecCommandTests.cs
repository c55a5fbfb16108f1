using System.CommandLine;
using System.Security.Cryptography;
using Pacs.Core;
using Pacs.Tests;

namespace Pacs.Tool.Tests.Commands;

public sealed class CodecCommandTests
{
    private DirectoryInfo _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("pacs-tool-");

    [TearDown]
    public void DropFolder() => _folder.Delete(recursive: true);

    [TestCase("transfer-syntax-sweep/mr-u12-3frames/mr-u12-3frames.rle.dcm")]
    [TestCase("segmentation/liver_nonbyte_aligned_deflate.dcm")]
    [TestCase("native/color-pl.dcm")]
    public async Task Decode_WritesThePixelsThatTheManifestNames(string path)
    {
        string output = Path.Combine(_folder.FullName, "pixels.raw");

        Assert.That(await DecodeCommand.Create().Parse([SharedData.File(path), "--out", output]).InvokeAsync(), Is.Zero);
        string[] lines = await File.ReadAllLinesAsync(SharedData.File("MANIFEST.tsv"));
        int column = Array.IndexOf(lines[0].Split('\t'), "expected_sha256");
        string expected = lines.Select(line => line.Split('\t')).First(cells => cells[0] == path)[column];
        Assert.That(Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(output))), Is.EqualTo(expected));
    }

    [TestCase("rle", "1.2.840.10008.1.2.5")]
    [TestCase("JPEGLSLossless", "1.2.840.10008.1.2.4.80")]
    [TestCase("explicit-vr-big-endian", "1.2.840.10008.1.2.2")]
    [TestCase("1.2.840.10008.1.2.4.81", "1.2.840.10008.1.2.4.81")]
    public async Task Transcode_WritesTheSyntaxNamed(string name, string uid)
    {
        string output = Path.Combine(_folder.FullName, "out.dcm");

        Assert.That(await TranscodeCommand.Create().Parse([SharedData.File("native/CT_small.dcm"), "--syntax", name, "--out", output]).InvokeAsync(), Is.Zero);
        await using DicomFile file = await DicomFile.OpenAsync(output);
        Assert.That(file.TransferSyntax.Uid.Value, Is.EqualTo(uid));
    }

    [Test]
    public async Task Transcode_UnknownSyntax_FailsWithoutAFile()
    {
        string output = Path.Combine(_folder.FullName, "out.dcm");

        Assert.That(await TranscodeCommand.Create().Parse([SharedData.File("native/CT_small.dcm"), "--syntax", "none", "--out", output]).InvokeAsync(), Is.EqualTo(1));
        Assert.That(File.Exists(output), Is.False);
    }
}
