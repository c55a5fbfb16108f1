using System.Buffers;
using System.IO.Compression;
using System.Text;
using Pacs.Core;
using Pacs.Imaging.Tests.Pipeline;

namespace Pacs.Imaging.Tests.Output;

/// <summary>What goes into files beside the pixels, and files of pixels alone.</summary>
public sealed class ProfileAndRawTests
{
    private static readonly byte[] Profile = [.. Enumerable.Range(0, 600).Select(static i => (byte)(i * 31))];

    private static RenderedImage Draw(RenderOptions? options = null)
    {
        var dataset = new DicomDataset();
        dataset.SetBytes(DicomTag.ICCProfile, DicomVR.OB, Profile);
        using PixelFrame frame = TestFrames.Of<byte>(12, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12], static layout => layout with { SamplesPerPixel = 3, Columns = 2, Rows = 2, Photometric = PhotometricInterpretation.Rgb }, dataset);
        return Renderer.Render(frame, DisplayAttributes.Read(frame.Source!, frame.Layout), options);
    }

    [Test]
    [Category("PS3.3 §C.11.15")]
    public void WritePng_OfColours_CarriesTheProfileOfTheDataSet()
    {
        using RenderedImage image = Draw();
        var output = new ArrayBufferWriter<byte>();
        image.WritePng(output);
        byte[] chunk = PngReader.Chunks(output.WrittenSpan).Single(static chunk => chunk.Type == "iCCP").Data;
        int name = Array.IndexOf(chunk, (byte)0);
        Assert.That((name, chunk[name + 1]), Is.EqualTo((name, (byte)0)), "deflate is the one method");
        Assert.That(Encoding.Latin1.GetString(chunk, 0, name), Is.Not.Empty);

        using var unzipped = new MemoryStream();
        using (var zlib = new ZLibStream(new MemoryStream(chunk, name + 2, chunk.Length - name - 2), CompressionMode.Decompress)) zlib.CopyTo(unzipped);
        Assert.That(unzipped.ToArray(), Is.EqualTo(Profile));
    }

    [TestCase(90, 2, 2)]
    [TestCase(0, 1, 1)]
    public void Render_TurnedOrOfAnotherSize_KeepsTheProfile(int rotation, int width, int height)
    {
        using RenderedImage image = Draw(new RenderOptions { Rotation = rotation, Width = width, Height = height });

        Assert.That(image.IccProfile.ToArray(), Is.EqualTo(Profile));
    }

    [Test]
    public async Task SaveRaw_Colours_AreTheBytesOfThePicture()
    {
        using var folder = new TemporaryFolder();
        using RenderedImage image = Draw();
        await image.SaveRawAsync(folder.File("picture.raw"));

        Assert.That(await File.ReadAllBytesAsync(folder.File("picture.raw")), Is.EqualTo(new byte[] { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 }));
    }

    [Test]
    public async Task SaveRaw_GreyOf16Bits_IsLittleEndian()
    {
        using var folder = new TemporaryFolder();
        using PixelFrame frame = TestFrames.Of<ushort>(2, [0, 65535]);
        using RenderedImage image = Renderer.Render(frame, DisplayAttributes.Empty, new RenderOptions { BitDepth = 16, Window = new VoiWindow(32767.5, 65535) { Function = VoiFunction.LinearExact }, IsInverted = true });
        await image.SaveRawAsync(folder.File("picture.raw"));

        Assert.That(await File.ReadAllBytesAsync(folder.File("picture.raw")), Is.EqualTo(new byte[] { 255, 255, 0, 0 }));
    }
}
