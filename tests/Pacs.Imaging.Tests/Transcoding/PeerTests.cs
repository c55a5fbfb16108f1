using System.Text;
using Pacs.Core;
using Pacs.Tests;

namespace Pacs.Imaging.Tests.Transcoding;

/// <summary>What is encoded here decodes to the same pixels elsewhere.</summary>
[Parallelizable(ParallelScope.Children)]
public sealed class PeerTests
{
    private static readonly string[] Sources =
    [
        "transfer-syntax-sweep/ct-i16/ct-i16.explicit-le.dcm", "transfer-syntax-sweep/gray8-odd/gray8-odd.explicit-le.dcm", "transfer-syntax-sweep/mr-u12-3frames/mr-u12-3frames.explicit-le.dcm",
        "transfer-syntax-sweep/noise-u16/noise-u16.explicit-le.dcm", "transfer-syntax-sweep/us-rgb8/us-rgb8.explicit-le.dcm", "transfer-syntax-sweep/flat-u16/flat-u16.explicit-le.dcm",
    ];

    [Test]
    public Task DcmtkDecodesOurRle([ValueSource(nameof(Sources))] string source) =>
        DecodesAlike(source, TransferSyntax.RLELossless, (from, to) => Peer.Run("dcmdrle", default, from, to));

    [Test]
    public Task DcmtkDecodesOurJpegLs([ValueSource(nameof(Sources))] string source) =>
        DecodesAlike(source, TransferSyntax.JPEGLSLossless, (from, to) => Peer.Run("dcmdjpls", default, from, to));

    [Test]
    public Task DcmtkDecodesOurNearLosslessJpegLs([ValueSource(nameof(Sources))] string source) =>
        DecodesAlike(source, TransferSyntax.JPEGLSNearLossless, (from, to) => Peer.Run("dcmdjpls", default, from, to));

    [Test]
    public Task GdcmDecodesOurRle([ValueSource(nameof(Sources))] string source) =>
        DecodesAlike(source, TransferSyntax.RLELossless, (from, to) => Peer.Run("gdcmconv", default, "--raw", from, to));

    [Test]
    public Task GdcmDecodesOurJpegLs([ValueSource(nameof(Sources))] string source) =>
        DecodesAlike(source, TransferSyntax.JPEGLSLossless, (from, to) => Peer.Run("gdcmconv", default, "--raw", from, to));

    [Test]
    public Task GdcmDecodesOurJpeg2000([ValueSource(nameof(Sources))] string source) =>
        DecodesAlike(source, TransferSyntax.JPEG2000Lossless, (from, to) => Peer.Run("gdcmconv", default, "--raw", from, to));

    [Test]
    public async Task TheValidatorFindsNoErrorThatWasNotThereBefore([ValueSource(nameof(Sources))] string source, [Values("1.2.840.10008.1.2.5", "1.2.840.10008.1.2.4.80", "1.2.840.10008.1.2.4.81", "1.2.840.10008.1.2.4.90", "1.2.840.10008.1.2.4.91")] string syntax)
    {
        using var folder = new TemporaryFolder();
        await TranscodeAsync(source, TransferSyntax.Get(new DicomUid(syntax)), folder.File("out.dcm"));

        Assert.That(Errors(folder.File("out.dcm")), Is.SubsetOf(Errors(SharedData.File(source))));
    }

    private static async Task DecodesAlike(string source, TransferSyntax syntax, Action<string, string> decode)
    {
        using var folder = new TemporaryFolder();
        await TranscodeAsync(source, syntax, folder.File("ours.dcm"));
        decode(folder.File("ours.dcm"), folder.File("theirs.dcm"));

        Assert.That(await ManifestTests.SumAsync(folder.File("theirs.dcm")), Is.EqualTo(await ManifestTests.SumAsync(folder.File("ours.dcm"))).Using<(string Exact, string Masked)>((left, right) => left.Masked == right.Masked));
    }

    private static async Task TranscodeAsync(string source, TransferSyntax syntax, string path)
    {
        await using DicomFile file = await DicomFile.OpenAsync(SharedData.File(source));
        await using DicomFile transcoded = await new Transcoder().TranscodeAsync(file, syntax);
        await transcoded.SaveAsync(path);
    }

    internal static string[] Errors(string path) =>
        [.. Encoding.Latin1.GetString(Peer.Run("bash", default, "-c", $"dciodvfy '{path}' 2>&1 || true")).Split('\n').Where(line => line.StartsWith("Error", StringComparison.Ordinal)).Distinct()];
}
