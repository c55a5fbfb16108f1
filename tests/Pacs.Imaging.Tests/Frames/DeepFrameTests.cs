using Pacs.Core;
using Pacs.Imaging.Tests.PeerMatrix;

namespace Pacs.Imaging.Tests.Frames;

/// <summary>Images of 32 bits allocated through files, transcoder and drawing: compressed they are what they were.</summary>
[Category("PS3.5 §8.2.4")]
[Parallelizable(ParallelScope.Children)]
public sealed class DeepFrameTests
{
    [Test]
    public async Task Transcoder_OfDeepSamples_KeepsThemAndTheirPicture(
        [Values(20, 25, 28, 32)] int bits, [Values] bool isSigned, [Values("1.2.840.10008.1.2.4.90", "1.2.840.10008.1.2.4.201", "1.2.840.10008.1.2.4.202")] string uid)
    {
        using var folder = new TemporaryFolder();
        var layout = new PixelLayout { Rows = 41, Columns = 67, BitsAllocated = 32, BitsStored = bits, HighBit = bits - 1, IsSigned = isSigned, Photometric = PhotometricInterpretation.Monochrome2 };
        byte[] pixels = await PeerMatrixTests.WriteAsync(folder.File("native.dcm"), layout, 2);
        await using DicomFile native = await DicomFile.OpenAsync(folder.File("native.dcm"));
        await using (DicomFile transcoded = await new Transcoder().TranscodeAsync(native, TransferSyntax.Get(new DicomUid(uid)))) await transcoded.SaveAsync(folder.File("encoded.dcm"));

        await using DicomFile encoded = await DicomFile.OpenAsync(folder.File("encoded.dcm"));
        PixelLayout declared = PixelLayout.Of(encoded.Dataset);
        Assert.That((declared.BitsAllocated, declared.BitsStored, declared.HighBit, declared.IsSigned), Is.EqualTo((32, bits, bits - 1, isSigned)));
        Assert.That(await PeerMatrixTests.PixelsAsync(folder.File("encoded.dcm")), Is.EqualTo(pixels));
        await using DicomFile back = await new Transcoder().TranscodeAsync(encoded, TransferSyntax.ExplicitVRLittleEndian);
        Assert.That(await PictureAsync(encoded), Is.EqualTo(await PictureAsync(native)).And.Not.All.EqualTo((byte)0));
        Assert.That(await PictureAsync(back), Is.EqualTo(await PictureAsync(native)));
    }

    [Test]
    public async Task Transcoder_OfDeepColour_KeepsIt([Values(20, 28, 32)] int bits, [Values("1.2.840.10008.1.2.4.90", "1.2.840.10008.1.2.4.201")] string uid)
    {
        using var folder = new TemporaryFolder();
        var layout = new PixelLayout { Rows = 23, Columns = 37, SamplesPerPixel = 3, BitsAllocated = 32, BitsStored = bits, HighBit = bits - 1, Photometric = PhotometricInterpretation.Rgb };
        byte[] pixels = await PeerMatrixTests.WriteAsync(folder.File("native.dcm"), layout, 1);
        await using DicomFile native = await DicomFile.OpenAsync(folder.File("native.dcm"));
        await using (DicomFile transcoded = await new Transcoder().TranscodeAsync(native, TransferSyntax.Get(new DicomUid(uid)))) await transcoded.SaveAsync(folder.File("encoded.dcm"));
        await using DicomFile encoded = await DicomFile.OpenAsync(folder.File("encoded.dcm"));
        Assert.That(await PeerMatrixTests.PixelsAsync(folder.File("encoded.dcm")), Is.EqualTo(pixels));
        Assert.That(await PictureAsync(encoded), Is.EqualTo(await PictureAsync(native)));
    }

    private static async Task<byte[]> PictureAsync(DicomFile file)
    {
        using PixelFrame frame = await DicomImage.DecodeAsync(file, frame: 0);
        using RenderedImage image = await frame.RenderAsync();
        return image.Bytes.ToArray();
    }
}
