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
            Assert.That(await viewer.LitAsync($"mpr-{plane}"), Is.GreaterThan(0.05), plane);
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
        await viewer.Page.WaitForFunctionAsync(
            """
            thin => {
              const canvas = document.querySelector('[data-viewport=mpr-coronal] canvas');
              const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
              let lit = 0;
              for (let i = 0; i < data.length; i += 4) if (data[i] + data[i + 1] + data[i + 2] > 30) lit++;
              return lit / (data.length / 4) > thin;
            }
            """, thin);
        await viewer.FinishAsync();
    }

    private static async Task<double> PositionAsync(ILocator text) => double.Parse(await text.GetAttributeAsync("data-position") ?? "", CultureInfo.InvariantCulture);
}
