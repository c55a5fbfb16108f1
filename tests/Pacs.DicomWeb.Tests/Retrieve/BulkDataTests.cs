using System.Net;
using System.Net.Http.Headers;
using Pacs.Core;
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
