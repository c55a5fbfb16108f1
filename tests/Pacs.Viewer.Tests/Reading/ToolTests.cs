using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Playwright;
using Pacs.Core;
using Pacs.Viewer.Tests.Harness;
using static Microsoft.Playwright.Assertions;

namespace Pacs.Viewer.Tests.Reading;

/// <summary>What is done with an image beside measuring it.</summary>
internal sealed class ToolTests
{
    private const int Slices = 12, Size = 128;

    [Test]
    public async Task ReferenceLines_FollowTheSliceInTheOtherPlane()
    {
        await using ViewerPage viewer = await OpenCrossedAsync("TOOLS-1");
        ILocator lines = viewer.Pane(1).Locator("svg line");
        await Expect(lines).ToHaveCountAsync(0);
        await viewer.Pane(0).FocusAsync();
        await viewer.Page.Keyboard.PressAsync("y");
        await Expect(lines.First).ToBeAttachedAsync();
        double[] before = await EndsAsync(lines.First);
        // An axial slice cuts a coronal image across: a level line, and another one for another slice.
        Assert.That(before[1], Is.EqualTo(before[3]).Within(1), "level");
        await viewer.Page.Keyboard.PressAsync("End");
        await viewer.Page.WaitForFunctionAsync("y => Math.abs(Number(document.querySelector('[data-viewport=pane-1] svg line')?.getAttribute('y1')) - y) > 5", before[1]);
        await viewer.FinishAsync("Tools_ReferenceLines");
        await viewer.Page.Keyboard.PressAsync("y");
        await Expect(lines).ToHaveCountAsync(0);
    }

    [Test]
    public async Task Crosshair_OnOneImage_TakesTheOtherPlaneToThePlace()
    {
        await using ViewerPage viewer = await OpenCrossedAsync("TOOLS-5");
        await viewer.Pane(0).FocusAsync();
        await viewer.Page.Keyboard.PressAsync("x");
        // The coronal slices are at y = -30, -25 … 25 mm; row 127 of the axial one is at -180 + 127 × 0.7 = -91 mm, nearest to the first.
        (float x, float y) = await viewer.PlaceAsync(0, Size, 64, 127);
        await viewer.Page.Mouse.MoveAsync(x, y, new MouseMoveOptions { Steps = 3 });
        await viewer.Page.Mouse.DownAsync();
        await viewer.Page.Mouse.UpAsync();
        await Expect(viewer.Texts(1).Locator(".bottom-left")).ToContainTextAsync($"1 / {Slices}");
        await Expect(viewer.Pane(0).Locator("svg.svg-layer line").First).ToBeAttachedAsync();
        await Expect(viewer.Pane(1).Locator("svg.svg-layer line").First).ToBeAttachedAsync();
        await viewer.FinishAsync();
    }

    [Test]
    public async Task Magnifier_WhileTheButtonIsDown_ShowsThePlaceLarger()
    {
        await using ViewerPage viewer = await OpenCrossedAsync("TOOLS-2");
        await viewer.Pane(0).FocusAsync();
        await viewer.Page.Keyboard.PressAsync("m");
        (float x, float y) = await viewer.PlaceAsync(0, Size, 64, 90);
        await viewer.Page.Mouse.MoveAsync(x, y);
        await viewer.Page.Mouse.DownAsync();
        await viewer.Page.Mouse.MoveAsync(x + 10, y + 10, new MouseMoveOptions { Steps = 3 });
        ILocator glass = viewer.Pane(0).Locator(".magnifyTool");
        await Expect(glass).ToBeVisibleAsync();
        // The spine is the one bright thing: twice as wide in the glass as in the pane.
        await viewer.Page.WaitForFunctionAsync(
            """
            () => {
              const widest = canvas => {
                const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
                let [best, run] = [0, 0];
                for (let i = 0; i < data.length; i += 4) {
                  run = data[i] > 250 && data[i + 2] > 250 && (i / 4) % canvas.width ? run + 1 : 0;
                  best = Math.max(best, run);
                }
                return best;
              };
              const glass = document.querySelector('.magnifyTool canvas');
              return glass && Math.abs(widest(glass) / widest(document.querySelector('[data-viewport=pane-1] canvas')) - 2) < 0.2;
            }
            """);
        await viewer.FinishAsync();
        await viewer.Page.Mouse.UpAsync();
        await Expect(glass).ToHaveCountAsync(0);
    }

    [Test]
    public async Task View_ByKeys_TurnsZoomsAndComesBack()
    {
        await using ViewerPage viewer = await OpenCrossedAsync("TOOLS-3");
        ILocator zoom = viewer.Texts(0).Locator(".bottom-right span").Last;
        await viewer.Pane(0).FocusAsync();
        await Expect(zoom).ToHaveTextAsync("1.0×");
        foreach ((string key, string top, string left) in ((string, string, string)[])[("r", "R", "P"), ("h", "R", "A"), ("v", "L", "A"), ("R", "P", "L")])
        {
            await viewer.Page.Keyboard.PressAsync(key);
            await Expect(viewer.Texts(0).Locator(".side-top")).ToHaveTextAsync(top);
            await Expect(viewer.Texts(0).Locator(".side-left")).ToHaveTextAsync(left);
        }

        await viewer.Page.Keyboard.PressAsync("+");
        await viewer.Page.Keyboard.PressAsync("+");
        await Expect(zoom).ToHaveTextAsync("1.6×");
        await viewer.Page.Keyboard.PressAsync("p");
        await viewer.DragAsync(0, Size, (64, 64), (90, 64));
        await viewer.Page.Keyboard.PressAsync("i");
        await viewer.FinishAsync();
        await viewer.Page.Keyboard.PressAsync("0");
        await Expect(zoom).ToHaveTextAsync("1.0×");
        await Expect(viewer.Texts(0).Locator(".side-top")).ToHaveTextAsync("A");
        await Expect(viewer.Texts(0).Locator(".side-left")).ToHaveTextAsync("R");
    }

    [Test]
    public async Task Prefetch_BringsTheWholeStackWithoutScrolling()
    {
        DicomUid study = DicomUid.NewUid();
        await Phantoms.StoreAsync(Phantoms.Ct(study, "PREFETCH-1", Slices, Size));
        await using ViewerPage viewer = await ViewerPage.OpenAsync("/");
        var asked = new ConcurrentDictionary<string, bool>();
        var all = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        viewer.Page.RequestFinished += (_, request) =>
        {
            if (!request.Url.Contains("/frames/", StringComparison.Ordinal)) return;
            asked[request.Url] = true;
            if (asked.Count == Slices) all.TrySetResult();
        };
        await viewer.Page.GotoAsync(new Uri(Room.Server.Url, $"/viewer/{study.Value}").ToString());
        await viewer.WaitForPaneAsync(0);
        await all.Task.WaitAsync(TimeSpan.FromMinutes(1));
        await viewer.FinishAsync();
    }

    [Test]
    [Category("PS3.3 §C.7.6.5")]
    public async Task Cine_RunsAtTheRateOfTheData()
    {
        await using ViewerPage viewer = await OpenCrossedAsync("TOOLS-4", image => image.Set(DicomTag.RecommendedDisplayFrameRate, "5"));
        // Of the time between the frames the browser's own clock tells: five a second, however long a frame takes to draw.
        await viewer.Page.EvaluateAsync(
            """
            () => {
              window.intervals = [];
              const own = window.setInterval;
              window.setInterval = (run, after, ...rest) => { window.intervals.push(after); return own(run, after, ...rest); };
            }
            """);
        await viewer.Pane(0).FocusAsync();
        await viewer.Page.Keyboard.PressAsync(" ");
        for (int seen = 0; seen < 3; seen++) await Expect(viewer.Texts(0).Locator(".bottom-left")).Not.ToHaveTextAsync(await viewer.Texts(0).Locator(".bottom-left").InnerTextAsync());
        await viewer.Page.Keyboard.PressAsync(" ");
        Assert.That(await viewer.Page.EvaluateAsync<double[]>("() => window.intervals"), Has.Some.EqualTo(200));
        await viewer.FinishAsync();
    }

    [TestCase("HEAD", "40/80")]
    [TestCase("CHEST", "-600/1500")]
    public async Task Presets_OfCtWithoutAWindow_BeginWithTheBodyPart(string bodyPart, string window)
    {
        await using ViewerPage viewer = await OpenCrossedAsync($"TOOLS-{bodyPart}", image =>
        {
            image.Set(DicomTag.BodyPartExamined, bodyPart);
            image.Remove(DicomTag.WindowCenter);
            image.Remove(DicomTag.WindowWidth);
        });
        await Expect(viewer.Texts(0).Locator("[data-window]")).ToHaveAttributeAsync("data-window", window);
        await viewer.Button("Window presets").ClickAsync();
        await viewer.Page.GetByRole(AriaRole.Menuitem, new() { Name = "Bone" }).ClickAsync();
        await Expect(viewer.Texts(0).Locator("[data-window]")).ToHaveAttributeAsync("data-window", "480/2500");
        await viewer.FinishAsync($"Tools_Presets_{bodyPart}");
    }

    /// <summary>Opens a CT of two series that cross: axial slices in the first pane, coronal ones in the second.</summary>
    private static async Task<ViewerPage> OpenCrossedAsync(string patient, Action<DicomDataset>? change = null)
    {
        DicomUid study = DicomUid.NewUid(), frame = DicomUid.NewUid();
        IEnumerable<DicomDataset> axial = Phantoms.Ct(study, patient, Slices, Size).Select(image =>
        {
            image.Set(DicomTag.SeriesNumber, "1");
            return image;
        }), coronal = Phantoms.Ct(study, patient, Slices, Size).Select((image, slice) =>
        {
            image.Set(DicomTag.SeriesNumber, "2");
            image.Set(DicomTag.ImageOrientationPatient, "1", "0", "0", "0", "0", "-1");
            image.Set(DicomTag.ImagePositionPatient, "-180", ((slice - Slices / 2) * 5).ToString(CultureInfo.InvariantCulture), "50");
            return image;
        });
        await Phantoms.StoreAsync(axial.Concat(coronal).Select(image =>
        {
            image.Set(DicomTag.FrameOfReferenceUID, frame);
            change?.Invoke(image);
            return image;
        }));
        ViewerPage viewer = await ViewerPage.OpenStudyAsync(study.Value);
        await viewer.Button("Layout").ClickAsync();
        await viewer.Button("1 × 2").ClickAsync();
        await viewer.WaitForPaneAsync(1);
        await viewer.SettleAsync(1);
        return viewer;
    }

    private static Task<double[]> EndsAsync(ILocator line) => line.EvaluateAsync<double[]>("line => ['x1', 'y1', 'x2', 'y2'].map(name => Number(line.getAttribute(name)))");
}
