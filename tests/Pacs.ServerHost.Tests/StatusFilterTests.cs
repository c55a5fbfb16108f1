using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Pacs.ServerHost.Tests;

/// <summary>A search for the studies of a status: one query, so that its pages and its total are right.</summary>
public sealed class StatusFilterTests
{
    private readonly List<string> _studies = [];
    private Host _host = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _host = await Host.StartAsync();
        _studies.Clear();
        for (int i = 0; i < 6; i++) _studies.Add((await _host.AddStudyAsync($"P{i}")).Study);
    }

    [TearDown]
    public async Task StopAsync() => await _host.DisposeAsync();

    [TestCase("reported", "P1 P4")]
    [TestCase("inProgress", "P2")]
    [TestCase("unread", "P0 P3 P5")]
    public async Task AStatus_FindsItsStudies_AndCountsThem(string status, string patients)
    {
        await SetAsync(1, "reported");
        await SetAsync(2, "inProgress");
        await SetAsync(4, "reported");
        (string found, string? total) = await SearchAsync($"readingstatus={status}&orderby=PatientID");
        Assert.That((found, total), Is.EqualTo((patients, patients.Split(' ').Length.ToString(System.Globalization.CultureInfo.InvariantCulture))));
    }

    [Test]
    public async Task APage_IsAPageOfThoseOfTheStatus()
    {
        await SetAsync(0, "reported");
        await SetAsync(3, "reported");
        Assert.That(await SearchAsync("readingstatus=unread&orderby=-PatientID&offset=1&limit=2"), Is.EqualTo(("P4 P2", "4")));
        Assert.That(await SearchAsync("readingstatus=unread&orderby=PatientID&PatientID=P5&limit=2"), Is.EqualTo(("P5", "1")), "with other keys");
        Assert.That(await SearchAsync("readingstatus=reported&PatientID=P5"), Is.EqualTo(("", "0")));
    }

    [Test]
    public async Task WithoutAnyStatus_AllAreUnread()
    {
        Assert.That((await SearchAsync("readingstatus=unread")).Total, Is.EqualTo("6"));
        Assert.That(await SearchAsync("readingstatus=reported"), Is.EqualTo(("", "0")));
        Assert.That((await SearchAsync("")).Total, Is.EqualTo("6"));
    }

    [Test]
    public async Task AStudyThatIsUnreadAgain_IsFoundAsUnread()
    {
        await SetAsync(1, "reported");
        await SetAsync(1, "unread");
        Assert.That((await SearchAsync("readingstatus=unread")).Total, Is.EqualTo("6"));
        Assert.That((await SearchAsync("readingstatus=reported")).Total, Is.EqualTo("0"));
    }

    [Test]
    public async Task AnUnknownStatus_IsRefused()
    {
        using HttpResponseMessage answer = await _host.Http.GetAsync("/dicom-web/studies?readingstatus=done");
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
    }

    [Test]
    public async Task AVisitorByLink_IsNotToldTheStatus()
    {
        await SetAsync(1, "reported");
        JsonElement link = await Host.JsonAsync(await _host.Http.PostAsJsonAsync($"/api/studies/{_studies[1]}/shares", new { hours = 1, note = "" }));
        using HttpClient visitor = _host.Visitor();
        await visitor.GetAsync(link.GetProperty("url").GetString());
        JsonElement found = await visitor.GetFromJsonAsync<JsonElement>("/dicom-web/studies?readingstatus=unread");
        Assert.That(found.GetArrayLength(), Is.EqualTo(1), "the parameter is passed over");
    }

    private async Task SetAsync(int study, string status)
    {
        using HttpResponseMessage set = await _host.Http.PutAsJsonAsync($"/api/studies/{_studies[study]}/status", new { status, by = "me" });
        set.EnsureSuccessStatusCode();
    }

    private async Task<(string Patients, string? Total)> SearchAsync(string query)
    {
        using HttpResponseMessage answer = await _host.Http.GetAsync($"/dicom-web/studies?{query}");
        if (answer.StatusCode == HttpStatusCode.NoContent) return ("", "0");
        string[] patients = [.. (await Host.JsonAsync(answer)).EnumerateArray().Select(study => study.GetProperty("00100020").GetProperty("Value")[0].GetString()!)];
        return (string.Join(' ', patients), answer.Headers.TryGetValues("X-Total-Count", out IEnumerable<string>? total) ? total.Single() : null);
    }
}
