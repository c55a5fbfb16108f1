using System.Globalization;
using Microsoft.Playwright;
using Pacs.Core;
using Pacs.Viewer.Tests.Harness;
using static Microsoft.Playwright.Assertions;

namespace Pacs.Viewer.Tests.Reading;

/// <summary>Studies that no textbook shows: nothing empty, nothing broken, and what can be read is read.</summary>
internal sealed class OddityTests
{
    // Many bits, floating point, a window by a function, samples in planes, JPEG-LS.
    private static readonly string[] Images =
    [
        "special/int32-signed-17x13.dcm", "native/parametric_map_float.dcm", "special/voi-function-sigmoid.dcm", "special/rgb-planar-odd-9x7.dcm", "jpeg-ls/emri_small_jpeg_ls_lossless.dcm",
    ];

    [TestCaseSource(nameof(Images))]
    public async Task Open_UnusualPixels_AreShown(string file)
    {
        string study = await Room.Server.StoreCopyAsync(file, $"ODD-{Path.GetFileNameWithoutExtension(file).ToUpperInvariant()}");
        await using ViewerPage viewer = await ViewerPage.OpenStudyAsync(study, new() { Width = 1280, Height = 720 });
        await viewer.WaitForLightAsync("pane-0", 0.02);
        await Expect(viewer.Page.Locator(".pane-error")).ToHaveCountAsync(0);
        await viewer.FinishAsync($"Odd_{Path.GetFileNameWithoutExtension(file)}");
    }

    [TestCase("native/parametric_map_double_float.dcm", "ODD-DOUBLE")]
    [TestCase("rt/rtdose_rle.dcm", "ODD-DOSE")]
    public async Task PixelsThatThePageDoesNotDecode_AreDrawnByTheServer(string file, string patientId)
    {
        string study = await Room.Server.StoreCopyAsync(file, patientId);
        await using ViewerPage viewer = await ViewerPage.OpenAsync($"/viewer/{study}", new() { Width = 1280, Height = 720 });
        await viewer.Page.WaitForFunctionAsync("() => document.querySelector('.rendered-view img')?.naturalWidth > 0");
        await Expect(viewer.Page.Locator(".pane [role=alert]")).ToHaveCountAsync(0);
        await viewer.FinishAsync($"Server_{patientId}");
    }

    [Test]
    [Category("PS3.3 §C.7.6.16.2.10")]
    public async Task WindowPerFrame_FollowsTheFrame()
    {
        await using ViewerPage viewer = await OpenAsync(study => [Oddities.WindowPerFrame(study, "ODD-WINDOWS")]);
        await viewer.Pane(0).FocusAsync();
        await viewer.Page.Keyboard.PressAsync("Home");
        foreach (string window in (string[])["500/400", "1000/800", "1500/1200"])
        {
            await Expect(viewer.Texts(0).Locator("[data-window]")).ToHaveAttributeAsync("data-window", window);
            await viewer.Page.Keyboard.PressAsync("ArrowDown");
        }

        await viewer.FinishAsync();
    }

    [Test]
    public async Task LongTextsWithoutPatientIdAndSpacing_KeepTheirPlaces()
    {
        await using ViewerPage viewer = await OpenAsync(study => [Oddities.LongTextsNoIdentity(study)], new() { Width = 1280, Height = 800 });
        await Expect(viewer.Texts(0).Locator(".scale-bar")).ToHaveCountAsync(0);
        double[] sizes = await viewer.Page.EvaluateAsync<double[]>("[document.querySelector('.toolbar').offsetHeight, document.documentElement.scrollWidth - innerWidth]");
        Assert.That(sizes[0], Is.LessThan(60), "the toolbar is one line");
        Assert.That(sizes[1], Is.LessThanOrEqualTo(0), "nothing is wider than the window");
        double[] corners = await viewer.Texts(0).EvaluateAsync<double[]>("overlay => ['.top-left', '.top-right'].flatMap(place => { const { left, right } = overlay.querySelector(place).getBoundingClientRect(); return [left, right]; })");
        Assert.That(corners[1], Is.LessThanOrEqualTo(corners[2]), "the corners do not meet");
        await viewer.FinishAsync();
    }

    [TestCase("Japanese", "Yamada^Tarou=山田^太郎=やまだ^たろう", "山田 太郎")]
    [TestCase("Korean", "Hong^Gildong=洪^吉洞=홍^길동", "洪 吉洞")]
    [TestCase("Arabic", "قباني^لنزار", "قباني")]
    public async Task Names_OfAllScripts_AreReadable(string language, string name, string shown)
    {
        await using ViewerPage viewer = await OpenAsync(study => [Oddities.Named(study, $"ODD-{language.ToUpperInvariant()}", name)], new() { Width = 1280, Height = 720 });
        await Expect(viewer.Texts(0)).ToContainTextAsync(shown);
        await viewer.FinishAsync($"Odd_Name_{language}");
    }

    [Test]
    [Category("PS3.3 §C.11.6")]
    public async Task Polarity_AndSigmoidWindow_AreThoseOfTheImage()
    {
        await using ViewerPage viewer = await OpenAsync(study => [Oddities.InverseSigmoid(study, "ODD-SIGMOID")]);
        await viewer.SettleAsync();
        // Values rise along the row and are shown inverted: bright at the left. A sigmoid never ends: half way down at the centre, an eighth left at half a width from it.
        int[] pixels = await viewer.PixelsAsync(0, 64, [[2, 30], [31, 30], [44, 30], [60, 30]]);
        int[] expected = [.. ((int[])[2, 31, 44, 60]).Select(column => (int)Math.Round(255 - 255 / (1 + Math.Exp(-4 * (column * 32 - 1000) / 800.0))))];
        for (int i = 0; i < expected.Length; i++) Assert.That(pixels[i], Is.EqualTo(expected[i]).Within(8), $"point {i}");
        await viewer.FinishAsync();
    }

    [TestCase(200)]
    [TestCase(2000)]
    public async Task ManySeries_AreAllListed_AndTheFirstIsShown(int count)
    {
        await using ViewerPage viewer = await OpenAsync(study => Oddities.ManySeries(study, $"ODD-MANY-{count.ToString(CultureInfo.InvariantCulture)}", count), new() { Width = 1280, Height = 800 });
        await Expect(viewer.Texts(0)).ToContainTextAsync("1: Series 1");
        ILocator items = viewer.Page.Locator(".series-panel .series-item");
        await Expect(items).ToHaveCountAsync(count);
        await items.Last.ScrollIntoViewIfNeededAsync();
        await items.Last.ClickAsync();
        await Expect(viewer.Texts(0)).ToContainTextAsync($"{count}: Series {count}");
        await viewer.WaitForLightAsync("pane-0", 0.1);
        await viewer.FinishAsync($"Odd_ManySeries_{count}");
    }

    private static async Task<ViewerPage> OpenAsync(Func<DicomUid, IEnumerable<DicomDataset>> images, ViewerPageOptions? options = null)
    {
        DicomUid study = DicomUid.NewUid();
        await Phantoms.StoreAsync(images(study));
        return await ViewerPage.OpenStudyAsync(study.Value, options);
    }
}
