using Pacs.Core;
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

    [TestCase("4.51", 12, false)]
    [TestCase("4.57", 12, false)]
    [TestCase("4.57", 16, true)]
    [TestCase("4.57", 10, true)]
    [TestCase("4.70", 16, false)]
    [TestCase("4.70", 8, false)]
    public async Task WhatWeEncode_Dcmdjpeg_DecodesToOurPixels(string syntaxEnd, int bits, bool isSigned)
    {
        PixelLayout layout = JpegTesting.Gray(50, 66, bits, isSigned);
        TransferSyntax syntax = TransferSyntax.Get(new DicomUid("1.2.840.10008.1.2." + syntaxEnd));
        byte[] encoded = JpegTesting.Encode(JpegTesting.Picture(layout), layout, syntax, null, out PixelLayout result);

        byte[] theirs = await DecodeByAsync("dcmdjpeg", encoded, result, syntax);

        byte[] ours = JpegTesting.DecodeBytes(encoded, result);
        int mask = (1 << Math.Min(8, bits - 8)) - 1;
        if (bits is > 8 and < 16) for (int i = 1; i < ours.Length; i += 2) (ours[i], theirs[i]) = ((byte)(ours[i] & mask), (byte)(theirs[i] & mask));
        Assert.That(theirs, Is.EqualTo(ours));
    }

    [TestCase("4.57")]
    [TestCase("4.70")]
    public async Task LosslessColorWeEncode_DcmdjpegAndGdcm_DecodeToOurPixels(string syntaxEnd)
    {
        PixelLayout layout = JpegTesting.Color(50, 66);
        byte[] pixels = JpegTesting.Picture(layout);
        TransferSyntax syntax = TransferSyntax.Get(new DicomUid("1.2.840.10008.1.2." + syntaxEnd));
        byte[] encoded = JpegTesting.Encode(pixels, layout, syntax, null, out PixelLayout result);

        Assert.That(await DecodeByAsync("dcmdjpeg", encoded, result, syntax), Is.EqualTo(pixels));
        Assert.That(await DecodeByAsync("gdcmconv", encoded, result, syntax, "--raw"), Is.EqualTo(pixels));
    }

    [TestCase("native/MR_small.dcm", "+ep")]
    [TestCase("transfer-syntax-sweep/mr-u12/mr-u12.explicit-le.dcm", "+ep")]
    [TestCase("transfer-syntax-sweep/mr-u12/mr-u12.explicit-le.dcm", "+es")]
    [TestCase("transfer-syntax-sweep/us-rgb8/us-rgb8.explicit-le.dcm", "+ep")]
    public void ProgressiveFilesOfDcmtk_Dcmdjpeg_DecodesToOurPixels(string file, string process)
    {
        string source = SharedData.File(file), folder = Directory.CreateTempSubdirectory().FullName;
        if (!File.Exists(source)) Assert.Ignore($"{file} is not in the corpus.");
        try
        {
            string encoded = Path.Combine(folder, "encoded.dcm"), decoded = Path.Combine(folder, "decoded.dcm");
            Peer.Run("dcmcjpeg", [], process, source, encoded);
            Peer.Run("dcmdjpeg", [], encoded, decoded);
            using DicomFile theirs = DicomFile.Parse(File.ReadAllBytes(decoded));
            theirs.Dataset.TryGet(DicomTag.PixelData, out DicomElement element);
            EncodedFrames frames = EncodedFrames.Read(encoded);

            byte[] ours = JpegTesting.DecodeBytes(frames.Frames[0], frames.Declared);

            Assert.That(ours, Is.EqualTo(element.GetBytes().ToArray()[..ours.Length]));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<byte[]> DecodeByAsync(string program, byte[] encoded, PixelLayout layout, TransferSyntax syntax, params string[] arguments)
    {
        string folder = Directory.CreateTempSubdirectory().FullName;
        try
        {
            string from = Path.Combine(folder, "encoded.dcm"), to = Path.Combine(folder, "decoded.dcm");
            await JpegTesting.WriteFileAsync(from, encoded, layout, syntax);
            Peer.Run(program, [], [.. arguments, from, to]);
            using DicomFile file = DicomFile.Parse(await File.ReadAllBytesAsync(to));
            file.Dataset.TryGet(DicomTag.PixelData, out DicomElement element);
            return element.GetBytes().ToArray()[..(int)layout.FrameLength];
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
