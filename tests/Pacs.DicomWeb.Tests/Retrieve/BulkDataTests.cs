using System.Net;
using System.Net.Http.Headers;
using Pacs.Core;
using Pacs.Imaging;
using Pacs.Testing;

namespace Pacs.DicomWeb.Tests;

[Category("PS3.18 §10.4.1.1.6")]
public sealed class BulkDataTests
{
    private static readonly byte[] Nested = [.. Enumerable.Range(0, 3000).Select(i => (byte)i)], Large = [.. Enumerable.Range(0, 200_000).Select(i => (byte)(i * 7))];
    private WebArchive _web = null!;
    private string[] _paths = [];

    [OneTimeSetUp]
    public async Task FillAsync()
    {
        _web = await WebArchive.StartAsync();
        TransferSyntax[] syntaxes = [TransferSyntax.ExplicitVRLittleEndian, TransferSyntax.ImplicitVRLittleEndian, TransferSyntax.ExplicitVRBigEndian, TransferSyntax.DeflatedExplicitVRLittleEndian];
        for (int i = 0; i < syntaxes.Length; i++)
        {
            DicomFile file = SyntheticImage.Make(1, i + 1, change: d =>
            {
                var item = new DicomDataset();
                item.SetBytes(DicomTag.EncapsulatedDocument, DicomVR.OB, Nested);
                d.Set(DicomTag.SourceImageSequence, new DicomSequence([new DicomDataset(), item]));
                d.SetBytes(DicomTag.EncapsulatedDocument, DicomVR.OB, Large);
            });
            await _web.AddAsync(new DicomFile(file.Dataset, syntaxes[i]));
        }

        _paths = [.. Enumerable.Range(1, syntaxes.Length).Select(i => $"studies/{SyntheticImage.Study(1)}/series/{SyntheticImage.Series(1)}/instances/{SyntheticImage.Instance(1, i)}")];
    }

    [OneTimeTearDown]
    public ValueTask CloseAsync() => _web.DisposeAsync();

    [Test]
    public async Task EveryUriInTheMetadata_GivesItsValue([Range(0, 3)] int syntax)
    {
        string text = await _web.Http.GetStringAsync(_paths[syntax] + "/metadata");
        Assert.That(text, Does.Contain("bulkdata/7FE00010").And.Contains("bulkdata/00420011").And.Contains("bulkdata/00082112/1/00420011"));

        byte[] nested = await _web.Http.GetByteArrayAsync(_paths[syntax] + "/bulkdata/00082112/1/00420011");
        byte[] large = await _web.Http.GetByteArrayAsync(_paths[syntax] + "/bulkdata/00420011");
        byte[] pixels = await _web.Http.GetByteArrayAsync(_paths[syntax] + "/bulkdata/7FE00010");

        Assert.That(nested, Is.EqualTo(Nested));
        Assert.That(large, Is.EqualTo(Large));
        Assert.That(pixels, Is.EqualTo(SyntheticImage.Make(1, syntax + 1).Dataset.GetBytes(DicomTag.PixelData).ToArray()));
    }

    [Test]
    public async Task Range_OfAValueAskedForAsMultipart_StandsInItsPart()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, _paths[0] + "/bulkdata/00420011");
        request.Headers.TryAddWithoutValidation("Range", "bytes=100-199");
        request.Headers.TryAddWithoutValidation("Accept", "multipart/related; type=\"application/octet-stream\"");

        using HttpResponseMessage response = await _web.Http.SendAsync(request);

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.PartialContent));
        (string headers, byte[] content) = (await WebArchive.PartsAsync(response)).Single();
        Assert.That(content, Is.EqualTo(Large[100..200]));
        Assert.That(headers, Does.Contain("Content-Range: bytes 100-199/200000"));
    }

    [Test]
    public async Task Range_BehindAValueAskedForAsMultipart_Is416()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, _paths[0] + "/bulkdata/00420011");
        request.Headers.TryAddWithoutValidation("Range", "bytes=200000-");
        request.Headers.TryAddWithoutValidation("Accept", "multipart/related; type=\"application/octet-stream\"");

        using HttpResponseMessage response = await _web.Http.SendAsync(request);

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.RequestedRangeNotSatisfiable));
    }

    [TestCase("bytes=100-199", 100, 100)]
    [TestCase("bytes=199990-", 199_990, 10)]
    [TestCase("bytes=-50", 199_950, 50)]
    [TestCase("bytes=0-9999999", 0, 200_000)]
    public async Task Range_OfAValue_IsGivenAlone(string range, int from, int count)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, _paths[0] + "/bulkdata/00420011");
        request.Headers.TryAddWithoutValidation("Range", range);

        using HttpResponseMessage response = await _web.Http.SendAsync(request);

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.PartialContent));
        Assert.That(response.Content.Headers.ContentRange, Is.EqualTo(new ContentRangeHeaderValue(from, from + count - 1, Large.Length)));
        Assert.That(await response.Content.ReadAsByteArrayAsync(), Is.EqualTo(Large[from..(from + count)]));
    }

    [Test]
    public async Task Range_BeyondTheEnd_Is416()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, _paths[0] + "/bulkdata/00420011");
        request.Headers.Range = new RangeHeaderValue(200_000, null);

        using HttpResponseMessage response = await _web.Http.SendAsync(request);

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.RequestedRangeNotSatisfiable));
        Assert.That(response.Content.Headers.ContentRange!.Length, Is.EqualTo(200_000));
    }

    [Test]
    public async Task Range_UnderAnotherTag_IsTheWhole()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, _paths[0] + "/bulkdata/00420011");
        request.Headers.Range = new RangeHeaderValue(0, 9);
        request.Headers.IfRange = new RangeConditionHeaderValue("\"another\"");

        using HttpResponseMessage response = await _web.Http.SendAsync(request);

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task Accept_Multipart_GivesOnePart()
    {
        using HttpResponseMessage response = await _web.GetAsync(_paths[0] + "/bulkdata/00420011", "multipart/related; type=application/octet-stream");

        Assert.That((await WebArchive.PartsAsync(response)).Single().Content, Is.EqualTo(Large));
    }

    [Test]
    public async Task AllBulkdata_OfTheSeries_IsWhatItsMetadataRefersTo([Values("study", "series", "instance")] string level)
    {
        string path = level switch { "study" => $"studies/{SyntheticImage.Study(1)}", "series" => $"studies/{SyntheticImage.Study(1)}/series/{SyntheticImage.Series(1)}", _ => _paths[0] };
        string text = await _web.Http.GetStringAsync(path + "/metadata");
        string[] uris = [.. System.Text.RegularExpressions.Regex.Matches(text, "\"BulkDataURI\":\"([^\"]+)\"").Select(m => m.Groups[1].Value)];
        using HttpResponseMessage response = await _web.GetAsync(path + "/bulkdata", "multipart/related; type=\"application/octet-stream\"");

        List<(string Headers, byte[] Content)> parts = await WebArchive.PartsAsync(response);

        Assert.That(uris, Has.Length.EqualTo(level == "instance" ? 3 : 12));
        Assert.That(parts.Select(p => Location(p.Headers)), Is.EquivalentTo(uris));
        foreach ((string headers, byte[] content) in parts) Assert.That(content, Is.EqualTo(await _web.Http.GetByteArrayAsync(Location(headers))), headers);
    }

    [Test]
    public async Task AllPixelData_IsThePixelDataAndNothingElse()
    {
        using HttpResponseMessage response = await _web.GetAsync($"studies/{SyntheticImage.Study(1)}/pixeldata", "multipart/related; type=\"application/octet-stream\"");

        List<(string Headers, byte[] Content)> parts = await WebArchive.PartsAsync(response);

        Assert.That(parts.Select(p => Location(p.Headers)), Is.EquivalentTo(_paths.Select(p => $"{_web.Base}/{p}/bulkdata/7FE00010")));
        for (int i = 0; i < _paths.Length; i++)
            Assert.That(parts.Single(p => Location(p.Headers).Contains(_paths[i] + "/")).Content, Is.EqualTo(SyntheticImage.Make(1, i + 1).Dataset.GetBytes(DicomTag.PixelData).ToArray()));
    }

    [Test]
    public async Task PixelData_OfACompressedImage_IsAPartForEachFrame_InTheFormThatIsAccepted()
    {
        await using WebArchive web = await WebArchive.StartAsync();
        DicomFile file = SyntheticImage.Make(3, 1, change: d => d.SetInt32(DicomTag.NumberOfFrames, 1));
        await web.AddAsync(await new Transcoder().TranscodeAsync(file, TransferSyntax.RLELossless));
        string path = $"studies/{SyntheticImage.Study(3)}/pixeldata";
        using HttpResponseMessage native = await web.GetAsync(path, "multipart/related; type=\"application/octet-stream\""), stored = await web.GetAsync(path, "multipart/related; type=\"image/dicom-rle\""),
            single = await web.GetAsync(path, "application/octet-stream"), never = await web.GetAsync(path, "multipart/related; type=\"video/mp4\"");

        (string headers, byte[] content) = (await WebArchive.PartsAsync(native)).Single();

        Assert.That(content, Is.EqualTo(file.Dataset.GetBytes(DicomTag.PixelData).ToArray()));
        Assert.That(Location(headers), Does.EndWith("/frames/1"));
        Assert.That((await WebArchive.PartsAsync(stored)).Single().Headers, Does.Contain("transfer-syntax=1.2.840.10008.1.2.5"));
        Assert.That((single.StatusCode, never.StatusCode), Is.EqualTo((HttpStatusCode.NotAcceptable, HttpStatusCode.NotAcceptable)));
    }

    [Test]
    public async Task PixelData_OfWhatHasNone_Is404()
    {
        await using WebArchive web = await WebArchive.StartAsync();
        await web.AddAsync(SyntheticImage.Make(4, 1, change: d => { d.Remove(DicomTag.PixelData); d.Remove(DicomTag.Rows); }));

        using HttpResponseMessage response = await web.GetAsync($"studies/{SyntheticImage.Study(4)}/pixeldata");

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
    }

    private static string Location(string headers) => headers.Split("\r\n").Single(h => h.StartsWith("Content-Location: ", StringComparison.Ordinal))["Content-Location: ".Length..];

    [TestCase("/bulkdata/00100010/0")]
    [TestCase("/bulkdata/nonsense")]
    [TestCase("/bulkdata/00082112/7/00420011")]
    [TestCase("/bulkdata/00082112")]
    [TestCase("/bulkdata/99999999")]
    [TestCase("/bulkdata/../../../x")]
    public async Task PathToNothing_Is404(string path)
    {
        using HttpResponseMessage response = await _web.GetAsync(_paths[0] + path);

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
    }
}
