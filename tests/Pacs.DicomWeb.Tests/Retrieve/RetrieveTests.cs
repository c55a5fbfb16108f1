using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Pacs.Core;
using Pacs.Testing;
using Pacs.Tests;

namespace Pacs.DicomWeb.Tests;

[Category("PS3.18 §10.4")]
public sealed class RetrieveTests
{
    private WebArchive _web = null!;

    private static string Path1 => $"studies/{SyntheticImage.Study(1)}/series/{SyntheticImage.Series(1)}/instances/{SyntheticImage.Instance(1, 1)}";

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

    [TestCase("multipart/related; type=\"application/dicom\"; transfer-syntax=*")]
    [TestCase("multipart/related; type=application/dicom")]
    [TestCase("multipart/related;type=application/dicom;transfer-syntax=1.2.840.10008.1.2.1")]
    [TestCase("*/*")]
    [TestCase(null)]
    public async Task Study_AsMultipart_GivesEveryInstanceAsStored(string? accept)
    {
        using HttpResponseMessage response = await _web.GetAsync($"studies/{SyntheticImage.Study(1)}", accept);

        List<(string Headers, byte[] Content)> parts = await WebArchive.PartsAsync(response);
        Assert.That(parts, Has.Count.EqualTo(3));
        for (int i = 0; i < 3; i++)
        {
            using DicomFile file = DicomFile.Parse(parts[i].Content);
            Assert.That(parts[i].Headers, Does.Contain("application/dicom; transfer-syntax=1.2.840.10008.1.2.1").And.Contains("Content-Location: " + _web.Base));
            Assert.That(parts[i].Content[(int)file.DatasetOffset..], Is.EqualTo(await SyntheticImage.EncodeAsync(SyntheticImage.Make(1, i + 1))));
        }

        Assert.That(response.Content.Headers.ContentLength, Is.Not.Null);
    }

    [Test]
    public async Task Instance_AsSinglePart_IsAFile()
    {
        using HttpResponseMessage response = await _web.GetAsync(Path1, "application/dicom");

        using DicomFile file = DicomFile.Parse(await response.Content.ReadAsByteArrayAsync());
        Assert.That(file.Id.SopInstance, Is.EqualTo(SyntheticImage.Instance(1, 1)));
        Assert.That(response.Headers.CacheControl!.ToString(), Does.Contain("immutable"));
    }

    [Test]
    public async Task Instance_InAnotherSyntax_IsTranscoded()
    {
        using HttpResponseMessage response = await _web.GetAsync(Path1, "application/dicom; transfer-syntax=1.2.840.10008.1.2.4.80");

        using DicomFile file = DicomFile.Parse(await response.Content.ReadAsByteArrayAsync());
        Assert.That(file.TransferSyntax, Is.EqualTo(TransferSyntax.JPEGLSLossless));
    }

    [TestCase("native/YBR_422.dcm", "1.2.840.10008.1.2.4.90", "YBR_FULL")]
    [TestCase("native/YBR_422.dcm", "1.2.840.10008.1.2.1", "YBR_FULL_422")]
    [TestCase("special/rgb-planar-odd-9x7.dcm", "1.2.840.10008.1.2.4.90", "YBR_RCT")]
    [TestCase("special/rgb-planar-odd-9x7.dcm", "1.2.840.10008.1.2.4.80", "RGB")]
    [TestCase("rle/YBR_FULL-RLE.dcm", "1.2.840.10008.1.2.1", "YBR_FULL")]
    [TestCase("jpeg/PM5644-960x540_JPEG-Baseline_YBR422.dcm", "1.2.840.10008.1.2.1", "RGB")]
    public async Task ColourThatIsTranscoded_SaysHowItStandsNow(string path, string syntax, string photometric)
    {
        await using WebArchive web = await WebArchive.StartAsync();
        await using DicomFile file = await DicomFile.OpenAsync(SharedData.File(path));
        await web.AddAsync(file);
        string url = (await web.SearchAsync("instances"))[0].GetProperty("00081190").GetProperty("Value")[0].GetString()!;

        using HttpResponseMessage response = await web.GetAsync(url, $"application/dicom; transfer-syntax={syntax}");
        using DicomFile given = DicomFile.Parse(await response.Content.ReadAsByteArrayAsync());

        Assert.That((given.TransferSyntax.Uid.Value, given.Dataset.GetString(DicomTag.PhotometricInterpretation), given.Dataset.GetUInt16(DicomTag.PlanarConfiguration)), Is.EqualTo((syntax, photometric, (ushort?)0)));
    }

    [Test]
    public async Task Series_AsZip_HoldsEveryInstance()
    {
        using HttpResponseMessage response = await _web.GetAsync($"studies/{SyntheticImage.Study(1)}/series/{SyntheticImage.Series(1)}", "application/zip");

        using var zip = new ZipArchive(await response.Content.ReadAsStreamAsync());
        Assert.That(zip.Entries, Has.Count.EqualTo(3));
        using var content = new MemoryStream();
        await zip.Entries[0].Open().CopyToAsync(content);
        using DicomFile file = DicomFile.Parse(content.ToArray());
        Assert.That(file.Id.SopInstance, Is.EqualTo(SyntheticImage.Instance(1, 1)));
    }

    [TestCase("multipart/related; type=application/octet-stream; transfer-syntax=*")]
    [TestCase("multipart/related; type=\"application/octet-stream\"")]
    [TestCase("*/*")]
    public async Task Frames_AsAsked_ComeInThatOrder(string accept)
    {
        byte[] pixels = SyntheticImage.Make(2, 1).Dataset.GetBytes(DicomTag.PixelData).ToArray();

        using HttpResponseMessage response = await _web.GetAsync(MultiFrame + "/frames/3,1", accept);

        List<(string Headers, byte[] Content)> parts = await WebArchive.PartsAsync(response);
        Assert.That(parts.Select(p => p.Content), Is.EqualTo(new[] { pixels[256..384], pixels[..128] }));
        Assert.That(parts[0].Headers, Does.Contain("application/octet-stream; transfer-syntax=1.2.840.10008.1.2.1").And.Contains("/frames/3"));
    }

    [Test]
    public async Task Frame_AsSinglePart_IsItsBytes()
    {
        byte[] pixels = SyntheticImage.Make(2, 1).Dataset.GetBytes(DicomTag.PixelData).ToArray();

        using HttpResponseMessage response = await _web.GetAsync(MultiFrame + "/frames/2", "application/octet-stream");

        Assert.That(await response.Content.ReadAsByteArrayAsync(), Is.EqualTo(pixels[128..256]));
    }

    [TestCase("bytes=0-31", 0, 32)]
    [TestCase("bytes=32-", 32, 96)]
    [TestCase("bytes=-8", 120, 8)]
    public async Task Range_OfAFrameAsSinglePart_IsGivenAlone(string range, int from, int count)
    {
        byte[] pixels = SyntheticImage.Make(2, 1).Dataset.GetBytes(DicomTag.PixelData).ToArray();
        using var request = new HttpRequestMessage(HttpMethod.Get, MultiFrame + "/frames/2");
        request.Headers.TryAddWithoutValidation("Accept", "application/octet-stream; transfer-syntax=*");
        request.Headers.TryAddWithoutValidation("Range", range);

        using HttpResponseMessage response = await _web.Http.SendAsync(request);

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.PartialContent));
        Assert.That(response.Content.Headers.ContentRange, Is.EqualTo(new ContentRangeHeaderValue(from, from + count - 1, 128)));
        Assert.That(await response.Content.ReadAsByteArrayAsync(), Is.EqualTo(pixels[(128 + from)..(128 + from + count)]));
    }

    [Test]
    public async Task Range_BehindAFrame_Is416()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, MultiFrame + "/frames/2");
        request.Headers.TryAddWithoutValidation("Accept", "application/octet-stream");
        request.Headers.TryAddWithoutValidation("Range", "bytes=128-");

        using HttpResponseMessage response = await _web.Http.SendAsync(request);

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.RequestedRangeNotSatisfiable));
    }

    [Test]
    public async Task Frame_AsJpegLs_IsTranscoded()
    {
        using HttpResponseMessage response = await _web.GetAsync(MultiFrame + "/frames/2", "multipart/related; type=image/jls");

        (string headers, byte[] content) = (await WebArchive.PartsAsync(response)).Single();
        Assert.That(headers, Does.Contain("image/jls; transfer-syntax=1.2.840.10008.1.2.4.80"));
        Assert.That(content.AsSpan(0, 2).ToArray(), Is.EqualTo(new byte[] { 0xFF, 0xD8 }));
    }

    [TestCase("multipart/related; type=\"application/octet-stream\"; q=0.3, multipart/related; type=\"image/jls\"", "image/jls")]
    [TestCase("multipart/related; type=\"application/octet-stream\", multipart/related; type=\"image/jls\"", "application/octet-stream")]
    [TestCase("multipart/related; type=\"image/jls\", multipart/related; type=\"application/octet-stream\"; transfer-syntax=*", "application/octet-stream")]
    [TestCase("multipart/related; type=\"video/mp4\", */*; q=0.1", "application/octet-stream")]
    [TestCase("multipart/related; type=\"image/*\"; q=0, multipart/related; type=\"application/octet-stream\"; q=0.001", "application/octet-stream")]
    [Category("PS3.18 §8.7.8")]
    public async Task Frames_AreWhatTheClientLikesBest_AndOfEqualsWhatIsStored(string accept, string type)
    {
        using HttpResponseMessage response = await _web.GetAsync(MultiFrame + "/frames/1", accept);

        Assert.That((await WebArchive.PartsAsync(response)).Single().Headers, Does.Contain($"Content-Type: {type}"));
    }

    [TestCase("application/dicom; transfer-syntax=*; q=0.5, application/dicom; transfer-syntax=1.2.840.10008.1.2.4.80", "1.2.840.10008.1.2.4.80")]
    [TestCase("application/dicom; transfer-syntax=1.2.840.10008.1.2.4.80, application/dicom; transfer-syntax=*", "1.2.840.10008.1.2.1")]
    public async Task Instance_IsInTheSyntaxThatTheClientLikesBest_AndOfEqualsAsStored(string accept, string syntax)
    {
        using HttpResponseMessage response = await _web.GetAsync(Path1, accept);

        using DicomFile file = DicomFile.Parse(await response.Content.ReadAsByteArrayAsync());
        Assert.That(file.TransferSyntax.Uid.Value, Is.EqualTo(syntax));
    }

    [TestCase(0, 99)]
    [TestCase(100, 131)]
    [TestCase(300, 900)]
    [TestCase(850, null)]
    [TestCase(null, 20)]
    [TestCase(0, 0)]
    public async Task Instance_AsStored_IsGivenByRanges(int? from, int? to)
    {
        using HttpResponseMessage all = await _web.GetAsync(Path1, "application/dicom");
        byte[] whole = await all.Content.ReadAsByteArrayAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, Path1);
        request.Headers.TryAddWithoutValidation("Accept", "application/dicom");
        request.Headers.Range = new RangeHeaderValue(from, to);

        using HttpResponseMessage part = await _web.Http.SendAsync(request);

        int start = from ?? whole.Length - to!.Value, end = from is null || to is null ? whole.Length : Math.Min(to.Value + 1, whole.Length);
        Assert.That(all.Headers.AcceptRanges, Is.EqualTo(new[] { "bytes" }));
        Assert.That((part.StatusCode, part.Content.Headers.ContentRange!.ToString()), Is.EqualTo((HttpStatusCode.PartialContent, $"bytes {start}-{end - 1}/{whole.Length}")));
        Assert.That(await part.Content.ReadAsByteArrayAsync(), Is.EqualTo(whole[start..end]));
    }

    [TestCase("application/dicom", "bytes=999999-", HttpStatusCode.RequestedRangeNotSatisfiable)]
    [TestCase("application/dicom; transfer-syntax=1.2.840.10008.1.2.4.80", "bytes=0-9", HttpStatusCode.OK)]
    [TestCase("multipart/related; type=\"application/dicom\"", "bytes=0-9", HttpStatusCode.OK)]
    public async Task Instance_ByARangeThatCannotBeGiven_IsWholeOr416(string accept, string range, HttpStatusCode status)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Path1);
        request.Headers.TryAddWithoutValidation("Accept", accept);
        request.Headers.TryAddWithoutValidation("Range", range);

        using HttpResponseMessage response = await _web.Http.SendAsync(request);

        Assert.That(response.StatusCode, Is.EqualTo(status));
    }

    [Test]
    [Category("PS3.18 §10.4.4")]
    public async Task Instance_AskedForAsOctets_IsItsBulkData()
    {
        using HttpResponseMessage octets = await _web.GetAsync(Path1, "multipart/related; type=\"application/octet-stream\""), bulk = await _web.GetAsync(Path1 + "/bulkdata", "multipart/related; type=\"application/octet-stream\"");

        List<(string Headers, byte[] Content)> parts = await WebArchive.PartsAsync(octets);
        Assert.That(parts, Is.EqualTo(await WebArchive.PartsAsync(bulk)));
        Assert.That(parts.Single().Headers, Does.Contain("/bulkdata/7FE00010"));
    }

    [TestCase("/frames/5", HttpStatusCode.NotFound)]
    [TestCase("/frames/0", HttpStatusCode.BadRequest)]
    [TestCase("/frames/one", HttpStatusCode.BadRequest)]
    [TestCase("/frames/1,", HttpStatusCode.BadRequest)]
    public async Task Frames_ThatAreNot_AreRefused(string path, HttpStatusCode status)
    {
        using HttpResponseMessage response = await _web.GetAsync(MultiFrame + path);

        Assert.That(response.StatusCode, Is.EqualTo(status));
    }

    [Test]
    public async Task Metadata_OfASeries_HasAnObjectForEachInstanceAndUrisForPixels()
    {
        JsonElement[] metadata = await _web.SearchAsync($"studies/{SyntheticImage.Study(1)}/series/{SyntheticImage.Series(1)}/metadata");

        Assert.That(metadata, Has.Length.EqualTo(3));
        Assert.That(metadata[0].GetProperty("00280010").GetProperty("Value")[0].GetInt32(), Is.EqualTo(16));
        Assert.That(metadata[0].GetProperty("7FE00010").GetProperty("BulkDataURI").GetString(), Is.EqualTo($"{_web.Base}/{Path1}/bulkdata/7FE00010"));
    }

    [TestCase("")]
    [TestCase("/metadata")]
    [TestCase("/frames/1")]
    public async Task SecondRequest_WithTheTag_IsNotModified(string path)
    {
        using HttpResponseMessage first = await _web.GetAsync(Path1 + path);
        using var request = new HttpRequestMessage(HttpMethod.Get, Path1 + path);
        request.Headers.IfNoneMatch.Add(first.Headers.ETag!);

        using HttpResponseMessage second = await _web.Http.SendAsync(request);

        Assert.That(second.StatusCode, Is.EqualTo(HttpStatusCode.NotModified));
    }

    [TestCase("")]
    [TestCase("/frames/1")]
    public async Task Head_TellsTheLengthWithoutTheBody(string path)
    {
        using HttpResponseMessage get = await _web.GetAsync(Path1 + path), head = await _web.GetAsync(Path1 + path, method: HttpMethod.Head);

        Assert.That(head.IsSuccessStatusCode, Is.True);
        Assert.That(head.Content.Headers.ContentLength, Is.EqualTo(get.Content.Headers.ContentLength));
    }

    [TestCase("studies/1.2.3")]
    [TestCase("studies/1.2.3/metadata")]
    [TestCase("studies/1.2.3/series/1.2.3.4/instances/1.2.3.5/frames/1")]
    [TestCase("studies/1.2.3/series/1.2.3.4/instances/1.2.3.5/frames/1%2C2")]
    public async Task WhatIsNotThere_Is404(string path)
    {
        using HttpResponseMessage response = await _web.GetAsync(path);

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [TestCase("0")]
    [TestCase("-1")]
    [TestCase("0.6")]
    [TestCase("1,-1")]
    [TestCase("test")]
    public async Task FramesThatAreNoList_AreABadRequest_EvenOfAnUnknownInstance(string frames)
    {
        using HttpResponseMessage response = await _web.GetAsync($"studies/1.2.3/series/1.2.3.4/instances/1.2.3.5/frames/{frames}");

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
    }

    [TestCase("", "image/gif")]
    [TestCase("", "application/dicom; transfer-syntax=1.2.840.10008.1.2.4.102")]
    [TestCase("/frames/1", "multipart/related; type=video/mp4")]
    [TestCase("/frames/1", "multipart/related; type=application/octet-stream; transfer-syntax=1.2.840.10008.1.2.4.100")]
    [TestCase("/frames/1", "multipart/related; type=application/octet-stream; transfer-syntax=1.2.3")]
    [TestCase("", "application/octet-stream")]
    [TestCase("/metadata", "text/plain")]
    public async Task FormThatCannotBeMade_Is406(string path, string accept)
    {
        using HttpResponseMessage response = await _web.GetAsync(Path1 + path, accept);

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.NotAcceptable));
    }
}
