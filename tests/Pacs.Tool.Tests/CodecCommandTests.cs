using System.Security.Cryptography;
using Pacs.Core;
using Pacs.Tests;

namespace Pacs.Tool.Tests;

public sealed class CodecCommandTests
{
    private ToolFolder _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new ToolFolder();

    [TearDown]
    public void DeleteFolder() => _folder.Dispose();

    [TestCase("transfer-syntax-sweep/mr-u12-3frames/mr-u12-3frames.rle.dcm")]
    [TestCase("segmentation/liver_nonbyte_aligned_deflate.dcm")]
    [TestCase("native/color-pl.dcm")]
    public async Task Decode_WritesThePixelsThatTheManifestNames(string path)
    {
        (await ToolRun.OfAsync("decode", SharedData.File(path), "--out", _folder.PathOf("pixels.raw"))).Ended(0);

        string[] lines = await File.ReadAllLinesAsync(SharedData.File("MANIFEST.tsv"));
        int column = Array.IndexOf(lines[0].Split('\t'), "expected_sha256");
        string expected = lines.Select(line => line.Split('\t')).First(cells => cells[0] == path)[column];
        Assert.That(Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(_folder.PathOf("pixels.raw")))), Is.EqualTo(expected));
    }

    [Test]
    public async Task Decode_FrameThatIsCutOff_IsWrittenAndReported()
    {
        ToolRun run = (await ToolRun.OfAsync("decode", SharedData.File("structure/MR_truncated.dcm"), "--out", _folder.PathOf("pixels.raw"))).Ended(1);

        Assert.That(run.Error, Does.Contain("1 of 1 frames"));
        Assert.That(new FileInfo(_folder.PathOf("pixels.raw")).Length, Is.EqualTo(8192));
    }

    [TestCase("rle", "1.2.840.10008.1.2.5")]
    [TestCase("JPEGLSLossless", "1.2.840.10008.1.2.4.80")]
    [TestCase("explicit-vr-big-endian", "1.2.840.10008.1.2.2")]
    [TestCase("1.2.840.10008.1.2.4.81", "1.2.840.10008.1.2.4.81")]
    public async Task Transcode_WritesTheSyntaxNamed(string name, string uid)
    {
        (await ToolRun.OfAsync("transcode", await _folder.InstanceAsync("a.dcm"), "--syntax", name, "--out", _folder.PathOf("out.dcm"))).Ended(0);

        await using DicomFile file = await DicomFile.OpenAsync(_folder.PathOf("out.dcm"));
        Assert.That(file.TransferSyntax.Uid.Value, Is.EqualTo(uid));
    }

    [TestCase("none")]
    [TestCase("jpeg")]
    public async Task Transcode_SyntaxThatIsNotOne_NamesThoseThereAre(string name)
    {
        ToolRun run = (await ToolRun.OfAsync("transcode", await _folder.InstanceAsync("a.dcm"), "--syntax", name, "--out", _folder.PathOf("out.dcm"))).Ended(2);

        Assert.That(run.Error, Does.Contain("RLELossless"));
        Assert.That(File.Exists(_folder.PathOf("out.dcm")), Is.False);
    }
}
