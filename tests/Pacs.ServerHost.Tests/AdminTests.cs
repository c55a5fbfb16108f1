using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

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
        Assert.That((await _host.Http.PostAsync("/api/admin/verify", null)).StatusCode, Is.EqualTo(HttpStatusCode.Accepted));

        JsonElement status = default;
        for (int tries = 0; tries < 10_000 && (tries == 0 || status.GetProperty("running").GetBoolean()); tries++) status = await _host.Http.GetFromJsonAsync<JsonElement>("/api/admin/verify");

        Assert.That((status.GetProperty("running").GetBoolean(), status.GetProperty("findings").GetArrayLength(), status.GetProperty("failure").GetString()), Is.EqualTo((false, 0, (string?)null)));
    }

    [Test]
    public async Task AnEchoToAPeerThatIsNotThere_SaysWhy()
    {
        JsonElement answer = await Host.JsonAsync(await _host.Http.PostAsync("/api/admin/peers/GONE/echo", null));

        Assert.That((answer.GetProperty("ok").GetBoolean(), answer.GetProperty("error").GetString()?.Length > 0), Is.EqualTo((false, true)));
        Assert.That((await _host.Http.PostAsync("/api/admin/peers/NOBODY/echo", null)).StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
    }
}
