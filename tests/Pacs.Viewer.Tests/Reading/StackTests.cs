using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Pacs.Core;
using Pacs.Imaging;
using Pacs.Viewer.Tests.Harness;
using static Microsoft.Playwright.Assertions;

namespace Pacs.Viewer.Tests.Reading;

/// <summary>Image stacks: what hangs, what the pixels are, how they scroll.</summary>
internal sealed partial class StackTests
{
    [Test]
    public async Task Open_CtWithPrior_HangsBothSideBySide()
    {
        await using ViewerPage viewer = await ViewerPage.OpenStudyAsync(TestStudies.CtCurrent);
        await viewer.WaitForPaneAsync(1);
        await Expect(viewer.Texts(0)).ToContainTextAsync("Current");
        await Expect(viewer.Texts(1)).ToContainTextAsync("Prior");
        await Expect(viewer.Texts(0)).ToContainTextAsync("2024-06-11");
        await Expect(viewer.Texts(1)).ToContainTextAsync("2023-11-08");
        await Expect(viewer.Texts(0).Locator(".side-left")).ToHaveTextAsync("R");
        await Expect(viewer.Texts(0).Locator(".side-top")).ToHaveTextAsync("A");
        await viewer.FinishAsync();
    }

    [Test]
    public async Task Window_Preset_PixelsAreThoseOfPacsImaging()
    {
        await using ViewerPage viewer = await ViewerPage.OpenStudyAsync(TestStudies.CtCurrent);
        await viewer.WaitForPaneAsync(1);
        await viewer.Pane(0).FocusAsync();
        foreach ((string key, string window, double center, double width) in ((string, string, double, double)[])[("1", "40/400", 40, 400), ("3", "480/2500", 480, 2500)])
        {
            await viewer.Page.Keyboard.PressAsync(key);
            await Expect(viewer.Texts(0).Locator("[data-window]")).ToHaveAttributeAsync("data-window", window);
            await viewer.SettleAsync();
            string position = await viewer.Texts(0).Locator(".bottom-left").InnerTextAsync();
            byte[] expected = await RenderAsync(await SliceAsync(int.Parse(SliceNumber().Match(position).Value)), center, width);
            int[][] flat = FlatPixels(expected, 256);
            int[] shown = await viewer.PixelsAsync(0, 256, flat);
            Assert.That(flat, Has.Length.GreaterThan(20));
            // A point of the screen lies up to a sixth of a pixel off the centre, between neighbours that differ by up to twelve.
            for (int i = 0; i < flat.Length; i++) Assert.That(shown[i], Is.EqualTo(expected[flat[i][1] * 256 + flat[i][0]]).Within(5), $"column {flat[i][0]}, row {flat[i][1]}, window {window}");
        }

        await viewer.FinishAsync();
    }

    [Test]
    public async Task Scroll_Linked_ShowsTheSamePlaceOfThePrior()
    {
        await using ViewerPage viewer = await ViewerPage.OpenStudyAsync(TestStudies.CtCurrent);
        await viewer.WaitForPaneAsync(1);
        await viewer.Pane(0).FocusAsync();
        await viewer.Page.Keyboard.PressAsync("Home");
        await Expect(viewer.Texts(0)).ToContainTextAsync("1 / 40");
        await Expect(viewer.Texts(1)).ToContainTextAsync("1 / 20");
        await viewer.Page.Keyboard.PressAsync("PageDown");
        await viewer.Page.Keyboard.PressAsync("PageDown");
        // 20 slices of 1.5 mm are 10 of 3 mm.
        await Expect(viewer.Texts(0)).ToContainTextAsync("21 / 40");
        await Expect(viewer.Texts(1)).ToContainTextAsync("11 / 20");
        await viewer.FinishAsync();
    }

    [Test]
    public async Task Scroll_ThroughAStack_DrawsEachImageAndRewritesItsNumberAlone()
    {
        const int Slices = 40;
        DicomUid study = DicomUid.NewUid();
        await Phantoms.StoreAsync(Phantoms.Ct(study, "SCROLL-1", Slices, 128));
        await using ViewerPage viewer = await ViewerPage.OpenStudyAsync(study.Value);
        var asked = new System.Collections.Concurrent.ConcurrentBag<string>();
        viewer.Page.Request += (_, request) =>
        {
            if (request.Url.Contains("/frames/", StringComparison.Ordinal)) asked.Add(request.Url);
        };
        await viewer.Pane(0).FocusAsync();
        await viewer.Page.Keyboard.PressAsync("Home");
        await Expect(viewer.Texts(0)).ToContainTextAsync($"1 / {Slices}");
        await viewer.SettleAsync();
        string[] touched = await viewer.Page.EvaluateAsync<string[]>(
            """
            async steps => {
              const element = document.querySelector('[data-viewport=pane-0]');
              const touched = new Set();
              const name = node => (node.nodeType === Node.TEXT_NODE ? node.parentElement : node).closest('input, .corner')?.className ?? 'elsewhere';
              const observer = new MutationObserver(changes => changes.forEach(change => touched.add(`${name(change.target)} ${change.type}`)));
              observer.observe(element.closest('.pane'), { subtree: true, childList: true, characterData: true });
              for (let step = 0; step < steps; step++) {
                const drawn = new Promise(resolve => element.addEventListener('CORNERSTONE_IMAGE_RENDERED', resolve, { once: true }));
                element.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowDown', bubbles: true }));
                await drawn;
              }
              await new Promise(requestAnimationFrame);
              observer.disconnect();
              return [...touched];
            }
            """, Slices - 1);
        Assert.That(touched, Is.EqualTo((string[])["corner bottom-left characterData"]));
        await Expect(viewer.Texts(0)).ToContainTextAsync($"{Slices} / {Slices}");
        Assert.That(asked, Is.Unique, "a frame is asked for once");
        await viewer.FinishAsync();
    }

    [Test]
    public async Task Stack_ScrolledBeforeItsFirstImageHasCome_IsReadLikeAnyOther()
    {
        const int Slices = 40;
        DicomUid study = DicomUid.NewUid();
        await Phantoms.StoreAsync(Phantoms.Ct(study, "EARLY-1", Slices, 128));
        await using ViewerPage viewer = await ViewerPage.OpenAsync("/");
        TaskCompletionSource asked = new(TaskCreationOptions.RunContinuationsAsynchronously), released = new(TaskCreationOptions.RunContinuationsAsynchronously);
        int isFirst = 1;
        await viewer.Page.RouteAsync("**/frames/*", async route =>
        {
            if (Interlocked.Exchange(ref isFirst, 0) == 1)
            {
                asked.SetResult();
                await released.Task;
            }

            await route.ContinueAsync();
        });
        await viewer.Page.GotoAsync(new Uri(Room.Server.Url, $"/viewer/{study.Value}").ToString());
        await asked.Task;
        await viewer.Pane(0).FocusAsync();
        await viewer.Page.Keyboard.PressAsync("Home");
        await viewer.WaitForPaneAsync(0);
        released.SetResult();
        await Expect(viewer.Texts(0)).ToContainTextAsync($"1 / {Slices}");
        await viewer.FinishAsync();
    }

    [Test]
    public async Task Layout_TwoByTwo_FillsItsPanesAndKeepsTheImages()
    {
        await using ViewerPage viewer = await ViewerPage.OpenStudyAsync(TestStudies.MrCurrent);
        await viewer.WaitForPaneAsync(1);
        await viewer.Page.GetByRole(AriaRole.Button, new() { Name = "Layout", Exact = true }).ClickAsync();
        await viewer.Page.GetByRole(AriaRole.Button, new() { Name = "2 × 2", Exact = true }).ClickAsync();
        await Expect(viewer.Page.Locator(".pane")).ToHaveCountAsync(4);
        await viewer.WaitForPaneAsync(0);
        await viewer.Pane(0).FocusAsync();
        foreach (string key in (string[])["i", "r", "h"]) await viewer.Page.Keyboard.PressAsync(key);
        await Expect(viewer.Texts(0)).ToContainTextAsync("96");
        await viewer.SettleAsync();
        Assert.That(await viewer.LitAsync("pane-0"), Is.GreaterThan(0.3), "an inverted MR has a white background");
        await viewer.Page.Keyboard.PressAsync("0");
        await viewer.FinishAsync();
    }

    /// <summary>The CT slice that the viewer numbers so: they are shown from the feet up.</summary>
    private static async Task<string> SliceAsync(int number)
    {
        var slices = new List<(double Position, string File)>();
        foreach (string file in SharedData.Files("studies/ct-volume-current/ct"))
        {
            await using DicomFile opened = await DicomFile.OpenAsync(file);
            slices.Add((opened.Dataset.GetDouble(DicomTag.ImagePositionPatient, 2) ?? 0, file));
        }

        return slices.Order().ElementAt(number - 1).File;
    }

    private static async Task<byte[]> RenderAsync(string path, double center, double width)
    {
        await using DicomFile file = await DicomFile.OpenAsync(path);
        using PixelFrame frame = await DicomImage.DecodeAsync(file);
        using RenderedImage image = await frame.RenderAsync(new RenderOptions { Window = new VoiWindow(center, width) });
        return [.. Enumerable.Range(0, 256).SelectMany(row => image.Row(row).ToArray())];
    }

    /// <summary>Pixels whose neighbours are much the same: there the browser's interpolation changes little.</summary>
    private static int[][] FlatPixels(byte[] gray, int size) =>
    [
        .. from row in Enumerable.Range(2, size - 4)
           from column in Enumerable.Range(2, size - 4)
           let here = gray[row * size + column]
           where (row * 31 + column * 17) % 7 == 0 && here is > 2 and < 253
           where Enumerable.Range(-1, 3).All(y => Enumerable.Range(-1, 3).All(x => Math.Abs(gray[(row + y) * size + column + x] - here) <= 12))
           select new[] { column, row },
    ];

    [GeneratedRegex(@"^\d+")]
    private static partial Regex SliceNumber();
}
