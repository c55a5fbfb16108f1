using Microsoft.Playwright;
using Pacs.Viewer.Tests.Harness;
using static Microsoft.Playwright.Assertions;

namespace Pacs.Viewer.Tests.Working;

/// <summary>Light and dark, both languages, and windows of common widths: nothing hidden, nothing out of reach.</summary>
internal sealed class AppearanceTests
{
    [TestCase("en", "dark", 1920)]
    [TestCase("en", "dark", 1600)]
    [TestCase("en", "light", 1366)]
    [TestCase("de", "dark", 1280)]
    [TestCase("de", "light", 1024)]
    [TestCase("de", "dark", 800)]
    public async Task Reader_InEachDress_IsAccessibleAndFitsItsWindow(string language, string scheme, int width)
    {
        await using ViewerPage viewer = await ViewerPage.OpenStudyAsync(TestStudies.CtCurrent, Dress(language, scheme, width));
        await viewer.WaitForPaneAsync(1);
        await AssertDressedAsync(viewer, language, scheme);
        double height = await viewer.Page.EvaluateAsync<double>("document.querySelector('.toolbar').offsetHeight");
        Assert.That(height, Is.LessThan(width < 900 ? 110 : 60), "the toolbar is one line, two in a narrow window");
        // Series and priors can be chosen in each window.
        await Expect(viewer.Page.Locator(".series-item").First).ToBeVisibleAsync();
        await viewer.SettleAsync();
        await viewer.AssertAccessibleAsync();
        await viewer.FinishAsync($"Reader_{language}_{scheme}_{width}");
    }

    [TestCase("en", "dark", 1920)]
    [TestCase("en", "light", 800)]
    [TestCase("de", "light", 1920)]
    [TestCase("de", "dark", 800)]
    public async Task Worklist_InEachDress_IsAccessibleAndFitsItsWindow(string language, string scheme, int width)
    {
        await using ViewerPage viewer = await ViewerPage.OpenAsync("/", Dress(language, scheme, width));
        await viewer.Page.Locator(".study-row").First.ClickAsync();
        await Expect(viewer.Page.Locator(".timeline li").First).ToBeVisibleAsync();
        await Expect(viewer.Page.Locator(".details a[download]")).ToBeVisibleAsync();
        // What is selected is seen: neither the pointer nor the focus is on it.
        await viewer.Page.Mouse.MoveAsync(2, 2);
        string[] colors = await viewer.Page.EvaluateAsync<string[]>("['true', 'false'].map(selected => getComputedStyle(document.querySelector(`.study-row[aria-selected=${selected}]`)).backgroundColor)");
        Assert.That(colors[0], Is.Not.EqualTo(colors[1]));
        await AssertDressedAsync(viewer, language, scheme);
        await viewer.AssertAccessibleAsync();
        await viewer.FinishAsync($"Worklist_{language}_{scheme}_{width}");
    }

    [TestCase("en", "dark", 1920)]
    [TestCase("en", "light", 800)]
    [TestCase("de", "light", 1920)]
    [TestCase("de", "dark", 800)]
    public async Task Admin_InEachDress_IsAccessibleAndFitsItsWindow(string language, string scheme, int width)
    {
        await using ViewerPage viewer = await ViewerPage.OpenAsync("/admin", Dress(language, scheme, width));
        await Expect(viewer.Page.Locator(".chart-bar").First).ToBeAttachedAsync();
        await Expect(viewer.Page.Locator(".change-table tr").First).ToBeAttachedAsync();
        await AssertDressedAsync(viewer, language, scheme);
        await viewer.AssertAccessibleAsync();
        await viewer.FinishAsync($"Admin_{language}_{scheme}_{width}");
    }

    [TestCase("en", "dark", 1920)]
    [TestCase("en", "light", 800)]
    [TestCase("de", "light", 1920)]
    [TestCase("de", "dark", 800)]
    public async Task Report_InEachDress_IsAccessibleAndFitsItsWindow(string language, string scheme, int width)
    {
        await using ViewerPage viewer = await ViewerPage.OpenStudyAsync(TestStudies.CtCurrent, Dress(language, scheme, width));
        await viewer.WaitForPaneAsync(1);
        await viewer.Button(language == "en" ? "Report" : "Befund").ClickAsync();
        await Expect(viewer.Page.Locator(".side-panel textarea").First).ToBeVisibleAsync();
        await AssertDressedAsync(viewer, language, scheme);
        await viewer.SettleAsync();
        await viewer.AssertAccessibleAsync();
        await viewer.FinishAsync($"Report_{language}_{scheme}_{width}");
    }

    [Test]
    public async Task Keys_AreListedInADialog()
    {
        await using ViewerPage viewer = await ViewerPage.OpenStudyAsync(TestStudies.MrCurrent);
        await viewer.Button("Keyboard").ClickAsync();
        await Expect(viewer.Page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("Reference lines");
        await viewer.AssertAccessibleAsync();
        await viewer.FinishAsync();
        await viewer.Page.Keyboard.PressAsync("Escape");
        await Expect(viewer.Page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
    }

    private static ViewerPageOptions Dress(string language, string scheme, int width) => new() { Width = width, Height = width == 1920 ? 1080 : 768, Script = ViewerPageOptions.Dress(language, scheme) };

    private static async Task AssertDressedAsync(ViewerPage viewer, string language, string scheme)
    {
        await Expect(viewer.Page.Locator("html")).ToHaveAttributeAsync("data-mantine-color-scheme", scheme);
        await Expect(viewer.Page.Locator("html")).ToHaveAttributeAsync("lang", language);
        Assert.That(await viewer.Page.EvaluateAsync<double>("document.documentElement.scrollWidth - innerWidth"), Is.LessThanOrEqualTo(0), "nothing is wider than the window");
    }
}
