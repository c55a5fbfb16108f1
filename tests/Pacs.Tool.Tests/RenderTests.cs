using System.Buffers.Binary;
using Pacs.Core;

namespace Pacs.Tool.Tests;

public sealed class RenderTests
{
    private ToolFolder _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new ToolFolder();

    [TearDown]
    public void DeleteFolder() => _folder.Dispose();

    [Test]
    public async Task Render_WritesThePixelsInTheWindow()
    {
        string path = await _folder.InstanceAsync("a.dcm"), picture = _folder.PathOf("a.raw");

        (await ToolRun.OfAsync("render", path, "--window", "5,1", "--out", picture)).Ended(0);

        // Stored 1 to 8, black below 4.5.
        Assert.That(await File.ReadAllBytesAsync(picture), Is.EqualTo(new byte[] { 0, 0, 0, 0, 255, 255, 255, 255 }));
    }

    [Test]
    public async Task Render_FitsThePictureIntoTheSize()
    {
        string path = await _folder.InstanceAsync("a.dcm"), picture = _folder.PathOf("a.png");

        (await ToolRun.OfAsync("render", path, "--size", "40x40", "--out", picture)).Ended(0);

        byte[] png = await File.ReadAllBytesAsync(picture);
        int width = BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(16)), height = BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(20));
        Assert.That((Math.Min(width, height), Math.Max(width, height)), Is.EqualTo((20, 40)));
    }

    [TestCase("--window", "40")]
    [TestCase("--window", "40,0")]
    [TestCase("--window", "forty,four")]
    [TestCase("--size", "512")]
    [TestCase("--size", "0x9")]
    [TestCase("--size", "70000x9")]
    [TestCase("--rotate", "45")]
    [TestCase("--bits", "12")]
    [TestCase("--frame", "7")]
    public async Task Render_NonsensicalOption_EndsWithTwo(string option, string value)
    {
        ToolRun run = (await ToolRun.OfAsync("render", await _folder.InstanceAsync("a.dcm"), option, value, "--out", _folder.PathOf("a.png"))).Ended(2);

        Assert.That(run.Error, Does.StartWith("pacs: "));
        Assert.That(File.Exists(_folder.PathOf("a.png")), Is.False);
    }

    [Test]
    public async Task Render_UnknownKindOfPicture_EndsWithTwo() =>
        (await ToolRun.OfAsync("render", await _folder.InstanceAsync("a.dcm"), "--out", _folder.PathOf("a.tiff"))).Ended(2);

    [Test]
    public async Task Render_Gif_HasAllFramesUnlessOneIsNamed()
    {
        string path = await _folder.InstanceAsync("a.dcm", change: static dataset =>
        {
            dataset.Set(DicomTag.NumberOfFrames, "2");
            dataset.SetUInt16(DicomTag.Rows, 2);
            dataset.SetUInt16(DicomTag.Columns, 2);
        }), all = _folder.PathOf("all.gif"), one = _folder.PathOf("one.gif");

        (await ToolRun.OfAsync("render", path, "--out", all)).Ended(0);
        (await ToolRun.OfAsync("render", path, "--frame", "1", "--out", one)).Ended(0);

        Assert.That((Pictures(all), Pictures(one)), Is.EqualTo((2, 1)));

        // Graphic Control Extensions: one before each picture.
        static int Pictures(string file)
        {
            byte[] gif = File.ReadAllBytes(file);
            return Enumerable.Range(0, gif.Length - 3).Count(i => gif.AsSpan(i, 4).SequenceEqual((byte[])[0x21, 0xF9, 4, 4]));
        }
    }

    [Test]
    public async Task Render_Annotated_IsNotThePlainPicture()
    {
        string path = await _folder.InstanceAsync("a.dcm"), plain = _folder.PathOf("plain.raw"), annotated = _folder.PathOf("annotated.raw");

        (await ToolRun.OfAsync("render", path, "--size", "200x200", "--out", plain)).Ended(0);
        (await ToolRun.OfAsync("render", path, "--size", "200x200", "--annotate", "--window", "5,8", "--out", annotated)).Ended(0);

        Assert.That(new FileInfo(annotated).Length, Is.EqualTo(3 * new FileInfo(plain).Length));
    }

    [TestCase("--opacity", "2")]
    [TestCase("--quality", "0")]
    public async Task Render_OptionOutOfRange_EndsWithTwo(string option, string value) =>
        (await ToolRun.OfAsync("render", await _folder.InstanceAsync("a.dcm"), option, value, "--out", _folder.PathOf("a.jpg"))).Ended(2);

    [Test]
    public async Task Render_NoPixels_EndsWithThree()
    {
        string path = await _folder.InstanceAsync("a.dcm", change: static dataset => dataset.Remove(DicomTag.PixelData));

        (await ToolRun.OfAsync("render", path, "--out", _folder.PathOf("a.png"))).Ended(3);
    }
}
