using Microsoft.Playwright;
using Pacs.Core;
using Pacs.Viewer.Tests.Harness;
using static Microsoft.Playwright.Assertions;

namespace Pacs.Viewer.Tests.Reading;

/// <summary>Objects of many makers: each is opened, shows something, and is looked at.</summary>
internal sealed class CollectionTests
{
    // Clips, colours and codecs that a browser has no decoder of its own for.
    private static readonly string[] Images =
    [
        "jpeg/examples_ybr_color.dcm", "jpeg/PM5644-960x540_JPEG-Baseline_YBR422.dcm", "native/SC_ybr_full_422_uncompressed.dcm", "jpeg-ls/jpeg-ls-Palette.dcm",
        "jpeg-xl/will-jxl.dcm", "rle/OBXXXX1A_rle_2frame.dcm", "jpeg2000/emri_small_jpeg_2k_lossless.dcm", "native/OT-PAL-8-face.dcm", "jpeg-ls/PM5644-960x540_JPEG-LS_Lossless.dcm",
    ];

    [TestCaseSource(nameof(Images))]
    public async Task Open_ImageOrClip_IsShown(string file)
    {
        string study = await StoreAsync(file);
        await using ViewerPage viewer = await ViewerPage.OpenStudyAsync(study, new() { Width = 1280, Height = 720 });
        await viewer.WaitForLightAsync("pane-0", 0.02);
        await viewer.SettleAsync();
        await Expect(viewer.Page.Locator(".pane-error")).ToHaveCountAsync(0);
        await viewer.FinishAsync($"Collection_{Path.GetFileNameWithoutExtension(file)}");
    }

    [Test]
    public async Task Clip_Played_RunsThroughItsFrames()
    {
        string study = await StoreAsync("jpeg/examples_ybr_color.dcm");
        await using ViewerPage viewer = await ViewerPage.OpenStudyAsync(study, new() { Width = 1280, Height = 720 });
        await viewer.Pane(0).FocusAsync();
        await viewer.Page.Keyboard.PressAsync(" ");
        for (int seen = 0; seen < 3; seen++) await Expect(viewer.Texts(0).Locator(".bottom-left")).Not.ToHaveTextAsync(await viewer.Texts(0).Locator(".bottom-left").InnerTextAsync());
        await viewer.Page.Keyboard.PressAsync(" ");
        await viewer.SettleAsync();
        await viewer.FinishAsync();
    }

    [Test]
    public async Task Mammogram_FourViews_HangInTheirPlaces()
    {
        DicomUid study = DicomUid.NewUid();
        await Phantoms.StoreAsync(Phantoms.Mammogram(study, "MAMMO-1"));
        await using ViewerPage viewer = await ViewerPage.OpenStudyAsync(study.Value);
        await Expect(viewer.Page.Locator(".pane")).ToHaveCountAsync(4);
        string[] views = ["R CC", "L CC", "R MLO", "L MLO"];
        for (int pane = 0; pane < views.Length; pane++)
        {
            await viewer.WaitForPaneAsync(pane);
            await Expect(viewer.Texts(pane)).ToContainTextAsync(views[pane]);
            await viewer.WaitForLightAsync($"pane-{pane}", 0.1);
        }

        await Expect(viewer.Texts(0).Locator(".side-left")).ToHaveTextAsync("A");
        await viewer.FinishAsync();
    }

    [TestCase("documents/sr.dcm")]
    [TestCase("documents/sr_document.dcm")]
    [TestCase("documents/test-SR.dcm")]
    public async Task Open_StructuredReport_IsReadable(string file)
    {
        string study = await StoreAsync(file);
        await using ViewerPage viewer = await ViewerPage.OpenAsync($"/viewer/{study}", new() { Width = 1280, Height = 720 });
        await Expect(viewer.Page.Locator(".report-page .report-line").First).ToBeVisibleAsync();
        await viewer.FinishAsync($"Collection_{Path.GetFileNameWithoutExtension(file)}");
    }

    [TestCase("video/mpeg4-avc-hp41.dcm")]
    [TestCase("video/mpeg2-mp-ml.dcm")]
    public async Task Open_Video_IsPlayedOrSaidNotToBe(string file)
    {
        string study = await StoreAsync(file);
        await using ViewerPage viewer = await ViewerPage.OpenAsync($"/viewer/{study}", new() { Width = 1280, Height = 720 });
        ILocator video = viewer.Page.Locator("video"), refusal = viewer.Page.Locator(".pane [role=alert]");
        await Expect(video.Or(refusal).First).ToBeVisibleAsync();
        await viewer.Page.WaitForFunctionAsync("() => document.querySelector('.pane [role=alert]') || document.querySelector('video')?.readyState >= 2", null, new() { PollingInterval = 100 });
        await viewer.FinishAsync($"Collection_{Path.GetFileNameWithoutExtension(file)}");
    }

    private static Task<string> StoreAsync(string file) => Room.Server.StoreCopyAsync(file, Path.GetFileNameWithoutExtension(file).ToUpperInvariant());
}
