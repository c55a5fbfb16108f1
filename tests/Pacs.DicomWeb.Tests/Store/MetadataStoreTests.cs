using System.Net;
using System.Text;
using Pacs.Core;
using Pacs.Testing;

namespace Pacs.DicomWeb.Tests;

[Category("PS3.18 §10.5.1.1.2")]
public sealed class MetadataStoreTests
{
    private WebArchive _web = null!;

    [SetUp]
    public async Task StartAsync() => _web = await WebArchive.StartAsync();

    [TearDown]
    public ValueTask CloseAsync() => _web.DisposeAsync();

    [Test]
    public async Task JsonAndBulkData_BecomeTheInstance([Values("bulk/1", "http://elsewhere/bulk/1")] string location)
    {
        DicomFile file = SyntheticImage.Make(1, 1, pixelLength: 2_000_000 / 32 * 32);
        byte[] pixels = file.Dataset.GetBytes(DicomTag.PixelData).ToArray();
        string json = "[" + DicomJson.ToText(file.Dataset, new DicomJsonOptions { BulkDataUri = _ => "http://elsewhere/bulk/1" }) + "]";

        using HttpResponseMessage response = await PostAsync("application/dicom+json", ("Content-Type: application/dicom+json\r\n", Encoding.UTF8.GetBytes(json)), ($"Content-Type: application/octet-stream\r\nContent-Location: {location}\r\n", pixels));

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK), await response.Content.ReadAsStringAsync());
        DicomFile stored = await StoredAsync();
        Assert.That(stored.Dataset.GetBytes(DicomTag.PixelData).Span.SequenceEqual(pixels), Is.True);
        Assert.That(stored.Dataset.GetString(DicomTag.PatientName), Is.EqualTo("Synthetic^1"));
    }

    [Test]
    public async Task XmlAndBulkData_BecomeTheInstance()
    {
        DicomFile file = SyntheticImage.Make(1, 1, pixelLength: 4096);
        string xml = DicomXml.ToText(file.Dataset, new DicomXmlOptions { BulkDataUri = _ => "pixels" });

        using HttpResponseMessage response = await PostAsync("application/dicom+xml", ("Content-Type: application/dicom+xml\r\n", Encoding.UTF8.GetBytes(xml)),
            ("Content-Type: application/octet-stream\r\nContent-Location: pixels\r\n", file.Dataset.GetBytes(DicomTag.PixelData).ToArray()));

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK), await response.Content.ReadAsStringAsync());
        Assert.That((await StoredAsync()).Dataset.GetBytes(DicomTag.PixelData).ToArray(), Is.EqualTo(file.Dataset.GetBytes(DicomTag.PixelData).ToArray()));
    }

    [Test]
    public async Task Jpeg_WithoutPixelDescription_GetsItFromTheFile()
    {
        await _web.AddAsync(SyntheticImage.Make(9, 1));
        byte[] jpeg = await _web.Http.GetByteArrayAsync($"studies/{SyntheticImage.Study(9)}/series/{SyntheticImage.Series(9)}/instances/{SyntheticImage.Instance(9, 1)}/rendered");
        DicomDataset dataset = SyntheticImage.Make(1, 1).Dataset;
        foreach (DicomTag tag in dataset.Select(e => e.Tag).Where(t => t.Group == 0x0028).ToArray()) dataset.Remove(tag);
        string json = DicomJson.ToText(dataset, new DicomJsonOptions { InlineLimit = 0, BulkDataUri = _ => "image.jpg" });

        using HttpResponseMessage response = await PostAsync("application/dicom+json", ("Content-Type: application/dicom+json\r\n", Encoding.UTF8.GetBytes(json)), ("Content-Type: image/jpeg\r\nContent-Location: image.jpg\r\n", jpeg));

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK), await response.Content.ReadAsStringAsync());
        DicomFile stored = await StoredAsync();
        Assert.That(stored.TransferSyntax, Is.EqualTo(TransferSyntax.JPEGBaseline8Bit));
        Assert.That((stored.Dataset.GetUInt16(DicomTag.Rows), stored.Dataset.GetUInt16(DicomTag.Columns), stored.Dataset.GetString(DicomTag.LossyImageCompression)), Is.EqualTo(((ushort?)16, (ushort?)32, "01")));
    }

    [Test]
    public async Task BulkData_ThatIsMissing_FailsItsInstanceOnly()
    {
        string json = "[" + DicomJson.ToText(SyntheticImage.Make(1, 1).Dataset) + "," + DicomJson.ToText(SyntheticImage.Make(1, 2, pixelLength: 4096).Dataset, new DicomJsonOptions { BulkDataUri = _ => "missing" }) + "]";

        using HttpResponseMessage response = await PostAsync("application/dicom+json", ("Content-Type: application/dicom+json\r\n", Encoding.UTF8.GetBytes(json)));

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.Accepted), await response.Content.ReadAsStringAsync());
        DicomDataset report = DicomJson.Parse(await response.Content.ReadAsByteArrayAsync());
        Assert.That(report.GetSequence(DicomTag.FailedSOPSequence)![0].GetUid(DicomTag.ReferencedSOPInstanceUID), Is.EqualTo(SyntheticImage.Instance(1, 2)));
    }

    [TestCase("no json")]
    [TestCase("{\"00100010\":")]
    [TestCase("[[[[[[[[]]]]]]]]")]
    public async Task Metadata_ThatCannotBeRead_Is400(string json)
    {
        using HttpResponseMessage response = await PostAsync("application/dicom+json", ("Content-Type: application/dicom+json\r\n", Encoding.UTF8.GetBytes(json)));

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
    }

    [TestCase("[{}]", HttpStatusCode.BadRequest, "00081199,00081198", "0008119A")]
    [TestCase("""[{"00080018":{"vr":"UI","Value":["1.2.3"]}}]""", HttpStatusCode.Conflict, "00081199,0008119A", "00081198")]
    public async Task Metadata_ThatNamesNoInstance_IsReportedAsWhatCouldNotBeUnderstood(string json, HttpStatusCode status, string absent, string present)
    {
        using HttpResponseMessage response = await PostAsync("application/dicom+json", ("Content-Type: application/dicom+json\r\n", Encoding.UTF8.GetBytes(json)));

        DicomDataset report = DicomJson.Parse(await response.Content.ReadAsByteArrayAsync());
        Assert.That(response.StatusCode, Is.EqualTo(status));
        Assert.That(report.GetSequence(DicomTag.Parse(present))![0].GetUInt16(DicomTag.FailureReason), Is.EqualTo(0xC000));
        foreach (string tag in absent.Split(',')) Assert.That(report.Contains(DicomTag.Parse(tag)), Is.False, tag);
    }

    [Test]
    public async Task Metadata_NestedWithoutEnd_Is400()
    {
        string json = string.Concat(Enumerable.Repeat("{\"00081140\":{\"vr\":\"SQ\",\"Value\":[", 100_000));

        using HttpResponseMessage response = await PostAsync("application/dicom+json", ("Content-Type: application/dicom+json\r\n", Encoding.UTF8.GetBytes(json)));

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
    }

    private async Task<HttpResponseMessage> PostAsync(string type, params (string, byte[])[] parts)
    {
        using var body = new ByteArrayContent(WebArchive.Multipart("xyz", parts));
        body.Headers.TryAddWithoutValidation("Content-Type", $"multipart/related; type=\"{type}\"; boundary=xyz");
        return await _web.Http.PostAsync("studies", body);
    }

    private async Task<DicomFile> StoredAsync()
    {
        await foreach (DicomFile file in _web.Archive.RetrieveAsync(InstanceSelector.Instance(SyntheticImage.Instance(1, 1)))) return file;
        throw new AssertionException("Nothing is stored.");
    }
}
