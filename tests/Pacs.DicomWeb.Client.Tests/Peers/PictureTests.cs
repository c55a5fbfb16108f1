using System.Buffers.Binary;
using Pacs.Core;
using Pacs.DicomWeb.Tests;
using Pacs.Testing;

namespace Pacs.DicomWeb.Client.Tests;

/// <summary>Rendered images and thumbnails of the server of this suite.</summary>
[Category("PS3.18 §10.4.1.1.3")]
public sealed class PictureTests
{
    private static readonly DicomWebResource AnInstance = DicomWebResource.Instance(SyntheticImage.Study(1), SyntheticImage.Series(1), SyntheticImage.Instance(1, 1));
    private WebArchive _server = null!;
    private DicomWebClient _web = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _server = await WebArchive.StartAsync();
        _web = new DicomWebClient(_server.Http);
        await _server.AddAsync(SyntheticImage.Make(1, 1));
    }

    [TearDown]
    public ValueTask CloseAsync() => _server.DisposeAsync();

    [Test]
    public async Task AThumbnail_OfEachLevel_IsSmall()
    {
        DicomWebResource series = DicomWebResource.Series(SyntheticImage.Study(1), SyntheticImage.Series(1)), study = DicomWebResource.Study(SyntheticImage.Study(1));
        foreach (DicomWebResource resource in (DicomWebResource[])[AnInstance, series, study])
        {
            (int width, int height) = await SizeAsync(resource, new RenderRequest { IsThumbnail = true });
            Assert.That(Math.Max(width, height), Is.EqualTo(128), resource.ToString());
        }

        Assert.That(await SizeAsync(AnInstance, new RenderRequest { IsThumbnail = true, FrameNumbers = [1] }), Is.EqualTo(await SizeAsync(AnInstance, new RenderRequest { IsThumbnail = true })));
    }

    [Test]
    public async Task ARenderedImage_HasTheSizeAndTypeAskedFor()
    {
        Assert.That((await SizeAsync(AnInstance, new RenderRequest { Viewport = (64, 32), Window = (40.5, 400), WindowFunction = "sigmoid", Annotations = ["patient", "technique"] })).Width, Is.EqualTo(64));
        await using DicomWebContent jpeg = await _web.RetrieveRenderedAsync(AnInstance, new RenderRequest { MediaType = "image/jpeg", Quality = 50 });
        byte[] begin = new byte[3];
        await jpeg.Content.ReadExactlyAsync(begin);

        Assert.That(begin, Is.EqualTo(new byte[] { 0xFF, 0xD8, 0xFF }));
        Assert.That(jpeg.ETag, Is.Not.Null);
    }

    [Test]
    public void AFrameThatIsNotThere_IsTold()
    {
        DicomWebRequestException missing = Assert.ThrowsAsync<DicomWebRequestException>(async () => await _web.RetrieveRenderedAsync(AnInstance, new RenderRequest { FrameNumbers = [2] }))!;

        Assert.That((int)missing.StatusCode!, Is.InRange(400, 404));
    }

    private async Task<(int Width, int Height)> SizeAsync(DicomWebResource resource, RenderRequest request)
    {
        await using DicomWebContent picture = await _web.RetrieveRenderedAsync(resource, request);
        Assert.That(picture.MediaType, Is.EqualTo("image/png"));
        byte[] begin = new byte[24];
        await picture.Content.ReadExactlyAsync(begin);
        return (BinaryPrimitives.ReadInt32BigEndian(begin.AsSpan(16)), BinaryPrimitives.ReadInt32BigEndian(begin.AsSpan(20)));
    }
}
