using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Pacs.Core;

namespace Pacs.ServerHost.Tests;

public sealed class ReportTests
{
    private Host _host = null!;

    [SetUp]
    public async Task StartAsync() => _host = await Host.StartAsync();

    [TearDown]
    public async Task StopAsync() => await _host.DisposeAsync();

    [Test]
    public async Task ADraft_IsKeptAndCountsItsVersions()
    {
        string study = (await _host.AddStudyAsync()).Study;

        JsonElement first = await Host.JsonAsync(await _host.SaveReportAsync(study, new { title = "CT", findings = "None." }, null));
        await _host.SaveReportAsync(study, new { title = "CT", findings = "A nodule." }, "1");

        JsonElement now = await _host.Http.GetFromJsonAsync<JsonElement>($"/api/studies/{study}/report");
        Assert.That((first.GetProperty("version").GetInt32(), now.GetProperty("version").GetInt32(), now.GetProperty("findings").GetString(), now.GetProperty("state").GetString()), Is.EqualTo((1, 2, "A nodule.", "draft")));
    }

    [Test]
    public async Task WhoHasNotSeenTheNewest_ReplacesNothing()
    {
        string study = (await _host.AddStudyAsync()).Study;
        await _host.SaveReportAsync(study, new { findings = "mine" }, null);

        Assert.Multiple(async () =>
        {
            Assert.That((await _host.SaveReportAsync(study, new { findings = "yours" }, null)).StatusCode, Is.EqualTo(HttpStatusCode.PreconditionFailed));
            Assert.That((await _host.SaveReportAsync(study, new { findings = "yours" }, "7")).StatusCode, Is.EqualTo(HttpStatusCode.PreconditionFailed));
            Assert.That((await _host.Http.PutAsJsonAsync($"/api/studies/{study}/report", new { findings = "yours" })).StatusCode, Is.EqualTo(HttpStatusCode.PreconditionRequired));
        });
    }

    [Test]
    public async Task Signing_StoresAStructuredReportAndAPdfInTheStudy()
    {
        (string study, string series, string instance) = await _host.AddStudyAsync();
        await _host.SaveReportAsync(study, new { title = "CT of the chest", history = "Cough.", findings = "A nodule of 8 mm.\nNo effusion.", impression = "Follow up.", keyImages = new[] { new { seriesUid = series, sopUid = instance, frameNumber = 1, caption = "The nodule" } } }, null);

        JsonElement signed = await Host.JsonAsync(await _host.Http.PostAsJsonAsync($"/api/studies/{study}/report/sign", new { signedBy = "Grey^Meredith" }));

        List<DicomFile> files = await _host.FilesAsync(study);
        DicomFile report = files.Single(file => file.Id.SopInstance.ToString() == signed.GetProperty("reportUid").GetString()), pdf = files.Single(file => file.Id.SopInstance.ToString() == signed.GetProperty("pdfUid").GetString());
        StructuredReport read = StructuredReport.Read(report.Dataset);
        Assert.Multiple(() =>
        {
            Assert.That(signed.GetProperty("state").GetString(), Is.EqualTo("signed"));
            Assert.That(report.Dataset.GetString(DicomTag.VerificationFlag), Is.EqualTo("VERIFIED"));
            Assert.That(read.Content.WithDescendants().OfType<TextItem>().Select(item => item.Value), Does.Contain("Follow up.").And.Contain("The nodule"));
            Assert.That(read.Content.WithDescendants().OfType<ImageItem>().Single().Reference.Instance.SopInstance.ToString(), Is.EqualTo(instance));
            Assert.That(pdf.Dataset.GetBytes(DicomTag.EncapsulatedDocument).Span[..5].ToArray(), Is.EqualTo("%PDF-"u8.ToArray()));
            Assert.That(pdf.Dataset.GetString(DicomTag.PatientID), Is.EqualTo("P1"));
        });
        JsonElement status = await _host.Http.GetFromJsonAsync<JsonElement>($"/api/studies/status?study={study}");
        Assert.That(status.GetProperty(study).GetProperty("status").GetString(), Is.EqualTo("reported"));
    }

    [Test]
    public async Task ASignedReport_ChangesNoMore()
    {
        string study = (await _host.AddStudyAsync()).Study;
        await _host.SaveReportAsync(study, new { findings = "None." }, null);
        await _host.Http.PostAsJsonAsync($"/api/studies/{study}/report/sign", new { signedBy = "A" });

        Assert.Multiple(async () =>
        {
            Assert.That((await _host.SaveReportAsync(study, new { findings = "Other." }, "2")).StatusCode, Is.EqualTo(HttpStatusCode.PreconditionFailed));
            Assert.That((await _host.Http.PostAsJsonAsync($"/api/studies/{study}/report/sign", new { signedBy = "B" })).StatusCode, Is.EqualTo(HttpStatusCode.Conflict));
            Assert.That(await _host.FilesAsync(study), Has.Count.EqualTo(3), "image, report, PDF");
        });
    }

    [Test]
    public async Task AKeyImageOfAnotherStudy_KeepsTheReportFromBeingSigned()
    {
        string study = (await _host.AddStudyAsync()).Study;
        (_, string series, string instance) = await _host.AddStudyAsync("P2");
        await _host.SaveReportAsync(study, new { findings = "x", keyImages = new[] { new { seriesUid = series, sopUid = instance } } }, null);

        HttpResponseMessage answer = await _host.Http.PostAsJsonAsync($"/api/studies/{study}/report/sign", new { signedBy = "A" });

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.Conflict));
        Assert.That(await _host.FilesAsync(study), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task ALongReport_RunsOverSeveralPages()
    {
        (string study, string series, string instance) = await _host.AddStudyAsync();
        string text = string.Join("\n", Enumerable.Range(1, 120).Select(static n => $"{n}. The left kidney is unremarkable; no stone, no congestion, no mass; measured 11.2 x 5.1 x 4.8 cm in three planes. Größe: 山田"));
        await _host.SaveReportAsync(study, new { title = "A long one", findings = text, keyImages = Enumerable.Repeat(new { seriesUid = series, sopUid = instance, frameNumber = 1, caption = "Key" }, 3) }, null);

        byte[] pdf = await _host.Http.GetByteArrayAsync($"/api/studies/{study}/report.pdf");

        string path = Path.Combine(TestContext.CurrentContext.WorkDirectory, "long-report.pdf");
        await File.WriteAllBytesAsync(path, pdf);
        TestContext.AddTestAttachment(path);
        Assert.That(System.Text.RegularExpressions.Regex.Count(System.Text.Encoding.Latin1.GetString(pdf), @"/Type\s*/Page[^s]"), Is.GreaterThanOrEqualTo(4));
    }

    [TestCase("not-a-uid", HttpStatusCode.BadRequest)]
    [TestCase("1.2.3.4", HttpStatusCode.NotFound)]
    public async Task AStudyWithoutAReport_IsSaidSo(string study, HttpStatusCode expected)
    {
        Assert.That((await _host.Http.GetAsync($"/api/studies/{study}/report")).StatusCode, Is.EqualTo(expected));
        Assert.That((await _host.Http.PostAsJsonAsync($"/api/studies/{study}/report/sign", new { signedBy = "A" })).StatusCode, Is.EqualTo(expected));
    }
}
