using System.Buffers.Binary;
using System.Net;
using Pacs.Core;
using Pacs.Testing;
using Pacs.Tests;

namespace Pacs.DicomWeb.Tests;

[Category("PS3.18 §10.4.1.1.3")]
public sealed class RenderedTests
{
    private WebArchive _web = null!;

    private static string Study => $"studies/{SyntheticImage.Study(1)}";

    private static string Series => $"{Study}/series/{SyntheticImage.Series(1)}";

    private static string Single => $"{Series}/instances/{SyntheticImage.Instance(1, 1)}";

    private static string MultiFrame => $"studies/{SyntheticImage.Study(2)}/series/{SyntheticImage.Series(2)}/instances/{SyntheticImage.Instance(2, 1)}";

    [OneTimeSetUp]
    public async Task FillAsync()
    {
        _web = await WebArchive.StartAsync();
        for (int i = 1; i <= 3; i++) await _web.AddAsync(SyntheticImage.Make(1, i));
        await _web.AddAsync(SyntheticImage.Make(2, 1, change: d =>
        {
            d.SetInt32(DicomTag.NumberOfFrames, 4);
            d.SetUInt16(DicomTag.Rows, 4);
        }));
    }

    [OneTimeTearDown]
    public ValueTask CloseAsync() => _web.DisposeAsync();

    [TestCase(null, "image/jpeg")]
    [TestCase("*/*", "image/jpeg")]
    [TestCase("image/*", "image/jpeg")]
    [TestCase("image/png", "image/png")]
    [TestCase("image/webp, image/png;q=0.5", "image/png")]
    [TestCase("image/jpeg;q=0.1, image/png", "image/png")]
    public async Task Instance_Rendered_IsThePictureThatIsAccepted(string? accept, string type)
    {
        using HttpResponseMessage response = await _web.GetAsync(Single + "/rendered", accept);

        byte[] body = await response.Content.ReadAsByteArrayAsync();
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(response.Content.Headers.ContentType!.MediaType, Is.EqualTo(type));
        Assert.That(body[..2], Is.EqualTo(type == "image/png" ? new byte[] { 0x89, 0x50 } : [0xFF, 0xD8]));
    }

    [TestCase("viewport=64,64", 64, 32)]
    [TestCase("viewport=8,8,0,0,16,8", 8, 4)]
    [TestCase("", 32, 16)]
    public async Task Viewport_SetsTheSizeAndThePart(string query, int width, int height)
    {
        using HttpResponseMessage response = await _web.GetAsync($"{Single}/rendered?{query}", "image/png");

        byte[] png = await response.Content.ReadAsByteArrayAsync();
        Assert.That((BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(16)), BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(20))), Is.EqualTo((width, height)));
    }

    [TestCase("window=10,20")]
    [TestCase("window=100,50,sigmoid")]
    [TestCase("annotation=patient,technique&viewport=512,512")]
    [TestCase("viewport=32,16,0,0,-32,16")]
    [TestCase("viewport=32,16,0,0,32,-16")]
    public async Task Parameters_ThatChangeThePicture_ChangeItAndItsTag(string query)
    {
        string size = query.Contains("512", StringComparison.Ordinal) ? "?viewport=512,512" : string.Empty;
        using HttpResponseMessage plain = await _web.GetAsync(Single + "/rendered" + size, "image/png"), changed = await _web.GetAsync($"{Single}/rendered?{query}", "image/png");

        Assert.That(changed.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(await changed.Content.ReadAsByteArrayAsync(), Is.Not.EqualTo(await plain.Content.ReadAsByteArrayAsync()));
        Assert.That(changed.Headers.ETag, Is.Not.EqualTo(plain.Headers.ETag));
    }

    [TestCase("window=1")]
    [TestCase("window=1,0")]
    [TestCase("window=1,2,exotic")]
    [TestCase("window=NaN,2")]
    [TestCase("quality=0")]
    [TestCase("quality=101")]
    [TestCase("viewport=1")]
    [TestCase("viewport=100000,100000")]
    [TestCase("viewport=-5,5")]
    [TestCase("iccprofile=cmyk")]
    public async Task Parameters_ThatCannotBe_Are400(string query)
    {
        using HttpResponseMessage response = await _web.GetAsync($"{Single}/rendered?{query}");

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
    }

    [Test]
    public async Task Frames_Rendered_AreOneOrAMultipart()
    {
        using HttpResponseMessage one = await _web.GetAsync(MultiFrame + "/frames/2/rendered", "image/png"), two = await _web.GetAsync(MultiFrame + "/frames/4,1/rendered", "multipart/related; type=\"image/png\"");

        Assert.That(one.Content.Headers.ContentType!.MediaType, Is.EqualTo("image/png"));
        List<(string Headers, byte[] Content)> parts = await WebArchive.PartsAsync(two);
        Assert.That(parts.Select(p => p.Headers), Has.Exactly(1).Contains("frames/4/rendered").And.Exactly(1).Contains("frames/1/rendered"));
    }

    [Test]
    public async Task Series_Rendered_IsAPartForEachImage()
    {
        using HttpResponseMessage response = await _web.GetAsync(Series + "/rendered", "image/jpeg");

        Assert.That(await WebArchive.PartsAsync(response), Has.Count.EqualTo(3));
    }

    [Test]
    public async Task MultiFrame_AsMovingPicture_HasEveryFrame()
    {
        using HttpResponseMessage response = await _web.GetAsync(MultiFrame + "/rendered", "image/apng");

        byte[] body = await response.Content.ReadAsByteArrayAsync();
        int at = body.AsSpan().IndexOf("acTL"u8);
        Assert.That(BinaryPrimitives.ReadInt32BigEndian(body.AsSpan(at + 4)), Is.EqualTo(4));
    }

    [Test]
    public async Task MultiFrame_AsGif_HasEveryFrame()
    {
        using HttpResponseMessage response = await _web.GetAsync(MultiFrame + "/rendered", "image/gif");

        byte[] body = await response.Content.ReadAsByteArrayAsync();
        Assert.That(response.Content.Headers.ContentType!.MediaType, Is.EqualTo("image/gif"));
        Assert.That(body.AsSpan().StartsWith("GIF89a"u8) && body[^1] == 0x3B, Is.True);
        // A graphic control extension before each picture.
        Assert.That(body.AsSpan().Count(new byte[] { 0x21, 0xF9, 0x04 }), Is.EqualTo(4));
    }

    [Test]
    public async Task Thumbnail_AtEveryLevel_IsSmall([Values("study", "series", "instance", "frame")] string level)
    {
        string path = level switch { "study" => Study, "series" => Series, "instance" => Single, _ => MultiFrame + "/frames/3" };

        using HttpResponseMessage response = await _web.GetAsync(path + "/thumbnail", "image/png");

        byte[] png = await response.Content.ReadAsByteArrayAsync();
        Assert.That(BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(16)), Is.EqualTo(128));
    }

    [Test]
    [Category("PS3.18 §10.4.1.1.4")]
    public async Task Thumbnail_NeverNamesThePatient()
    {
        using HttpResponseMessage plain = await _web.GetAsync(Single + "/thumbnail", "image/png"), asked = await _web.GetAsync(Single + "/thumbnail?annotation=patient", "image/png");

        Assert.That(await asked.Content.ReadAsByteArrayAsync(), Is.EqualTo(await plain.Content.ReadAsByteArrayAsync()));
    }

    [Test]
    public async Task Pdf_Rendered_IsThePdf()
    {
        byte[] pdf = [.. "%PDF-1.4 something"u8, .. new byte[20_000]];
        await _web.AddAsync(SyntheticImage.Make(7, 1, change: d =>
        {
            d.Set(DicomTag.SOPClassUID, DicomUid.EncapsulatedPDFStorage);
            foreach (DicomTag tag in new[] { DicomTag.PixelData, DicomTag.Rows, DicomTag.Columns }) d.Remove(tag);
            d.Set(DicomTag.MIMETypeOfEncapsulatedDocument, "application/pdf");
            d.SetBytes(DicomTag.EncapsulatedDocument, DicomVR.OB, pdf);
        }));
        string path = $"studies/{SyntheticImage.Study(7)}/series/{SyntheticImage.Series(7)}/instances/{SyntheticImage.Instance(7, 1)}";

        using HttpResponseMessage rendered = await _web.GetAsync(path + "/rendered"), bulk = await _web.GetAsync(path + "/bulkdata/00420011", "application/pdf");

        Assert.That(rendered.Content.Headers.ContentType!.MediaType, Is.EqualTo("application/pdf"));
        Assert.That(await rendered.Content.ReadAsByteArrayAsync(), Is.EqualTo(pdf));
        Assert.That(await bulk.Content.ReadAsByteArrayAsync(), Is.EqualTo(pdf));
    }

    [Test]
    public async Task PresentationState_Rendered_IsItsImageAsItSays()
    {
        await using WebArchive web = await WebArchive.StartAsync();
        foreach (string path in SharedData.Files("studies/ct-volume-current").Where(f => f.EndsWith(".dcm", StringComparison.Ordinal)))
        {
            await using DicomFile file = await DicomFile.OpenAsync(path);
            await web.AddAsync(file);
        }

        string state = (await web.SearchAsync("instances?Modality=PR"))[0].GetProperty("00081190").GetProperty("Value")[0].GetString()!;

        using HttpResponseMessage response = await web.GetAsync(state + "/rendered", "image/png");

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK), await response.Content.ReadAsStringAsync());
        Assert.That(response.Content.Headers.ContentType!.MediaType, Is.EqualTo("image/png"));
    }

    [TestCase("requestType=WADO&studyUID={0}&seriesUID={1}&objectUID={2}", "image/jpeg")]
    [TestCase("requestType=WADO&studyUID={0}&seriesUID={1}&objectUID={2}&contentType=image/png&rows=100&windowCenter=10&windowWidth=100&region=0,0,0.5,0.5", "image/png")]
    [TestCase("requestType=WADO&studyUID={0}&seriesUID={1}&objectUID={2}&contentType=application/dicom", "application/dicom")]
    [TestCase("requestType=WADO&studyUID={0}&seriesUID={1}&objectUID={2}&contentType=application%2Fdicom&transferSyntax=*", "application/dicom")]
    public async Task WadoUri_GivesThePictureOrTheFile(string query, string type)
    {
        using HttpResponseMessage response = await _web.GetAsync("wado?" + string.Format(query, SyntheticImage.Study(1), SyntheticImage.Series(1), SyntheticImage.Instance(1, 1)));

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK), await response.Content.ReadAsStringAsync());
        Assert.That(response.Content.Headers.ContentType!.MediaType, Is.EqualTo(type));
    }

    [TestCase("/dicom-web")]
    [TestCase("/dicom-web/")]
    public async Task WadoUri_IsAtTheBaseItself(string path)
    {
        using HttpResponseMessage response = await _web.GetAsync($"{path}?requestType=WADO&studyUID={SyntheticImage.Study(1)}&seriesUID={SyntheticImage.Series(1)}&objectUID={SyntheticImage.Instance(1, 1)}&contentType=application/dicom");

        Assert.That(response.Content.Headers.ContentType!.MediaType, Is.EqualTo("application/dicom"));
    }

    [TestCase("1", HttpStatusCode.OK)]
    [TestCase("2", HttpStatusCode.BadRequest)]
    [TestCase("0", HttpStatusCode.BadRequest)]
    [Category("PS3.18 §9.5.2")]
    public async Task WadoUri_OfAFrame_IsABadRequestWhereThereIsNone(string frame, HttpStatusCode status)
    {
        using HttpResponseMessage response = await _web.GetAsync($"wado?requestType=WADO&studyUID={SyntheticImage.Study(1)}&seriesUID={SyntheticImage.Series(1)}&objectUID={SyntheticImage.Instance(1, 1)}&frameNumber={frame}");

        Assert.That(response.StatusCode, Is.EqualTo(status));
    }

    [TestCase("studyUID=1.2", HttpStatusCode.BadRequest)]
    [TestCase("requestType=WADO&studyUID=1.2", HttpStatusCode.BadRequest)]
    [TestCase("requestType=WADO&studyUID=1.2&seriesUID=1.2&objectUID=1.2", HttpStatusCode.NotFound)]
    [TestCase("requestType=WADO&studyUID=../etc&seriesUID=1.2&objectUID=1.2", HttpStatusCode.BadRequest)]
    [TestCase("requestType=WADO&studyUID=1.2&seriesUID=1.2&objectUID=1.2&contentType=application/dicom&transferSyntax=JPEG", HttpStatusCode.BadRequest)]
    public async Task WadoUri_OfNothing_IsRefused(string query, HttpStatusCode status)
    {
        using HttpResponseMessage response = await _web.GetAsync("wado?" + query);

        Assert.That(response.StatusCode, Is.EqualTo(status));
    }
}
