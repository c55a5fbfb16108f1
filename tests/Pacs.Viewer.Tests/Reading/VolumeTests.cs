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

    [TestCase("minip")]
    [TestCase("mean")]
    public async Task Slab_OfEachProjection_ChangesThePlane(string projection)
    {
        await using ViewerPage viewer = await OpenMprAsync(new() { Width = 1024, Height = 768 });
        int[] thin = await MiddleAsync(viewer);
        await viewer.Page.GetByLabel("Projection").SelectOptionAsync(projection);
        await viewer.Page.GetByRole(AriaRole.Slider, new() { Name = "Slab" }).FocusAsync();
        await viewer.Page.Keyboard.PressAsync("End");
        // Through the sphere: the least along 100 mm is outside of it, the mean between.
        await viewer.Page.WaitForFunctionAsync($"before => {Middle}.some((value, i) => Math.abs(value - before[i]) > 10)", thin, new() { PollingInterval = 200 });
        await viewer.FinishAsync($"Mpr_{projection}");
    }

    [Test]
    public async Task Crosshairs_Turned_MakeThePlanesOblique()
    {
        await using ViewerPage viewer = await OpenMprAsync(new() { Width = 1366, Height = 768 });
        ILocator label = viewer.Page.Locator(".plane-coronal .side-right");
        await Expect(label).ToHaveTextAsync("L");
        // The handles to turn the lines by appear where the pointer is on one of them.
        LocatorBoundingBoxResult box = await viewer.Page.Locator("[data-viewport=mpr-axial]").BoundingBoxAsync() ?? throw new InvalidOperationException();
        (float x, float y) = (box.X + box.Width / 2, box.Y + box.Height / 2);
        await viewer.Page.Mouse.MoveAsync(x + box.Width / 5, y);
        await viewer.Page.Mouse.MoveAsync(x + box.Width / 5 + 2, y, new MouseMoveOptions { Steps = 3 });
        ILocator handle = viewer.Page.Locator("[data-viewport=mpr-axial] svg circle");
        await Expect(handle.First).ToBeAttachedAsync();
        double[][] places = await viewer.Page.EvaluateAsync<double[][]>("() => [...document.querySelectorAll('[data-viewport=mpr-axial] svg circle')].map(circle => { const { x, y, width, height } = circle.getBoundingClientRect(); return [x + width / 2, y + height / 2]; })");
        double[] right = places.OrderByDescending(place => place[0]).First();
        await viewer.Page.Mouse.MoveAsync((float)right[0], (float)right[1], new MouseMoveOptions { Steps = 3 });
        await viewer.Page.Mouse.DownAsync();
        double reach = right[0] - x;
        for (int degrees = 5; degrees <= 40; degrees += 5)
        {
            double angle = degrees * Math.PI / 180;
            await viewer.Page.Mouse.MoveAsync((float)(x + reach * Math.Cos(angle)), (float)(y + reach * Math.Sin(angle)));
        }

        await viewer.Page.Mouse.UpAsync();
        await Expect(label).Not.ToHaveTextAsync("L");
        await viewer.FinishAsync("Mpr_Oblique");
    }

    [Test]
    public async Task Volume_ByTheGraphicsProcessor_ChangesWithItsPreset()
    {
        // No processor here: the browser says that there is one, and draws by software.
        await using ViewerPage viewer = await OpenMprAsync(new() { Width = 800, Height = 600, Script = ViewerPageOptions.WithProcessor.Script });
        await viewer.WaitForLightAsync("volume-3d", 0.02);
        await Expect(viewer.Page.Locator(".pane:has([data-viewport=volume-3d]) .bottom-left")).ToContainTextAsync("Drawn by this browser");
        double[] bone = await viewer.Page.EvaluateAsync<double[]>(Colour);
        await viewer.FinishAsync("Volume_Bone");
        await viewer.Page.GetByLabel("Rendering").SelectOptionAsync("CT-Soft-Tissue");
        await viewer.Page.WaitForFunctionAsync($"before => {Colour}.some((value, i) => Math.abs(value - before[i]) > 1)", bone, new() { PollingInterval = 200 });
        await viewer.FinishAsync("Volume_SoftTissue");
    }

    // The mean colour of the volume's pane.
    private const string Colour =
        "(() => { const canvas = document.querySelector('[data-viewport=volume-3d] canvas'); const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height); const sum = [0, 0, 0]; for (let i = 0; i < data.length; i += 4) for (let c = 0; c < 3; c++) sum[c] += data[i + c]; return sum.map(s => s / (data.length / 4)); })()";

    // Grey values along the middle row of the axial plane.
    private const string Middle =
        "(() => { const canvas = document.querySelector('[data-viewport=mpr-axial] canvas'); const { data } = canvas.getContext('2d').getImageData(0, canvas.height >> 1, canvas.width, 1); return [...data].filter((_, i) => i % 16 === 0); })()";

    private static Task<int[]> MiddleAsync(ViewerPage viewer) => viewer.Page.EvaluateAsync<int[]>(Middle);

    private static async Task<ViewerPage> OpenMprAsync(ViewerPageOptions options)
    {
        ViewerPage viewer = await ViewerPage.OpenStudyAsync(TestStudies.CtCurrent, options);
        await viewer.WaitForPaneAsync(1);
        await viewer.Pane(0).FocusAsync();
        await viewer.Page.Keyboard.PressAsync("j");
        await Expect(viewer.Page.Locator(".mpr-grid")).ToHaveAttributeAsync("data-ready", "true");
        foreach (string plane in (string[])["axial", "sagittal", "coronal"]) await viewer.WaitForLightAsync($"mpr-{plane}", 0.02);
        return viewer;
    }

    private static async Task<double> PositionAsync(ILocator text) => double.Parse(await text.GetAttributeAsync("data-position") ?? "", CultureInfo.InvariantCulture);
}
