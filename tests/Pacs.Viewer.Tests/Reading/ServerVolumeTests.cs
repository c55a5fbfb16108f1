using System.Globalization;
using Microsoft.Playwright;
using Pacs.Viewer.Tests.Harness;
using static Microsoft.Playwright.Assertions;

namespace Pacs.Viewer.Tests.Reading;

/// <summary>Planes and volumes drawn by the server: where this browser cannot, and where the reader wants it.</summary>
internal sealed class ServerVolumeTests
{
    // Grey value of a point of a plane's picture, counted from its middle in mm: the test volume's centre is at (0, 0, 0) but for half a pixel.
    private const string Grey =
        """
        ({ plane, across, down, mm }) => {
          const image = document.querySelector(`[data-server-plane=${plane}] img`);
          const canvas = new OffscreenCanvas(image.naturalWidth, image.naturalHeight);
          const context = canvas.getContext('2d');
          context.drawImage(image, 0, 0);
          const scale = Math.min(canvas.width / mm[0], canvas.height / mm[1]);
          return context.getImageData(Math.round(canvas.width / 2 + across * scale), Math.round(canvas.height / 2 + down * scale), 1, 1).data[0];
        }
        """;

    private const double Width = 256 * 1.621094, Depth = 40 * 1.5;

    [Test]
    public async Task Planes_ByTheServer_ShowTheSphereAndMoveTogether()
    {
        await using ViewerPage viewer = await OpenMprAsync(ViewerPageOptionsOf());
        await viewer.Page.GetByLabel("Drawn by").SelectOptionAsync("server");
        await PlanesAreShownAsync(viewer);
        await Expect(viewer.Page.Locator(".plane-axial .bottom-left")).ToContainTextAsync("Drawn by the server: as chosen");
        await Expect(viewer.Page.Locator(".plane-coronal .side-top")).ToHaveTextAsync("H");
        await Expect(viewer.Page.Locator(".plane-sagittal .side-left")).ToHaveTextAsync("A");

        // The bone window: 300 HU of the sphere at (8, -12, 4) is 109 of 255.
        await viewer.Page.GetByLabel("Window presets", new() { Exact = true }).And(viewer.Page.Locator("select")).SelectOptionAsync("bone");
        await GreyIsAsync(viewer, "axial", 8, -12, Width, 109);

        // The wheel moves by one slice.
        ILocator axial = viewer.Page.Locator(".plane-axial [data-position]");
        double before = await PositionAsync(axial);
        await viewer.Page.Locator("[data-server-plane=axial]").HoverAsync();
        await viewer.Page.Mouse.WheelAsync(0, 100);
        await Expect(axial).Not.ToHaveAttributeAsync("data-position", before.ToString("F1", CultureInfo.InvariantCulture));
        Assert.That(Math.Abs(await PositionAsync(axial) - before), Is.EqualTo(1.5).Within(0.11));

        // A click on the axial plane moves the others through the point.
        LocatorBoundingBoxResult box = await viewer.Page.Locator("[data-server-plane=axial]").BoundingBoxAsync() ?? throw new InvalidOperationException();
        double scale = Math.Min(box.Width, box.Height) / Width;
        await viewer.Page.Mouse.ClickAsync((float)(box.X + box.Width / 2 + 40 * scale), (float)(box.Y + box.Height / 2 - 40 * scale));
        Assert.That(await PositionAsync(viewer.Page.Locator(".plane-sagittal [data-position]")), Is.EqualTo(40).Within(2));
        Assert.That(await PositionAsync(viewer.Page.Locator(".plane-coronal [data-position]")), Is.EqualTo(-40).Within(2));
        await viewer.FinishAsync();
    }

    [Test]
    public async Task Slab_Maximum_ShowsTheRodThroughTheWholeVolume()
    {
        await using ViewerPage viewer = await OpenMprAsync(ViewerPageOptionsOf());
        await viewer.Page.GetByLabel("Drawn by").SelectOptionAsync("server");
        await PlanesAreShownAsync(viewer);
        await viewer.Page.GetByLabel("Window presets", new() { Exact = true }).And(viewer.Page.Locator("select")).SelectOptionAsync("bone");
        await viewer.Page.GetByLabel("Projection").SelectOptionAsync("mip");
        await viewer.Page.GetByRole(AriaRole.Slider, new() { Name = "Slab" }).FocusAsync();
        await viewer.Page.Keyboard.PressAsync("End");
        // The rod of 1000 HU at x = 40, y = -40 mm lies within 50 mm of the middle: 180 of 255.
        await GreyIsAsync(viewer, "coronal", 40, 0, Depth, 180);
        await viewer.FinishAsync();
    }

    [Test]
    public async Task Volume_ByTheServer_TurnsWithTheKeys()
    {
        await using ViewerPage viewer = await OpenMprAsync(ViewerPageOptionsOf());
        await viewer.Page.GetByLabel("Drawn by").SelectOptionAsync("server");
        ILocator volume = viewer.Page.Locator(".server-volume");
        await Expect(volume.Locator("img")).ToBeVisibleAsync();
        string first = await volume.Locator("img").GetAttributeAsync("src") ?? "";
        await volume.FocusAsync();
        await viewer.Page.Keyboard.PressAsync("ArrowRight");
        await Expect(volume).ToHaveAttributeAsync("data-azimuth", "35");
        await Expect(volume.Locator("img")).Not.ToHaveAttributeAsync("src", first);
        await viewer.Page.GetByLabel("Rendering").SelectOptionAsync("soft-tissue");
        await Expect(volume.Locator("img")).ToHaveAttributeAsync("src", new System.Text.RegularExpressions.Regex("preset=soft-tissue"));
        await viewer.AssertAccessibleAsync();
        await viewer.FinishAsync();
    }

    [Test]
    public async Task Browser_WithoutWebGl_ReadsStacksAndGetsPlanesFromTheServer()
    {
        await using ViewerPage viewer = await OpenMprAsync(ViewerPageOptions.WithoutWebGl);
        await PlanesAreShownAsync(viewer);
        await Expect(viewer.Page.Locator(".plane-axial .bottom-left")).ToContainTextAsync("Drawn by the server: this browser has no WebGL");
        await Expect(viewer.Page.GetByLabel("Drawn by")).ToBeDisabledAsync();
        await viewer.FinishAsync();
        await viewer.Page.Keyboard.PressAsync("Escape");
        await viewer.WaitForPaneAsync(0);
        await viewer.WaitForLightAsync("pane-0", 0.05);
    }

    [Test]
    public async Task Volume_AboveTheTextureLimit_IsDrawnByTheServer()
    {
        await using ViewerPage viewer = await OpenMprAsync(ViewerPageOptions.WithTexturesOf(128));
        await PlanesAreShownAsync(viewer);
        await Expect(viewer.Page.Locator(".plane-axial .bottom-left")).ToContainTextAsync("larger than this browser's textures");
        await viewer.FinishAsync();
    }

    private static ViewerPageOptions ViewerPageOptionsOf() => new() { Width = 1366, Height = 768 };

    private static async Task<ViewerPage> OpenMprAsync(ViewerPageOptions options)
    {
        ViewerPage viewer = await ViewerPage.OpenStudyAsync(TestStudies.CtCurrent, options);
        await viewer.WaitForPaneAsync(1);
        await viewer.Pane(0).FocusAsync();
        await viewer.Page.Keyboard.PressAsync("j");
        await Expect(viewer.Page.Locator(".mpr-grid")).ToBeVisibleAsync();
        return viewer;
    }

    private static async Task PlanesAreShownAsync(ViewerPage viewer)
    {
        foreach (string plane in (string[])["axial", "sagittal", "coronal"]) await Expect(viewer.Page.Locator($"[data-server-plane={plane}]")).ToHaveAttributeAsync("data-shown", "true");
        await Expect(viewer.Page.Locator(".server-volume img")).ToBeVisibleAsync();
    }

    // The picture comes a moment after it was asked for: it is looked at until it is right.
    private static Task<IJSHandle> GreyIsAsync(ViewerPage viewer, string plane, double across, double down, double height, int grey) => viewer.Page.WaitForFunctionAsync(
        $"argument => Math.abs(({Grey})(argument) - argument.grey) <= 6", new { plane, across, down, mm = new[] { Width, height }, grey }, new PageWaitForFunctionOptions { PollingInterval = 100 });

    private static async Task<double> PositionAsync(ILocator text) => double.Parse(await text.GetAttributeAsync("data-position") ?? "", CultureInfo.InvariantCulture);
}
