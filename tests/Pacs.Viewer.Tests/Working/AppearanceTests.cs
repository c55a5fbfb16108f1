using Pacs.Viewer.Tests.Harness;
using static Microsoft.Playwright.Assertions;

namespace Pacs.Viewer.Tests.Working;

/// <summary>Light and dark, both languages, and windows of common widths: nothing hidden, nothing out of reach.</summary>
internal sealed class AppearanceTests
{
    [TestCase("en", "dark", 1600)]
    [TestCase("en", "light", 1366)]
    [TestCase("de", "dark", 1280)]
    [TestCase("de", "light", 1024)]
    public async Task Reader_InEachDress_IsAccessibleAndFitsItsWindow(string language, string scheme, int width)
    {
        await using ViewerPage viewer = await ViewerPage.OpenStudyAsync(TestStudies.CtCurrent, new()
        {
            Width = width,
            Height = 768,
            Script = $"localStorage.setItem('pacs.language', '{language}'); localStorage.setItem('mantine-color-scheme-value', '{scheme}')",
        });
        await viewer.WaitForPaneAsync(1);
        await Expect(viewer.Page.Locator("html")).ToHaveAttributeAsync("data-mantine-color-scheme", scheme);
        await Expect(viewer.Page.Locator("html")).ToHaveAttributeAsync("lang", language);
        double[] heights = await viewer.Page.EvaluateAsync<double[]>("[document.querySelector('.toolbar').offsetHeight, document.documentElement.scrollWidth - innerWidth]");
        Assert.That(heights[0], Is.LessThan(60), "the toolbar is one line");
        Assert.That(heights[1], Is.LessThanOrEqualTo(0), "nothing is wider than the window");
        await viewer.SettleAsync();
        await viewer.AssertAccessibleAsync();
        await viewer.FinishAsync($"Reader_{language}_{scheme}_{width}");
    }
}
