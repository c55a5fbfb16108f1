using Microsoft.Playwright;
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
