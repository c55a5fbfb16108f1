using System.Data.Common;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;
using Microsoft.Playwright;
using Pacs.Viewer.Tests.Harness;
using static Microsoft.Playwright.Assertions;

namespace Pacs.Viewer.Tests.Working;

/// <summary>A worklist of twenty thousand studies: any place of it is a key away.</summary>
internal sealed class LargeWorklistTests
{
    private const int Studies = 20_000, OneRequest = 200, Reported = 15_003, OneIn = 20;
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
        await SetAsync((await StudiesAsync()).Single(each => each.Patient == SmallStudies.PatientId(Reported)).Study, "reported");
        await using ViewerPage viewer = await OpenAsync();
        await viewer.Page.GetByLabel("Status").First.SelectOptionAsync("reported");
        await Expect(viewer.Page.Locator(".worklist-bar [role=status]")).ToHaveTextAsync("1 study");
        await Expect(viewer.Page.Locator(".study-row")).ToContainTextAsync(SmallStudies.PatientId(Reported));
        await viewer.FinishAsync("LargeWorklist_Status");
    }

    [Test]
    public async Task Status_OfNineteenThousand_LeavesTheOthers_InPagesAndInOrder()
    {
        HashSet<string> odd = [.. Enumerable.Range(0, Studies).Where(place => place % OneIn == 0).Select(SmallStudies.PatientId)];
        List<(string Study, string Patient)> all = await StudiesAsync();
        using (var reading = new SqliteConnection($"Data Source={Path.Combine(Server.DataFolder, "reading.db")};Pooling=False"))
        {
            await reading.OpenAsync();
            await using DbTransaction together = await reading.BeginTransactionAsync();
            await using SqliteCommand insert = reading.CreateCommand();
            insert.CommandText = "INSERT INTO status (study, status, by, at) VALUES ($1, 'Reported', 'Test', '2026-01-01T00:00:00.0000000+00:00') ON CONFLICT (study) DO UPDATE SET status = 'Reported'";
            SqliteParameter study = insert.Parameters.Add("$1", SqliteType.Text);
            foreach ((string uid, _) in all.Where(each => !odd.Contains(each.Patient)))
            {
                study.Value = uid;
                await insert.ExecuteNonQueryAsync();
            }

            await together.CommitAsync();
        }

        try
        {
            await using ViewerPage viewer = await OpenAsync();
            await viewer.Page.GetByLabel("Status").First.SelectOptionAsync("unread");
            ILocator count = viewer.Page.Locator(".worklist-bar [role=status]"), selected = viewer.Page.Locator(".study-row[aria-selected=true]");
            await Expect(count).ToHaveTextAsync(new Regex($"^{Studies / OneIn:N0} studies$"));
            await viewer.Page.Locator(".study-table").FocusAsync();
            await viewer.Page.Keyboard.PressAsync("End");
            await Expect(selected).ToContainTextAsync(SmallStudies.PatientId(Studies - OneIn));
            await viewer.Page.Keyboard.PressAsync("ArrowUp");
            await Expect(selected).ToContainTextAsync(SmallStudies.PatientId(Studies - 2 * OneIn));

            // Somebody else reads one of them: it leaves this list by itself.
            await SetAsync(all.Single(each => each.Patient == SmallStudies.PatientId(Studies - 2 * OneIn)).Study, "inProgress");
            await Expect(count).ToHaveTextAsync(new Regex($"^{Studies / OneIn - 1:N0} studies$"));
            await viewer.FinishAsync("LargeWorklist_Unread");
            await viewer.Page.GetByLabel("Status").First.SelectOptionAsync("reported");
            await Expect(count).ToContainTextAsync((all.Count - Studies / OneIn).ToString("N0", CultureInfo.InvariantCulture));
        }
        finally
        {
            using var reading = new SqliteConnection($"Data Source={Path.Combine(Server.DataFolder, "reading.db")};Pooling=False");
            await reading.OpenAsync();
            await using SqliteCommand forget = reading.CreateCommand();
            forget.CommandText = "DELETE FROM status";
            await forget.ExecuteNonQueryAsync();
        }
    }

    private async Task<List<(string Study, string Patient)>> StudiesAsync()
    {
        using JsonDocument studies = JsonDocument.Parse(await Server.Http.GetStringAsync(new Uri("/dicom-web/studies", UriKind.Relative)));
        string Value(JsonElement study, string tag) => study.GetProperty(tag).GetProperty("Value")[0].GetString()!;
        return [.. studies.RootElement.EnumerateArray().Select(study => (Value(study, "0020000D"), Value(study, "00100020")))];
    }

    private async Task SetAsync(string study, string status)
    {
        using HttpResponseMessage set = await Server.Http.PutAsJsonAsync(new Uri($"/api/studies/{study}/status", UriKind.Relative), new { status, by = "Test" });
        set.EnsureSuccessStatusCode();
    }

    private async Task<ViewerPage> OpenAsync()
    {
        ViewerPage viewer = await ViewerPage.OpenAsync("/", new() { Server = Server });
        await Expect(viewer.Page.Locator(".worklist-bar [role=status]")).ToContainTextAsync("20,00");
        return viewer;
    }
}
