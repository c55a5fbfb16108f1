using System.Buffers.Binary;

namespace Pacs.Interop.Tests.Web;

/// <summary>Rendered resources and thumbnails through the JavaScript client.</summary>
[Category("PS3.18 §10.4.1.1.3")]
public sealed class JsRenderedTests
{
    private const string Ct = "studies/ct-volume-current/ct/IMG020.dcm", TwoFrames = "native/SC_rgb_2frame.dcm";
    private static readonly object Png = new[] { new { mediaType = "image/png" } }, Jpeg = new[] { new { mediaType = "image/jpeg" } };

    [Test]
    public async Task AnInstance_ComesInTheTypeAskedFor()
    {
        var path = await JsRetrieveTests.PathOfAsync(Ct);

        var any = (await WebRoom.Js.CallAsync("retrieveInstanceRendered", path)).Bytes;
        var png = (await WebRoom.Js.CallAsync("retrieveInstanceRendered", With(path, ("mediaTypes", Png)))).Bytes;

        Assert.That(any.Content.AsSpan(0, 3).ToArray(), Is.EqualTo(new byte[] { 0xFF, 0xD8, 0xFF }));
        Assert.That(SizeOf(png), Is.EqualTo((256, 256)));
    }

    [Test]
    public async Task AViewport_GivesTheSize_AndAWindowChangesThePicture()
    {
        var path = With(await JsRetrieveTests.PathOfAsync(Ct), ("mediaTypes", Png));

        var bone = (await WebRoom.Js.CallAsync("retrieveInstanceRendered", With(path, ("queryParams", new { viewport = "128,96", window = "500,2000,linear" })))).Bytes;
        var lung = (await WebRoom.Js.CallAsync("retrieveInstanceRendered", With(path, ("queryParams", new { viewport = "128,96", window = "-600,1500,linear" })))).Bytes;

        Assert.That(SizeOf(bone).Height, Is.EqualTo(96));
        Assert.That(bone.Content, Is.Not.EqualTo(lung.Content));
    }

    [Test]
    public async Task FramesRendered_AreThoseAskedFor()
    {
        var path = With(await JsRetrieveTests.PathOfAsync(TwoFrames), ("mediaTypes", Png));

        var first = (await WebRoom.Js.CallAsync("retrieveInstanceFramesRendered", With(path, ("frameNumbers", new[] { 1 })))).Bytes;
        var second = (await WebRoom.Js.CallAsync("retrieveInstanceFramesRendered", With(path, ("frameNumbers", new[] { 2 })))).Bytes;
        var both = (await WebRoom.Js.CallAsync("retrieveInstanceFramesRendered", With(path, ("frameNumbers", new[] { 2, 1 })))).All;

        Assert.That(first.Content, Is.Not.EqualTo(second.Content));
        Assert.That(both.Select(part => part.Content), Is.EqualTo(new[] { second.Content, first.Content }));
    }

    [Test]
    public async Task Thumbnails_AreSmall()
    {
        var path = With(await JsRetrieveTests.PathOfAsync(Ct), ("mediaTypes", Png));

        var ofInstance = (await WebRoom.Js.CallAsync("retrieveInstanceThumbnail", path)).Bytes;
        var ofFrame = (await WebRoom.Js.CallAsync("retrieveInstanceFramesThumbnail", With(path, ("frameNumbers", new[] { 1 })))).Bytes;
        var asked = (await WebRoom.Js.CallAsync("retrieveInstanceThumbnail", With(path, ("queryParams", new { viewport = "40,40" })))).Bytes;

        Assert.That(SizeOf(ofInstance), Is.EqualTo((128, 128)));
        Assert.That(ofFrame.Content, Is.EqualTo(ofInstance.Content));
        Assert.That(SizeOf(asked), Is.EqualTo((40, 40)));
    }

    [Test]
    public async Task AVideo_ComesAsItIsStored()
    {
        var path = With(await JsRetrieveTests.PathOfAsync("video/mpeg4-avc-hp41.dcm"), ("mediaTypes", new[] { new { mediaType = "video/mp4" } }));

        var video = (await WebRoom.Js.CallAsync("retrieveInstanceRendered", path)).Bytes;

        Assert.That(video.Content, Is.EqualTo(Bytes.Fragments(WebRoom.Files["video/mpeg4-avc-hp41.dcm"]).SelectMany(fragment => fragment).ToArray()));
    }

    [Test]
    public async Task ATypeThatCannotBeMade_IsRefused()
    {
        var path = With(await JsRetrieveTests.PathOfAsync(Ct), ("mediaTypes", new[] { new { mediaType = "image/jp2" } }));

        Assert.That((await WebRoom.Js.CallAsync("retrieveInstanceRendered", path, refused: true)).Status, Is.EqualTo(406));
    }

    private static Dictionary<string, object> With(Dictionary<string, object> path, params (string Name, object Value)[] more)
    {
        var all = new Dictionary<string, object>(path);
        foreach (var (name, value) in more) all[name] = value;
        return all;
    }

    // Width and height stand in the first chunk of a PNG.
    private static (int Width, int Height) SizeOf(JsBytes png)
    {
        Assert.That(png.Content.AsSpan(0, 4).ToArray(), Is.EqualTo(new byte[] { 0x89, 0x50, 0x4E, 0x47 }));
        return (BinaryPrimitives.ReadInt32BigEndian(png.Content.AsSpan(16)), BinaryPrimitives.ReadInt32BigEndian(png.Content.AsSpan(20)));
    }
}
