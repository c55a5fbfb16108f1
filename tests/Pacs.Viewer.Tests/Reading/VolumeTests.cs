using System.Globalization;
using Microsoft.Playwright;
using Pacs.Viewer.Tests.Harness;
using static Microsoft.Playwright.Assertions;

namespace Pacs.Viewer.Tests.Reading;

/// <summary>Planes through a volume, slabs, and the volume itself, drawn by the browser.</summary>
internal sealed class VolumeTests
{
    [Test]
    public async Task Mpr_ThreePlanesAndSlab_AreDrawn()
    {
        await using ViewerPage viewer = await ViewerPage.OpenStudyAsync(TestStudies.CtCurrent);
        await viewer.WaitForPaneAsync(1);
        await viewer.Pane(0).FocusAsync();
        await viewer.Page.Keyboard.PressAsync("j");
        await Expect(viewer.Page.Locator(".mpr-grid")).ToHaveAttributeAsync("data-ready", "true");
        foreach (string plane in (string[])["axial", "sagittal", "coronal"])
        {
            await Expect(viewer.Page.Locator($".plane-{plane} [data-position]")).ToBeVisibleAsync();
            await viewer.WaitForLightAsync($"mpr-{plane}", 0.02);
        }

        await Expect(viewer.Page.Locator(".plane-coronal .side-top")).ToHaveTextAsync("H");
        await Expect(viewer.Page.Locator(".plane-sagittal .side-left")).ToHaveTextAsync("A");
        // Scrolling the axial plane moves it by one slice of 1.5 mm.
        ILocator axial = viewer.Page.Locator(".plane-axial [data-position]");
        double before = await PositionAsync(axial);
        await viewer.Page.Locator("[data-viewport=mpr-axial]").HoverAsync();
        await viewer.Page.Mouse.WheelAsync(0, 100);
        await Expect(axial).Not.ToHaveAttributeAsync("data-position", before.ToString("F1", CultureInfo.InvariantCulture));
        Assert.That(Math.Abs(await PositionAsync(axial) - before), Is.EqualTo(1.5).Within(0.11));
        double thin = await viewer.LitAsync("mpr-coronal");
        await viewer.Page.GetByLabel("Projection").SelectOptionAsync("mip");
        await viewer.WaitForLightAsync("mpr-coronal", thin);
        await Expect(viewer.Page.Locator(".server-volume img")).ToBeVisibleAsync();
        await viewer.FinishAsync();
    }

    private static async Task<double> PositionAsync(ILocator text) => double.Parse(await text.GetAttributeAsync("data-position") ?? "", CultureInfo.InvariantCulture);
}
