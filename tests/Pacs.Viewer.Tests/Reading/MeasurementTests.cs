using System.Globalization;
using Microsoft.Playwright;
using Pacs.Viewer.Tests.Harness;
using static Microsoft.Playwright.Assertions;

namespace Pacs.Viewer.Tests.Reading;

/// <summary>Measuring against the known truth of the test volume, and what becomes of a measurement in the archive.</summary>
[Category("PS3.16 TID 1500")]
internal sealed class MeasurementTests
{
    private const double PixelSpacing = 1.621094;

    [Test]
    public async Task Measure_SphereAndLength_HaveTheirTrueValuesAndSurviveTheArchive()
    {
        await using (ViewerPage viewer = await OpenAtSphereAsync())
        {
            // The sphere's centre is at x = 8, y = -12 mm: well inside its radius of 12 mm the value is 300 HU everywhere.
            (double column, double row) = TestStudies.SphereCentre;
            await viewer.Page.Keyboard.PressAsync("e");
            await viewer.DragAsync(0, 256, (column, row), (column + 2.5, row + 2.5));
            ILocator ellipse = viewer.Page.Locator("[data-tool=EllipticalROI]");
            await Expect(ellipse).ToContainTextAsync("Mean");
            Assert.That(await FigureAsync(ellipse, "mean"), Is.EqualTo(300).Within(0.01));
            Assert.That(await FigureAsync(ellipse, "sd"), Is.Zero.Within(0.01));
            await Expect(ellipse).ToContainTextAsync("HU");

            await viewer.Page.Keyboard.PressAsync("l");
            await viewer.DragAsync(0, 256, (60, 180), (120, 180));
            ILocator length = viewer.Page.Locator("[data-tool=Length]");
            await Expect(length).ToContainTextAsync("mm");
            // The mouse moves by whole pixels of the screen.
            Assert.That(await FigureAsync(length, "length"), Is.EqualTo(60 * PixelSpacing).Within(1));

            // An angle that is begun and left is not a measurement.
            await viewer.Page.Keyboard.PressAsync("a");
            await viewer.DragAsync(0, 256, (150, 200), (190, 200));
            await viewer.Page.Keyboard.PressAsync("w");
            await Expect(viewer.Page.Locator(".measurement-list > li")).ToHaveCountAsync(2);
            await viewer.Page.GetByRole(AriaRole.Button, new() { Name = "Save as DICOM SR" }).ClickAsync();
            await Expect(viewer.Page.Locator(".side-panel > [role=status]")).ToContainTextAsync("stored in the archive");
            await viewer.FinishAsync("Measure_Saved");
        }

        await using ViewerPage again = await OpenAtSphereAsync();
        await Expect(again.Page.Locator("[data-tool=EllipticalROI]")).ToContainTextAsync("Saved", new() { IgnoreCase = true });
        Assert.That(await FigureAsync(again.Page.Locator("[data-tool=EllipticalROI]"), "mean"), Is.EqualTo(300).Within(0.01));
        Assert.That(await FigureAsync(again.Page.Locator("[data-tool=Length]"), "length"), Is.EqualTo(60 * PixelSpacing).Within(1));
        await again.FinishAsync("Measure_Reloaded");
    }

    private static async Task<ViewerPage> OpenAtSphereAsync()
    {
        ViewerPage viewer = await ViewerPage.OpenStudyAsync(TestStudies.CtCurrent);
        await viewer.WaitForPaneAsync(1);
        await viewer.Page.GetByRole(AriaRole.Button, new() { Name = "Measurements", Exact = true }).ClickAsync();
        await viewer.Pane(0).FocusAsync();
        await Expect(viewer.Page.Locator(".overlay .bottom-right").First).ToContainTextAsync("1.0×");
        await viewer.SettleAsync();
        return viewer;
    }

    private static async Task<double> FigureAsync(ILocator measurement, string figure) =>
        double.Parse(await measurement.Locator($"[data-figure={figure}]").GetAttributeAsync("data-value") ?? "", CultureInfo.InvariantCulture);
}
