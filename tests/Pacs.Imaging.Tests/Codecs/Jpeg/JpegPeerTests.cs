using Pacs.Core;
using Pacs.Imaging.Tests.Transcoding;
using Pacs.Tests;

namespace Pacs.Imaging.Tests;

/// <summary>Against libjpeg-turbo (djpeg, cjpeg), DCMTK and GDCM: the same pixels from the same stream.</summary>
[Category("Interop")]
[Parallelizable(ParallelScope.All)]
public sealed class JpegPeerTests
{
    [TestCase(1, ChromaSubsampling.None, false)]
    [TestCase(3, ChromaSubsampling.None, true)]
    [TestCase(3, ChromaSubsampling.Horizontal, false)]
    [TestCase(3, ChromaSubsampling.Both, true)]
    public void WhatWeEncode_Djpeg_DecodesToOurPixels(int samples, ChromaSubsampling subsampling, bool optimize)
    {
        PixelLayout layout = samples == 1 ? JpegTesting.Gray(75, 101) : JpegTesting.Color(75, 101);
        byte[] encoded = JpegTesting.Encode(JpegTesting.Picture(layout), layout, TransferSyntax.JPEGBaseline8Bit, new EncodeOptions { ChromaSubsampling = subsampling, OptimizeHuffman = optimize }, out PixelLayout result);

        byte[] theirs = Peer.Samples(Peer.Run("djpeg", encoded, "-pnm"));

        Assert.That(theirs, Is.EqualTo(JpegTesting.DecodeBytes(encoded, result)));
    }

    [TestCase("-progressive")]
    [TestCase("-progressive -grayscale")]
    [TestCase("-progressive -sample 2x2 -restart 1")]
    [TestCase("-progressive -sample 1x1 -restart 3B")]
    [TestCase("-baseline -sample 2x1 -restart 2B")]
    [TestCase("-baseline -sample 1x2")]
    [TestCase("-baseline -sample 2x2 -optimize -restart 1")]
    [TestCase("-baseline -sample 4x1")]
    [TestCase("-baseline -sample 4x2")]
    [TestCase("-baseline -sample 1x4")]
    [TestCase("-baseline -sample 3x1")]
    [TestCase("-baseline -sample 2x2,2x1,1x2")]
    [TestCase("-baseline -sample 1x1 -quality 20")]
    [TestCase("-baseline -sample 1x1 -quality 100 -rgb")]
    public void WhatCjpegEncodes_Djpeg_DecodesToOurPixels(string options)
    {
        PixelLayout layout = JpegTesting.Color(77, 103);
        byte[] encoded = Peer.Run("cjpeg", Peer.Netpbm(JpegTesting.Picture(layout), 77, 103, 3), options.Split(' '));

        byte[] theirs = Peer.Samples(Peer.Run("djpeg", encoded, "-pnm"));

        Assert.That(JpegTesting.DecodeBytes(encoded, layout with { Photometric = PhotometricInterpretation.YbrFull422 }), Is.EqualTo(theirs));
    }

    [Test]
    public void AScanAComponent_Djpeg_DecodesToOurPixels()
    {
        string script = Path.Combine(TestContext.CurrentContext.WorkDirectory, $"scans-{Guid.NewGuid():N}.txt");
        File.WriteAllText(script, "0;\n2;\n1;\n");
        PixelLayout layout = JpegTesting.Color(41, 55);
        byte[] encoded = Peer.Run("cjpeg", Peer.Netpbm(JpegTesting.Picture(layout), 41, 55, 3), "-scans", script, "-sample", "2x2");
        File.Delete(script);

        Assert.That(JpegTesting.DecodeBytes(encoded, layout), Is.EqualTo(Peer.Samples(Peer.Run("djpeg", encoded, "-pnm"))));
    }

    [TestCase("mr-u12", "4.51")]
    [TestCase("mr-u12", "4.57")]
    [TestCase("mr-u12-3frames", "4.70")]
    [TestCase("ct-i16", "4.57")]
    [TestCase("ct-i16", "4.70")]
    [TestCase("noise-u16", "4.57")]
    [TestCase("flat-u16", "4.70")]
    [TestCase("gray8-odd", "4.50")]
    [TestCase("gray8-odd", "4.51")]
    [TestCase("us-rgb8", "4.50")]
    [TestCase("us-rgb8", "4.57")]
    [TestCase("us-rgb8", "4.70")]
    public async Task FilesWeTranscode_Dcmdjpeg_DecodesToOurPixels_AndTheValidatorAccepts(string image, string syntaxEnd)
    {
        string source = SharedData.File($"transfer-syntax-sweep/{image}/{image}.explicit-le.dcm");
        TransferSyntax syntax = TransferSyntax.Get(new DicomUid("1.2.840.10008.1.2." + syntaxEnd));
        using var folder = new TemporaryFolder();
        await using (DicomFile file = await DicomFile.OpenAsync(source))
        await using (DicomFile transcoded = await new Transcoder().TranscodeAsync(file, syntax)) await transcoded.SaveAsync(folder.File("ours.dcm"));

        Peer.Run("dcmdjpeg", [], folder.File("ours.dcm"), folder.File("theirs.dcm"));

        Assert.That((await ManifestTests.SumAsync(folder.File("theirs.dcm"))).Masked, Is.EqualTo((await ManifestTests.SumAsync(folder.File("ours.dcm"))).Masked));
        if (!syntax.IsLossy) Assert.That((await ManifestTests.SumAsync(folder.File("ours.dcm"))).Exact, Is.EqualTo((await ManifestTests.SumAsync(source)).Exact));
        Assert.That(PeerTests.Errors(folder.File("ours.dcm")), Is.SubsetOf(PeerTests.Errors(source)));
    }

    [TestCase("ct-i16", "4.57")]
    [TestCase("us-rgb8", "4.70")]
    [TestCase("us-rgb8", "4.57")]
    public async Task FilesWeTranscode_Gdcm_DecodesToOurPixels(string image, string syntaxEnd)
    {
        string source = SharedData.File($"transfer-syntax-sweep/{image}/{image}.explicit-le.dcm");
        using var folder = new TemporaryFolder();
        await using (DicomFile file = await DicomFile.OpenAsync(source))
        await using (DicomFile transcoded = await new Transcoder().TranscodeAsync(file, TransferSyntax.Get(new DicomUid("1.2.840.10008.1.2." + syntaxEnd)))) await transcoded.SaveAsync(folder.File("ours.dcm"));

        Peer.Run("gdcmconv", [], "--raw", folder.File("ours.dcm"), folder.File("theirs.dcm"));

        Assert.That((await ManifestTests.SumAsync(folder.File("theirs.dcm"))).Exact, Is.EqualTo((await ManifestTests.SumAsync(source)).Exact));
    }

    [TestCase("native/MR_small.dcm", "+ep")]
    [TestCase("transfer-syntax-sweep/mr-u12/mr-u12.explicit-le.dcm", "+ep")]
    [TestCase("transfer-syntax-sweep/mr-u12/mr-u12.explicit-le.dcm", "+es")]
    [TestCase("transfer-syntax-sweep/us-rgb8/us-rgb8.explicit-le.dcm", "+ep")]
    public async Task ProgressiveFilesOfDcmtk_Dcmdjpeg_DecodesToOurPixels(string file, string process)
    {
        string source = SharedData.File(file);
        if (!File.Exists(source)) Assert.Ignore($"{file} is not in the corpus.");
        using var folder = new TemporaryFolder();
        Peer.Run("dcmcjpeg", [], process, source, folder.File("encoded.dcm"));
        Peer.Run("dcmdjpeg", [], folder.File("encoded.dcm"), folder.File("theirs.dcm"));

        Assert.That((await ManifestTests.SumAsync(folder.File("encoded.dcm"))).Masked, Is.EqualTo((await ManifestTests.SumAsync(folder.File("theirs.dcm"))).Masked));
    }
}
