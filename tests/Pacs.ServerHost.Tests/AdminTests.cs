using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Pacs.Archive;
using Pacs.Archive.Sqlite;
using Pacs.Core;

namespace Pacs.ServerHost.Tests;

public sealed class AdminTests
{
    private Host _host = null!;

    [SetUp]
    public async Task StartAsync() => _host = await Host.StartAsync();

    [TearDown]
    public async Task StopAsync() => await _host.DisposeAsync();

    [Test]
    public async Task TheOverview_CountsWhatArrived()
    {
        await _host.AddStudyAsync();

        JsonElement overview = await _host.Http.GetFromJsonAsync<JsonElement>("/api/admin/overview");

        Assert.Multiple(() =>
        {
            Assert.That(overview.GetProperty("status").GetProperty("instances").GetInt64(), Is.EqualTo(1));
            Assert.That(overview.GetProperty("received").GetProperty("instances").GetInt64(), Is.GreaterThanOrEqualTo(1));
            Assert.That(overview.GetProperty("ingest").GetArrayLength(), Is.EqualTo(120));
            Assert.That(overview.GetProperty("peers")[0].GetProperty("aeTitle").GetString(), Is.EqualTo("GONE"));
            Assert.That(overview.ToString(), Does.Not.Contain("Müller"));
        });
    }

    [Test]
    public async Task TheChanges_NameWhatWasStoredAfterASequence()
    {
        (string study, _, string instance) = await _host.AddStudyAsync();

        JsonElement changes = await _host.Http.GetFromJsonAsync<JsonElement>("/api/admin/changes?after=0");
        Assert.That((changes[0].GetProperty("study").GetString(), changes[0].GetProperty("instance").GetString()), Is.EqualTo((study, instance)));
        JsonElement later = await _host.Http.GetFromJsonAsync<JsonElement>($"/api/admin/changes?after={changes[0].GetProperty("sequence").GetInt64()}");
        Assert.That(later.GetArrayLength(), Is.Zero);
    }

    [Test]
    public async Task AVerification_EndsWithoutFindingsOnAHealthyArchive()
    {
        await _host.AddStudyAsync();

        JsonElement status = await RunAsync("/api/admin/verify");

        Assert.That((status.GetProperty("running").GetBoolean(), status.GetProperty("findings").GetArrayLength(), status.GetProperty("failure").GetString()), Is.EqualTo((false, 0, (string?)null)));
        Assert.That((status.GetProperty("done").GetInt64(), status.GetProperty("total").GetInt64()), Is.EqualTo((1, 1)));
    }

    [Test]
    public async Task ABackup_IsAnArchiveOfItsOwn_AndASecondOneCopiesWhatIsNew()
    {
        (string first, _, string instance) = await _host.AddStudyAsync();
        await _host.SaveReportAsync(first, new { impression = "Nothing." }, null);
        Assert.That(Counts(await RunAsync("/api/admin/backup")), Is.EqualTo((1, 1, 1)));
        (string second, _, _) = await _host.AddStudyAsync("P2");
        Assert.That(Counts(await RunAsync("/api/admin/backup")), Is.EqualTo((2, 2, 1)));

        await using DicomArchive backup = await SqliteArchive.OpenAsync(_host.BackupFolder);
        var studies = new List<string?>();
        await foreach (DicomFile file in backup.RetrieveAsync(new InstanceSelector())) studies.Add(file.Dataset.GetString(DicomTag.StudyInstanceUID));
        Assert.That(studies, Is.EquivalentTo(new[] { first, second }));
        await foreach (VerifyFinding finding in backup.VerifyAsync()) Assert.Fail(finding.ToString());
        Assert.That(File.Exists(Path.Combine(_host.BackupFolder, "reading.db")), instance);
    }

    private static (long Done, long Total, long Copied) Counts(JsonElement status)
    {
        Assert.That(status.GetProperty("failure").GetString(), Is.Null);
        return (status.GetProperty("done").GetInt64(), status.GetProperty("total").GetInt64(), status.GetProperty("copied").GetInt64());
    }

    /// <summary>Starts a long job and asks until it has ended.</summary>
    private async Task<JsonElement> RunAsync(string path)
    {
        Assert.That((await _host.Http.PostAsync(path, null)).StatusCode, Is.EqualTo(HttpStatusCode.Accepted));
        JsonElement status;
        do status = await _host.Http.GetFromJsonAsync<JsonElement>(path);
        while (status.GetProperty("running").GetBoolean());
        return status;
    }

    [Test]
    public async Task AnEchoToAPeerThatIsNotThere_SaysWhy()
    {
        JsonElement answer = await Host.JsonAsync(await _host.Http.PostAsync("/api/admin/peers/GONE/echo", null));

        Assert.That((answer.GetProperty("ok").GetBoolean(), answer.GetProperty("error").GetString()?.Length > 0), Is.EqualTo((false, true)));
        Assert.That((await _host.Http.PostAsync("/api/admin/peers/NOBODY/echo", null)).StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
    }
}
