using System.Buffers.Binary;
using Pacs.Core;

namespace Pacs.Tool.Tests;

public sealed class VolumeCommandTests
{
    private ToolFolder _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new ToolFolder();

    [TearDown]
    public void DeleteFolder() => _folder.Dispose();

    [Test]
    public async Task Mpr_WritesTheSliceThatWasAskedFor()
    {
        string series = await SeriesAsync(), picture = _folder.PathOf("out.raw");

        (await ToolRun.OfAsync("mpr", series, "--offset", "1", "--window", "20,1", "--out", picture)).Ended(0);

        // Slice n holds 10n + 1 to 10n + 8; one mm behind the middle of five is slice 3, all of which is above 19.5 ... 20.5.
        Assert.That(await File.ReadAllBytesAsync(picture), Is.EqualTo(Enumerable.Repeat((byte)255, 8)));
    }

    [TestCase("nearest")]
    [TestCase("cubic")]
    [TestCase("lanczos")]
    public async Task Mpr_ThroughTheVoxels_ShowsThemWhateverTheInterpolation(string interpolation)
    {
        string series = await SeriesAsync(), picture = _folder.PathOf("out.raw");

        (await ToolRun.OfAsync("mpr", series, "--offset", "2", "--window", "44.5,1", "--interpolation", interpolation, "--out", picture)).Ended(0);

        Assert.That(await File.ReadAllBytesAsync(picture), Is.EqualTo(new byte[] { 0, 0, 0, 0, 255, 255, 255, 255 }));
    }

    [Test]
    public async Task Mip_ShowsTheBrightestOfEachPixel()
    {
        string series = await SeriesAsync(), picture = _folder.PathOf("out.raw");

        (await ToolRun.OfAsync("mip", series, "--window", "44.5,1", "--out", picture)).Ended(0);

        // The last slice holds 41 to 48; black up to 44.
        Assert.That(await File.ReadAllBytesAsync(picture), Is.EqualTo(new byte[] { 0, 0, 0, 0, 255, 255, 255, 255 }));
    }

    [Test]
    public async Task Mip_OfTheDarkest_ShowsTheFirstSlice()
    {
        string series = await SeriesAsync(), picture = _folder.PathOf("out.raw");

        (await ToolRun.OfAsync("mip", series, "--mode", "min", "--window", "5,1", "--out", picture)).Ended(0);

        Assert.That(await File.ReadAllBytesAsync(picture), Is.EqualTo(new byte[] { 0, 0, 0, 0, 255, 255, 255, 255 }));
    }

    [Test]
    public async Task Volume_WritesAPictureOfTheSizeAndTellsOfIt()
    {
        string series = await SeriesAsync(), picture = _folder.PathOf("out.png");

        ToolRun run = (await ToolRun.OfAsync("volume", series, "--preset", "mr", "--azimuth", "30", "--size", "24x16", "--json", "--out", picture)).Ended(0);

        byte[] png = await File.ReadAllBytesAsync(picture);
        Assert.That((BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(16)), BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(20))), Is.EqualTo((24, 16)));
        Assert.That(run.Lines.Single(), Does.Contain("\"slices\":5").And.Contain("\"sliceSpacing\":1"));
    }

    [Test]
    public async Task Mpr_AlongACurve_IsAsLongAsIt()
    {
        string series = await SeriesAsync(), picture = _folder.PathOf("out.raw");

        (await ToolRun.OfAsync("mpr", series, "--curve", "0,0,1;1.5,0.5,1;3,0,1", "--down", "0,0,1", "--height", "2", "--out", picture)).Ended(0);

        Assert.That(new FileInfo(picture).Length, Is.EqualTo(3 * 2).Or.EqualTo(4 * 2));
    }

    [Test]
    public async Task SeveralSeries_AreNamedAndOneIsAskedFor()
    {
        string series = await SeriesAsync();
        for (int n = 0; n < 3; n++) await SliceAsync(100 + n, n, static dataset => dataset.Set(DicomTag.SeriesInstanceUID, new DicomUid("1.2.3.9")));

        ToolRun refused = (await ToolRun.OfAsync("mip", series, "--out", _folder.PathOf("out.png"))).Ended(2);
        Assert.That(refused.Error, Does.Contain("1.2.3.4").And.Contain("1.2.3.9"));
        ToolRun chosen = (await ToolRun.OfAsync("mip", series, "--series", "1.2.3.9", "--json", "--out", _folder.PathOf("out.png"))).Ended(0);
        Assert.That(chosen.Output, Does.Contain("\"slices\":3"));
    }

    [Test]
    public async Task WhatHadToBeDecided_IsSaid()
    {
        string series = await SeriesAsync();
        File.Delete(_folder.PathOf("slice3.dcm"));

        Assert.That((await ToolRun.OfAsync("mip", series, "--out", _folder.PathOf("out.png"))).Ended(0).Error, Does.Contain("uneven"));
    }

    [TestCase("mpr", "--plane", "diagonal")]
    [TestCase("mpr", "--at", "1,2")]
    [TestCase("mpr", "--window", "40")]
    [TestCase("mpr", "--window", "40,0")]
    [TestCase("mpr", "--turn", "NaN")]
    [TestCase("mpr", "--thickness", "-1")]
    [TestCase("mpr", "--curve", "1,2,3")]
    [TestCase("mip", "--mode", "median")]
    [TestCase("mip", "--size", "0x5")]
    [TestCase("volume", "--preset", "kidney")]
    [TestCase("volume", "--zoom", "0")]
    [TestCase("volume", "--step", "-1")]
    [TestCase("volume", "--field-of-view", "180")]
    [TestCase("volume", "--background", "1,2,300")]
    [TestCase("volume", "--box", "1,2,3")]
    public async Task ANonsensicalOption_EndsWithTwo(string command, string option, string value)
    {
        (await ToolRun.OfAsync(command, await SeriesAsync(), option, value, "--out", _folder.PathOf("out.png"))).Ended(2);

        Assert.That(File.Exists(_folder.PathOf("out.png")), Is.False);
    }

    [Test]
    public async Task AFolderWithoutASeries_EndsWithThree()
    {
        await File.WriteAllTextAsync(_folder.PathOf("notes.txt"), "no image");

        (await ToolRun.OfAsync("mip", _folder.Path, "--out", _folder.PathOf("out.png"))).Ended(3);
    }

    // Five slices of 4 x 2 pixels, 1 mm apart, with 10n + 1 to 10n + 8 in slice n.
    private async Task<string> SeriesAsync()
    {
        for (int n = 0; n < 5; n++) await SliceAsync(n, n);
        return _folder.Path;
    }

    private Task<string> SliceAsync(int number, double place, Action<DicomDataset>? change = null) => _folder.InstanceAsync($"slice{number}.dcm", $"1.2.3.4.{number + 1}", dataset =>
    {
        dataset.SetBytes(DicomTag.PixelData, DicomVR.OB, [.. Enumerable.Range(1, 8).Select(value => (byte)(10 * number % 250 + value))]);
        dataset.SetDouble(DicomTag.ImagePositionPatient, 0, 0, place);
        dataset.SetDouble(DicomTag.ImageOrientationPatient, 1, 0, 0, 0, 1, 0);
        dataset.SetDouble(DicomTag.PixelSpacing, 1, 1);
        change?.Invoke(dataset);
    });
}
