using System.Net;
using System.Text;
using Pacs.Core;
using Pacs.Testing;

namespace Pacs.DicomWeb.Tests;

[Category("PS3.18 §10.5")]
public sealed class StoreTests
{
    private WebArchive _web = null!;

    [SetUp]
    public async Task StartAsync() => _web = await WebArchive.StartAsync();

    [TearDown]
    public ValueTask CloseAsync() => _web.DisposeAsync();

    [Test]
    public async Task Store_SeveralInstances_KeepsAllAndSaysWhere()
    {
        byte[][] files = await Task.WhenAll(Enumerable.Range(1, 20).Select(i => WebArchive.BytesAsync(SyntheticImage.Make(1, i, pixelLength: 32 * i))));

        using HttpResponseMessage response = await _web.StoreAsync("studies", files);

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        DicomDataset report = DicomJson.Parse(await response.Content.ReadAsByteArrayAsync());
        Assert.That(report.GetString(DicomTag.RetrieveURL), Is.EqualTo($"{_web.Base}/studies/{SyntheticImage.Study(1)}"));
        Assert.That(report.GetSequence(DicomTag.ReferencedSOPSequence), Has.Count.EqualTo(20));
        await foreach (DicomFile stored in _web.Archive.RetrieveAsync(InstanceSelector.Study(SyntheticImage.Study(1))))
            Assert.That((await WebArchive.BytesAsync(stored)).AsSpan().EndsWith(files[stored.Dataset.GetInt32(DicomTag.InstanceNumber)!.Value - 1].AsSpan(400)), Is.True);
    }

    [Test]
    public async Task Store_ASingleFile_IsKept()
    {
        using var body = new ByteArrayContent(await WebArchive.BytesAsync(SyntheticImage.Make(1, 1)));
        body.Headers.TryAddWithoutValidation("Content-Type", "application/dicom");

        using HttpResponseMessage response = await _web.Http.PostAsync("studies", body);

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(await _web.SearchAsync("instances"), Has.Length.EqualTo(1));
    }

    [Test]
    public async Task Store_OfATransferSyntaxThatIsTooLongForAUid_IsRefused()
    {
        byte[] file = await WebArchive.BytesAsync(SyntheticImage.Make(1, 1));
        // In the place of its UID, and as much longer as the group and the element say (PS3.10 §7.1).
        int at = file.AsSpan().IndexOf("1.2.840.10008.1.2.1\0"u8);
        byte[] syntax = System.Text.Encoding.ASCII.GetBytes(new string('1', 200));
        byte[] broken = [.. file.AsSpan(0, at), .. syntax, .. file.AsSpan(at + 20)];
        BitConverter.TryWriteBytes(broken.AsSpan(at - 2), (ushort)syntax.Length);
        BitConverter.TryWriteBytes(broken.AsSpan(140), BitConverter.ToUInt32(file, 140) + (uint)(syntax.Length - 20));

        using HttpResponseMessage response = await _web.StoreAsync("studies", broken);

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.Conflict));
        DicomDataset report = DicomJson.Parse(await response.Content.ReadAsByteArrayAsync());
        Assert.That(report.GetSequence(DicomTag.FailedSOPSequence)![0].GetUInt16(DicomTag.FailureReason), Is.EqualTo(0xC000));
    }

    [Test]
    public async Task Store_WhenSomeFail_KeepsTheOthersAndNamesEach()
    {
        byte[] good = await WebArchive.BytesAsync(SyntheticImage.Make(1, 1)), withoutStudy = await WebArchive.BytesAsync(SyntheticImage.Make(1, 2, change: d => d.Remove(DicomTag.StudyInstanceUID)));

        using HttpResponseMessage response = await _web.StoreAsync("studies", good, withoutStudy, Encoding.ASCII.GetBytes("no file at all"));

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.Accepted));
        DicomDataset report = DicomJson.Parse(await response.Content.ReadAsByteArrayAsync());
        Assert.Multiple(() =>
        {
            Assert.That(report.GetSequence(DicomTag.ReferencedSOPSequence), Has.Count.EqualTo(1));
            Assert.That(report.GetSequence(DicomTag.FailedSOPSequence)![0].GetUid(DicomTag.ReferencedSOPInstanceUID), Is.EqualTo(SyntheticImage.Instance(1, 2)));
            Assert.That(report.GetSequence(DicomTag.FailedSOPSequence)![0].GetUInt16(DicomTag.FailureReason), Is.EqualTo(0xC000));
            Assert.That(report.GetSequence(DicomTag.OtherFailuresSequence), Has.Count.EqualTo(1));
        });
    }

    [Test]
    public async Task Store_OfADataSetThatBreaksOffWithinItsHeader_FailsItAndGoesOn()
    {
        byte[] good = await WebArchive.BytesAsync(SyntheticImage.Make(1, 1)), broken = await WebArchive.BytesAsync(SyntheticImage.Make(1, 2));
        int name = broken.AsSpan().IndexOf(new byte[] { 0x10, 0, 0x10, 0 });
        broken[name + 6] = broken[name + 7] = 0xFF; // longer than all that follows

        using HttpResponseMessage response = await _web.StoreAsync("studies", broken, good, broken[..700]);

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.Accepted), await response.Content.ReadAsStringAsync());
        Assert.That(await _web.SearchAsync("instances"), Has.Length.EqualTo(1));
    }

    [Test]
    public async Task Store_IntoAnotherStudy_IsAConflict()
    {
        using HttpResponseMessage response = await _web.StoreAsync("studies/1.2.3", await WebArchive.BytesAsync(SyntheticImage.Make(1, 1)));

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.Conflict));
        Assert.That(await _web.SearchAsync("instances"), Is.Empty);
    }

    [Test]
    public async Task Store_OfAStudyUnderAnotherPatient_IsAConflict()
    {
        await _web.AddAsync(SyntheticImage.Make(1, 1));

        using HttpResponseMessage response = await _web.StoreAsync("studies", await WebArchive.BytesAsync(SyntheticImage.Make(1, 2, change: d => d.Remove(DicomTag.PatientID))));

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.Conflict));
        Assert.That(await _web.SearchAsync("studies"), Has.Length.EqualTo(1));
    }

    [Test]
    public async Task Store_TheSameAgain_IsFineAndOtherBytesAreAConflict()
    {
        byte[] file = await WebArchive.BytesAsync(SyntheticImage.Make(1, 1)), other = await WebArchive.BytesAsync(SyntheticImage.Make(1, 1, seed: 7));
        using HttpResponseMessage first = await _web.StoreAsync("studies", file), again = await _web.StoreAsync("studies", file), conflict = await _web.StoreAsync("studies", other);

        Assert.That(new[] { first.StatusCode, again.StatusCode, conflict.StatusCode }, Is.EqualTo(new[] { HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.Conflict }));
        DicomDataset report = DicomJson.Parse(await conflict.Content.ReadAsByteArrayAsync());
        Assert.That(report.GetSequence(DicomTag.FailedSOPSequence)![0].GetUInt16(DicomTag.FailureReason), Is.EqualTo(0x0111));
    }

    [Test]
    public async Task Store_OfPixelsThatLookLikeABoundary_KeepsThemWhole()
    {
        byte[] pixels = Enumerable.Repeat("\r\n--b0undar"u8.ToArray(), 64).SelectMany(b => b).ToArray()[..512];
        DicomFile file = SyntheticImage.Make(1, 1, change: d => d.SetBytes(DicomTag.PixelData, DicomVR.OW, pixels));

        using HttpResponseMessage response = await _web.StoreAsync("studies", await WebArchive.BytesAsync(file));

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        await foreach (DicomFile stored in _web.Archive.RetrieveAsync(InstanceSelector.Instance(SyntheticImage.Instance(1, 1))))
            Assert.That(stored.Dataset.GetBytes(DicomTag.PixelData).ToArray(), Is.EqualTo(pixels));
    }

    [TestCase("text/plain", "hello", HttpStatusCode.UnsupportedMediaType)]
    [TestCase("multipart/related; type=\"application/dicom\"", "--x\r\n", HttpStatusCode.BadRequest)]
    [TestCase("multipart/related; type=\"application/dicom\"; boundary=x", "", HttpStatusCode.BadRequest)]
    [TestCase("multipart/related; type=\"application/dicom\"; boundary=x", "--x--\r\n", HttpStatusCode.BadRequest)]
    [TestCase("multipart/related; type=\"application/dicom\"; boundary=x", "--y\r\n\r\nabc\r\n--y--", HttpStatusCode.BadRequest)]
    [TestCase("multipart/related; type=\"application/dicom\"; boundary=x", "--x\r\n\r\nabc", HttpStatusCode.BadRequest)]
    [TestCase("multipart/related; type=\"application/dicom\"; boundary=x", "--x\r\nContent-Type: application/dicom", HttpStatusCode.BadRequest)]
    [TestCase("multipart/related; type=\"application/dicom\"; boundary=x", "--x\r\n\r\nabc\r\n--x--", HttpStatusCode.BadRequest)]
    [TestCase("multipart/related; type=\"application/dicom\"; boundary=x", "--x\r\nContent-Type: text/plain\r\n\r\nabc\r\n--x--", HttpStatusCode.BadRequest)]
    [TestCase("application/dicom", "abc", HttpStatusCode.BadRequest)]
    [TestCase("application/dicom", "", HttpStatusCode.BadRequest)]
    public async Task Body_ThatIsNoStoreRequest_IsRefused(string type, string body, HttpStatusCode status)
    {
        using var content = new ByteArrayContent(Encoding.ASCII.GetBytes(body));
        content.Headers.TryAddWithoutValidation("Content-Type", type);

        using HttpResponseMessage response = await _web.Http.PostAsync("studies", content);

        Assert.That(response.StatusCode, Is.EqualTo(status), await response.Content.ReadAsStringAsync());
    }

    [Test]
    public async Task ReportOfARefusal_NamesWhatFailedAndHasAnEmptyRetrieveUrl()
    {
        using HttpResponseMessage garbage = await _web.StoreAsync("studies", Encoding.ASCII.GetBytes("no file at all")), mismatch = await _web.StoreAsync("studies/1.2.3", await WebArchive.BytesAsync(SyntheticImage.Make(1, 1)));

        DicomDataset other = DicomJson.Parse(await garbage.Content.ReadAsByteArrayAsync()), failed = DicomJson.Parse(await mismatch.Content.ReadAsByteArrayAsync());
        Assert.Multiple(() =>
        {
            Assert.That((garbage.StatusCode, mismatch.StatusCode), Is.EqualTo((HttpStatusCode.BadRequest, HttpStatusCode.Conflict)), "PS3.18 Table 10.5.3-1");
            Assert.That(other.GetSequence(DicomTag.OtherFailuresSequence), Has.Count.EqualTo(1));
            Assert.That(failed.GetSequence(DicomTag.FailedSOPSequence), Has.Count.EqualTo(1));
            Assert.That((other.Contains(DicomTag.RetrieveURL), other.GetString(DicomTag.RetrieveURL)), Is.EqualTo((true, (string?)null)), "type 2");
        });
    }

    [Test]
    public async Task Body_ThatIsCompressed_IsRefusedBeforeItIsRead()
    {
        using var content = new ByteArrayContent(await WebArchive.BytesAsync(SyntheticImage.Make(1, 1)));
        content.Headers.TryAddWithoutValidation("Content-Type", "application/dicom");
        content.Headers.ContentEncoding.Add("gzip");

        using HttpResponseMessage response = await _web.Http.PostAsync("studies", content);

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.UnsupportedMediaType));
        Assert.That(await _web.SearchAsync("instances"), Is.Empty);
    }
}
