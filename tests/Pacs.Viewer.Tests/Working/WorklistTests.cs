using Microsoft.Playwright;
using Pacs.Core;
using Pacs.Viewer.Tests.Harness;
using static Microsoft.Playwright.Assertions;

namespace Pacs.Viewer.Tests.Working;

/// <summary>The worklist: finding, status, upload, keyboard, both languages, both colour schemes.</summary>
internal sealed class WorklistTests
{
    [Test]
    public async Task Worklist_SearchSortAndSelect_ShowWhatTheArchiveHas()
    {
        await using ViewerPage viewer = await ViewerPage.OpenAsync("/");
        await Expect(viewer.Page.Locator(".study-row").First).ToBeVisibleAsync();
        await viewer.Page.Keyboard.PressAsync("/");
        await viewer.Page.Keyboard.TypeAsync("volume");
        await Expect(viewer.Page.Locator(".worklist-bar [role=status]")).ToHaveTextAsync("2 studies");
        await Expect(viewer.Page.Locator(".study-row").First).ToContainTextAsync("2024-06-11");
        await viewer.Page.GetByRole(AriaRole.Button, new() { Name = "Study date" }).ClickAsync();
        await Expect(viewer.Page.Locator(".study-row").First).ToContainTextAsync("2023-11-08");
        await viewer.Page.Locator(".study-table").FocusAsync();
        await viewer.Page.Keyboard.PressAsync("ArrowDown");
        await Expect(viewer.Page.Locator(".timeline li")).ToHaveCountAsync(2);
        await Expect(viewer.Page.Locator(".details .thumbnail img").First).ToBeVisibleAsync();
        await viewer.AssertAccessibleAsync();
        await viewer.FinishAsync();
        await viewer.Page.Keyboard.PressAsync("Enter");
        await viewer.WaitForPaneAsync(0);
    }

    [TestCase("Patient", "Filterman", null)]
    [TestCase("Patient ID", "FILTER-2", null)]
    [TestCase("Accession", "ACC-77", null)]
    [TestCase("Description", "knee", null)]
    [TestCase("Modality", "XA", null)]
    [TestCase("From", "1987-03-04", "To")]
    public async Task Filter_OfEachField_LeavesTheStudyThatMatches(string label, string value, string? until)
    {
        foreach (DicomDataset image in (DicomDataset[])
            [SmallStudies.One("FILTER-1", "Someone^Else", "19870303"), SmallStudies.One("FILTER-2", "Filterman^Ada", "19870304", "XA", "Left knee", "ACC-77"), SmallStudies.One("FILTER-3", "Third^Person", "19870305")])
            await Room.Server.StoreAsync(await SmallStudies.FileAsync(Stable(image)), "filters");
        await using ViewerPage viewer = await ViewerPage.OpenAsync("/");
        ILocator filters = viewer.Page.GetByRole(AriaRole.Search), field = filters.GetByLabel(label, new() { Exact = true });
        if (label == "Modality") await field.SelectOptionAsync(value);
        else await field.FillAsync(value);
        if (until is not null) await filters.GetByLabel(until, new() { Exact = true }).FillAsync(value);
        // The studies that other tests have stored may be of the same modality.
        if (label != "Modality") await Expect(viewer.Page.Locator(".worklist-bar [role=status]")).ToHaveTextAsync("1 study");
        await Expect(viewer.Page.Locator(".study-row").Filter(new() { HasText = "FILTER-2" })).ToHaveCountAsync(1);
        await Expect(viewer.Page.Locator(".study-row").Filter(new() { HasText = "FILTER-1" })).ToHaveCountAsync(0);
        await viewer.FinishAsync($"Worklist_Filter_{label.Replace(' ', '_')}");
        await viewer.Button("Clear filters").ClickAsync();
        await Expect(viewer.Page.Locator(".worklist-bar [role=status]")).Not.ToHaveTextAsync("1 study");
    }

    [Test]
    public async Task Status_SetBesideTheList_IsShownAndFoundByIt()
    {
        await Room.Server.StoreAsync(await SmallStudies.FileAsync(SmallStudies.One("STATUS-1", "Status^One", "20240101")), "status");
        await using ViewerPage viewer = await ViewerPage.OpenAsync("/");
        await viewer.Page.GetByRole(AriaRole.Search).GetByLabel("Patient ID").FillAsync("STATUS-1");
        await Expect(viewer.Page.Locator(".worklist-bar [role=status]")).ToHaveTextAsync("1 study");
        await Expect(viewer.Page.Locator(".study-row")).ToContainTextAsync("Unread");
        await viewer.Page.Locator(".study-row").ClickAsync();
        await viewer.Page.Locator(".details").GetByLabel("Status").SelectOptionAsync("inProgress");
        await Expect(viewer.Page.Locator(".study-row")).ToContainTextAsync("In progress");
        ILocator filter = viewer.Page.GetByRole(AriaRole.Search).GetByLabel("Status");
        await filter.SelectOptionAsync("unread");
        await Expect(viewer.Page.GetByText("No study matches.")).ToBeVisibleAsync();
        await filter.SelectOptionAsync("inProgress");
        await Expect(viewer.Page.Locator(".study-row")).ToContainTextAsync("STATUS-1");
        await viewer.FinishAsync();
    }

    // The same study at each call: it is stored once, whatever the order of the cases.
    private static DicomDataset Stable(DicomDataset image)
    {
        string uid = $"1.2.826.0.1.3680043.8.498.{image.GetString(DicomTag.PatientID)![^1]}";
        foreach ((DicomTag tag, int level) in ((DicomTag, int)[])[(DicomTag.StudyInstanceUID, 1), (DicomTag.SeriesInstanceUID, 2), (DicomTag.SOPInstanceUID, 3)]) image.Set(tag, $"{uid}.{level}");
        return image;
    }

    [Test]
    public async Task Upload_AFile_IsStoredAndListed()
    {
        await using ViewerPage viewer = await ViewerPage.OpenAsync("/");
        await viewer.Page.Locator("input[type=file]").SetInputFilesAsync(SharedData.File("native/CT_small.dcm"));
        await Expect(viewer.Page.Locator(".upload-progress")).ToContainTextAsync("1 image stored");
        await viewer.Page.GetByLabel("Patient ID").FillAsync("1CT1");
        await Expect(viewer.Page.Locator(".study-row").First).ToContainTextAsync("1CT1");
        await viewer.FinishAsync();
    }

    [Test]
    public async Task Worklist_GermanAndLight_IsWhole()
    {
        await using ViewerPage viewer = await ViewerPage.OpenAsync("/");
        await viewer.Page.GetByLabel("Language").SelectOptionAsync("de");
        await viewer.Page.GetByRole(AriaRole.Button, new() { Name = "Hell oder dunkel" }).ClickAsync();
        await Expect(viewer.Page.Locator("html")).ToHaveAttributeAsync("data-mantine-color-scheme", "light");
        await viewer.Page.Locator(".study-row").First.ClickAsync();
        await Expect(viewer.Page.GetByRole(AriaRole.Button, new() { Name = "Öffnen" })).ToBeVisibleAsync();
        await viewer.AssertAccessibleAsync();
        await viewer.FinishAsync();
    }
}
