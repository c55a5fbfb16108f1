using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Playwright;
using Pacs.Core;
using Pacs.Viewer.Tests.Harness;
using static Microsoft.Playwright.Assertions;

namespace Pacs.Viewer.Tests.Working;

/// <summary>A worklist of twenty thousand studies: any place of it is a key away.</summary>
internal sealed class LargeWorklistTests
{
    private const int Studies = 20_000, OneRequest = 200, Reported = 15_000;
    private ViewerServer? _server;

    private ViewerServer Server => _server ?? throw new InvalidOperationException();

    [OneTimeSetUp]
    public async Task StoreAsync()
    {
        _server = await ViewerServer.StartAsync();
        foreach (int[] places in Enumerable.Range(0, Studies).Chunk(OneRequest))
            await _server.StoreAsync([.. await Task.WhenAll(places.Select(place => SmallStudies.FileAsync(SmallStudies.Numbered(place))))], "numbered studies");
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        if (_server is not null) await _server.DisposeAsync();
    }

    [Test]
    public async Task Keys_GoToAnyPlace_WhoseStudyIsSelectedWhenItIsRead()
    {
        await using ViewerPage viewer = await OpenAsync();
        ILocator selected = viewer.Page.Locator(".study-row[aria-selected=true]");
        await viewer.Page.Locator(".study-table").FocusAsync();
        await viewer.Page.Keyboard.PressAsync("End");
        await Expect(selected).ToContainTextAsync(SmallStudies.PatientId(Studies - 1));
        await Expect(viewer.Page.Locator(".details")).ToContainTextAsync(SmallStudies.PatientId(Studies - 1));
        Assert.That(await viewer.Page.Locator(".study-row").CountAsync(), Is.LessThan(60), "only what is on the screen is in the page");
        await viewer.Page.Keyboard.PressAsync("ArrowUp");
        await Expect(selected).ToContainTextAsync(SmallStudies.PatientId(Studies - 2));
        await viewer.FinishAsync("LargeWorklist_End");
        await viewer.Page.Keyboard.PressAsync("Home");
        await Expect(selected).ToContainTextAsync(SmallStudies.PatientId(0));

        // The other way round, by name.
        await viewer.Button("Patient", exact: true).ClickAsync();
        await viewer.Button("Patient ▴").ClickAsync();
        await Expect(viewer.Page.Locator(".study-row").First).ToContainTextAsync(SmallStudies.PatientId(Studies - 1));
    }

    [Test]
    public async Task Scrolled_ToTheMiddle_IsReadThere_AndStaysWhenAStudyArrives()
    {
        await using ViewerPage viewer = await OpenAsync();
        await viewer.Page.EvaluateAsync("() => { const list = document.querySelector('.study-table'); list.scrollTop = (list.scrollHeight - list.clientHeight) / 2; }");
        ILocator middle = viewer.Page.Locator(".study-row").Filter(new() { HasText = SmallStudies.PatientId(Studies / 2) });
        await middle.ClickAsync();
        await Expect(viewer.Page.Locator(".study-row", new() { HasText = "…" })).ToHaveCountAsync(0);
        await viewer.FinishAsync("LargeWorklist_Middle");
        await Server.StoreAsync(await SmallStudies.FileAsync(SmallStudies.One("NEW", "Just^Arrived", SmallStudies.Date(Studies / 2))), "one more");
        await Expect(viewer.Page.Locator(".worklist-bar [role=status]")).ToHaveTextAsync("20,001 studies");
        await Expect(viewer.Page.Locator(".details")).ToContainTextAsync(SmallStudies.PatientId(Studies / 2));
        await Expect(middle).ToBeVisibleAsync();
    }

    [Test]
    public async Task Status_FindsTheOneReportedStudy_FarDownTheList()
    {
        using HttpResponseMessage found = await Server.Http.GetAsync(new Uri($"/dicom-web/studies?PatientID={SmallStudies.PatientId(Reported)}", UriKind.Relative));
        using JsonDocument studies = JsonDocument.Parse(await found.Content.ReadAsStringAsync());
        string study = studies.RootElement[0].GetProperty("0020000D").GetProperty("Value")[0].GetString()!;
        using HttpResponseMessage set = await Server.Http.PutAsJsonAsync(new Uri($"/api/studies/{study}/status", UriKind.Relative), new { status = "reported", by = "Test" });
        set.EnsureSuccessStatusCode();
        await using ViewerPage viewer = await OpenAsync();
        await viewer.Page.GetByLabel("Status").First.SelectOptionAsync("reported");
        await Expect(viewer.Page.Locator(".worklist-bar [role=status]")).ToHaveTextAsync("1 study");
        await Expect(viewer.Page.Locator(".study-row")).ToContainTextAsync(SmallStudies.PatientId(Reported));
        await viewer.FinishAsync("LargeWorklist_Status");
    }

    private async Task<ViewerPage> OpenAsync()
    {
        ViewerPage viewer = await ViewerPage.OpenAsync("/", new() { Server = Server });
        await Expect(viewer.Page.Locator(".worklist-bar [role=status]")).ToContainTextAsync("20,00");
        return viewer;
    }
}
