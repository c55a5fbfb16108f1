using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Pacs.ServerHost.Tests;

public sealed class ShareTests
{
    private Host _host = null!;

    [SetUp]
    public async Task StartAsync() => _host = await Host.StartAsync();

    [TearDown]
    public async Task StopAsync() => await _host.DisposeAsync();

    [Test]
    public async Task ALink_OpensItsStudyAndNoOther()
    {
        string shared = (await _host.AddStudyAsync("P1")).Study, other = (await _host.AddStudyAsync("P2")).Study;
        using HttpClient visitor = await EnterAsync(shared);

        JsonElement studies = await visitor.GetFromJsonAsync<JsonElement>("/dicom-web/studies");
        Assert.Multiple(async () =>
        {
            Assert.That(studies.EnumerateArray().Select(static study => study.GetProperty("0020000D").GetProperty("Value")[0].GetString()), Is.EqualTo(new[] { shared }));
            Assert.That((await visitor.GetAsync($"/dicom-web/studies/{shared}/metadata")).StatusCode, Is.EqualTo(HttpStatusCode.OK));
            Assert.That((await visitor.GetAsync($"/dicom-web/studies/{other}/metadata")).StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
            Assert.That((await visitor.GetFromJsonAsync<JsonElement>("/api/session")).GetProperty("kind").GetString(), Is.EqualTo("share"));
        });
    }

    [TestCase("GET", "/api/admin/overview")]
    [TestCase("GET", "/api/studies/1.2.3/report")]
    [TestCase("POST", "/dicom-web/studies")]
    [TestCase("GET", "/hubs/reading")]
    [TestCase("GET", "/")]
    [TestCase("GET", "/admin")]
    [TestCase("POST", "/api/studies/1.2.3/shares")]
    public async Task ALink_IsForLookingAtThatStudyOnly(string method, string path)
    {
        using HttpClient visitor = await EnterAsync((await _host.AddStudyAsync()).Study);
        using var request = new HttpRequestMessage(new HttpMethod(method), path);

        Assert.That((await visitor.SendAsync(request)).StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
    }

    [Test]
    public async Task AWithdrawnLink_OpensNothing()
    {
        string study = (await _host.AddStudyAsync()).Study;
        JsonElement link = await CreateAsync(study);
        using HttpClient visitor = _host.Visitor();
        await visitor.GetAsync(link.GetProperty("url").GetString());
        await _host.Http.DeleteAsync($"/api/shares/{link.GetProperty("id").GetString()}");

        Assert.Multiple(async () =>
        {
            Assert.That((await visitor.GetAsync("/dicom-web/studies")).StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
            Assert.That((await visitor.GetAsync(link.GetProperty("url").GetString())).StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        });
    }

    [Test]
    public async Task TheListOfLinks_HoldsNoKeys()
    {
        string study = (await _host.AddStudyAsync()).Study;
        string token = (await CreateAsync(study)).GetProperty("url").GetString()!["/share/".Length..];

        string list = await _host.Http.GetStringAsync($"/api/studies/{study}/shares");

        Assert.That(list, Does.Contain("for Dr. Shepherd").And.Not.Contain(token));
    }

    [TestCase(0)]
    [TestCase(-1)]
    [TestCase(100_000)]
    public async Task ALinkThatLastsTooLongOrNotAtAll_IsRefused(double hours) =>
        Assert.That((await _host.Http.PostAsJsonAsync("/api/studies/1.2.3/shares", new { hours })).StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));

    private async Task<JsonElement> CreateAsync(string study) => await Host.JsonAsync(await _host.Http.PostAsJsonAsync($"/api/studies/{study}/shares", new { hours = 1, note = "for Dr. Shepherd" }));

    private async Task<HttpClient> EnterAsync(string study)
    {
        HttpClient visitor = _host.Visitor();
        HttpResponseMessage entered = await visitor.GetAsync((await CreateAsync(study)).GetProperty("url").GetString());
        Assert.That(entered.Headers.Location?.ToString(), Is.EqualTo($"/viewer/{study}"));
        return visitor;
    }
}
