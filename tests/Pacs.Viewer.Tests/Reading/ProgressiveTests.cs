using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Pacs.Core;
using Pacs.Imaging;
using Pacs.Viewer.Tests.Harness;
using static Microsoft.Playwright.Assertions;

namespace Pacs.Viewer.Tests.Reading;

/// <summary>HTJ2K on its way to the screen: a coarser resolution from the first bytes, then the pixels that Pacs.Imaging decodes.</summary>
[Category("PS3.5 §10.18")]
internal sealed class ProgressiveTests
{
    private const int Slices = 4, Size = 512, Middle = Slices / 2;
    private const int HeadLength = 24 * 1024, BytesPerSecond = 150_000;
    private const int Coarse = 6, Whole = 8; // as Cornerstone numbers the quality of an image

    // Every image that a pane is given: its number, its quality, how many values it has, and sums over all of them and over each fourth in both
    // directions, in which places count.
    private const string Record =
        """
        window.given = [];
        document.addEventListener('CORNERSTONE_STACK_NEW_IMAGE', ({ detail: { image, imageIdIndex } }) => {
          const values = image.voxelManager.getScalarData();
          let [all, quarter] = [7, 7];
          for (const value of values) all = (Math.imul(all, 31) + value) | 0;
          for (let row = 0; row < image.rows; row += 4) for (let column = 0; column < image.columns; column += 4) quarter = (Math.imul(quarter, 31) + values[row * image.columns + column]) | 0;
          window.given.push([imageIdIndex, image.imageQualityStatus ?? 8, values.length, all, quarter]);
        }, true);
        """;

    [TestCase(true)]
    [TestCase(false)]
    public async Task Htj2k_IsOnTheScreenInAQuarterOfItsResolution_BeforeTheRestOfItsBytes(bool byWebGl)
    {
        (string study, Slice[] slices) = await StoreAsync(byWebGl ? "HTJ2K-1" : "HTJ2K-2");
        await using SlowLine line = await SlowLine.OpenAsync(study, slices, byWebGl);

        // Nothing but the first bytes of this image can have come: whoever asks for more waits.
        await line.GivenQuarterAsync(Middle, slices);
        await Expect(line.Viewer.Texts(0)).ToContainTextAsync("Coarse picture");
        await line.Viewer.WaitForLightAsync("pane-0", 0.1);
        await line.Viewer.FinishAsync($"Htj2k_Coarse_{(byWebGl ? "WebGl" : "Processor")}");
        int[][] given = await line.GivenAsync();
        Assert.That(given.Select(image => image[1]), Is.All.EqualTo(Coarse));
        Assert.That(given[0][..3], Is.EqualTo((int[])[Middle, Coarse, Size * Size]));
        Assert.That(slices[Middle].Length, Is.GreaterThan(5 * HeadLength), "most of the bytes are still to come");
        Assert.That(line.Asked, Is.EqualTo((string[])[$"{Middle}: 0-{HeadLength - 1}", $"{Middle}: {HeadLength}-"]));

        line.LetGo();
        await line.GivenAsync(Middle, Whole);
        await Expect(line.Viewer.Texts(0)).Not.ToContainTextAsync("Coarse picture");
        given = await line.GivenAsync();
        Assert.That(given.Last(image => image[0] == Middle)[..4], Is.EqualTo((int[])[Middle, Whole, Size * Size, slices[Middle].Sum]));
        await line.Viewer.FinishAsync($"Htj2k_Whole_{(byWebGl ? "WebGl" : "Processor")}");
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Stack_OverASlowLine_IsCoarseAsAWholeBeforeAnyOtherImageIsFine(bool byWebGl)
    {
        (string study, Slice[] slices) = await StoreAsync(byWebGl ? "HTJ2K-3" : "HTJ2K-4");
        await using SlowLine line = await SlowLine.OpenAsync(study, slices, byWebGl);
        await line.GivenAsync(Middle, Coarse);
        line.LetGo(Middle);
        await line.GivenAsync(Middle, Whole);

        // All heads have come; the rests are held back. Each image can be looked at.
        await line.AskedAsync(Slices + 2);
        await line.Viewer.Pane(0).FocusAsync();
        await line.Viewer.Page.Keyboard.PressAsync("Home");
        await line.GivenQuarterAsync(0, slices);
        int[][] given = await line.GivenAsync();
        Assert.That(given.Where(image => image[0] != Middle).Select(image => image[1]), Is.All.EqualTo(Coarse));
        string head = $" 0-{HeadLength - 1}", rest = $" {HeadLength}-";
        Assert.That(line.Asked[..2], Is.EqualTo((string[])[$"{Middle}:{head}", $"{Middle}:{rest}"]), "the picture in view comes first");
        Assert.That(line.Asked[2..(Slices + 1)].Order(), Is.EqualTo((string[])[$"0:{head}", $"1:{head}", $"3:{head}"]), "then the heads of the others");
        Assert.That(line.Asked[(Slices + 1)..], Is.All.EndsWith(rest), "and then what is missing");

        line.LetGo();
        await line.GivenAsync(0, Whole);
        given = await line.GivenAsync();
        Assert.That(given.Last(image => image[0] == 0)[..4], Is.EqualTo((int[])[0, Whole, Size * Size, slices[0].Sum]));
        await line.Viewer.FinishAsync($"Htj2k_Stack_{(byWebGl ? "WebGl" : "Processor")}");
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Measurement_OnACoarsePicture_HasItsFigureFromTheWholeOne(bool byWebGl)
    {
        (string study, Slice[] slices) = await StoreAsync(byWebGl ? "HTJ2K-5" : "HTJ2K-6");
        await using SlowLine line = await SlowLine.OpenAsync(study, slices, byWebGl);
        ViewerPage viewer = line.Viewer;
        await line.GivenAsync(Middle, Coarse);
        await Expect(viewer.Texts(0)).ToContainTextAsync("Coarse picture");
        await viewer.Page.GetByRole(AriaRole.Button, new() { Name = "Measurements", Exact = true }).ClickAsync();
        await viewer.SettleAsync();
        await viewer.Pane(0).FocusAsync();
        await viewer.Page.Keyboard.PressAsync("d");
        (float x, float y) = await viewer.PlaceAsync(0, Size, 301, 203);
        await viewer.Page.Mouse.ClickAsync(x, y);
        ILocator probe = viewer.Page.Locator("[data-tool=Probe]"), save = viewer.Page.GetByRole(AriaRole.Button, new() { Name = "Save as DICOM SR" });

        await Expect(probe).ToHaveCountAsync(1);
        await Expect(viewer.Page.Locator(".side-panel > [role=status]")).ToContainTextAsync("wait for the whole image");
        await Expect(save).ToBeDisabledAsync();
        await Expect(probe.Locator("[data-figure]")).ToHaveCountAsync(0);
        await viewer.FinishAsync($"Htj2k_Unmeasured_{(byWebGl ? "WebGl" : "Processor")}");

        line.LetGo();
        await Expect(probe.Locator("[data-figure=value]")).ToHaveAttributeAsync("data-value", $"{slices[Middle].Values[203 * Size + 301]}");
        await Expect(save).ToBeEnabledAsync();
        await viewer.FinishAsync($"Htj2k_Measured_{(byWebGl ? "WebGl" : "Processor")}");
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Htj2k_Scrolled_HasThePixelsOfPacsImagingOnEachSlice(bool byWebGl)
    {
        (string study, Slice[] slices) = await StoreAsync(byWebGl ? "HTJ2K-7" : "HTJ2K-8");
        await using ViewerPage viewer = await ViewerPage.OpenStudyAsync(study, new() { Script = (byWebGl ? ViewerPageOptions.WithProcessor.Script : "") + Record });
        await viewer.Pane(0).FocusAsync();
        foreach ((string key, int index) in ((string, int)[])[("Home", 0), ("ArrowDown", 1), ("ArrowDown", 2)])
        {
            await viewer.Page.Keyboard.PressAsync(key);
            await Expect(viewer.Texts(0)).ToContainTextAsync($"{index + 1} / {Slices}");
            await viewer.Page.WaitForFunctionAsync("([index, whole]) => window.given.at(-1)[0] === index && window.given.at(-1)[1] === whole", new[] { index, Whole }, new() { PollingInterval = 50 });
            int[][] given = await viewer.Page.EvaluateAsync<int[][]>("() => window.given");
            Assert.That(given[^1][..4], Is.EqualTo((int[])[index, Whole, Size * Size, slices[index].Sum]), string.Join('\n', given.Select(image => string.Join(' ', image))));
        }

        await viewer.WaitForLightAsync("pane-0", 0.1);
        await viewer.FinishAsync($"Htj2k_{(byWebGl ? "WebGl" : "Processor")}");
    }

    /// <summary>A slice as Pacs.Imaging decodes it, and in a quarter of its resolution.</summary>
    private sealed record Slice(string Uid, int Sum, int Quarter, short[] Values, long Length);

    /// <summary>Stores a CT in HTJ2K; answers its slices as Pacs.Imaging decodes them from that.</summary>
    private static async Task<(string Study, Slice[] Slices)> StoreAsync(string patient)
    {
        DicomUid study = DicomUid.NewUid();
        var transcoder = new Transcoder();
        var slices = new List<Slice>();
        await Phantoms.StoreAsync(Phantoms.Ct(study, patient, Slices, Size), async file =>
        {
            DicomFile encoded = await transcoder.TranscodeAsync(file, TransferSyntax.HTJ2KLosslessRPCL);
            short[] values = await DecodeAsync(encoded, 0), quarter = await DecodeAsync(encoded, 2);
            FrameReader frames = await FrameReader.CreateAsync(encoded);
            using EncodedFrame bytes = await frames.ReadAsync(0);
            slices.Add(new Slice(file.Dataset.GetString(DicomTag.SOPInstanceUID)!, Sum(values), Sum(quarter), values, bytes.Memory.Length));
            return encoded;
        });
        return (study.Value, [.. slices]);
    }

    private static async Task<short[]> DecodeAsync(DicomFile file, int reductions)
    {
        using PixelFrame frame = await DicomImage.DecodeAsync(file, options: new() { Reductions = reductions });
        return [.. Enumerable.Range(0, Size >> reductions).SelectMany(row => frame.Row<short>(row).ToArray())];
    }

    private static int Sum(short[] values) => values.Aggregate(7, (sum, value) => unchecked(sum * 31 + value));

    /// <summary>
    /// A page behind a slow line, with a study opened on which images stop after their heads until they are let go.
    /// </summary>
    private sealed class SlowLine(ViewerPage viewer) : IAsyncDisposable
    {
        private readonly Lock _lock = new();
        private readonly List<string> _asked = [];
        private readonly Dictionary<int, TaskCompletionSource> _gates = Enumerable.Range(0, Slices).ToDictionary(i => i, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        private readonly List<(int Count, TaskCompletionSource Reached)> _waiting = [];

        public ViewerPage Viewer => viewer;

        /// <summary>Which bytes of which slice were asked for, in order.</summary>
        public string[] Asked
        {
            get { lock (_lock) return [.. _asked]; }
        }

        public static async Task<SlowLine> OpenAsync(string study, Slice[] slices, bool byWebGl)
        {
            ViewerPage viewer = await ViewerPage.OpenAsync("/", new() { Script = (byWebGl ? ViewerPageOptions.WithProcessor.Script : "") + Record });
            var line = new SlowLine(viewer);
            // The page has all its parts before the line becomes slow.
            await viewer.Page.WaitForLoadStateAsync(LoadState.NetworkIdle);
            await viewer.Page.RouteAsync(new Regex("/frames/1$"), async route =>
            {
                int index = Array.FindIndex(slices, slice => route.Request.Url.Contains($"/instances/{slice.Uid}/", StringComparison.Ordinal));
                string range = (await route.Request.AllHeadersAsync()).GetValueOrDefault("range", "bytes=all")["bytes=".Length..];
                line.Note($"{index}: {range}");
                if (!range.StartsWith("0-", StringComparison.Ordinal)) await line._gates[index].Task;
                await route.ContinueAsync();
            });
            await viewer.SlowDownAsync(BytesPerSecond);
            await viewer.Page.EvaluateAsync("path => { history.pushState(null, '', path); dispatchEvent(new PopStateEvent('popstate')); }", $"/viewer/{study}");
            return line;
        }

        /// <summary>Lets the rests of all images come, or of one.</summary>
        public void LetGo(int? slice = null)
        {
            foreach ((int index, TaskCompletionSource gate) in _gates)
                if (slice is null || slice == index) gate.TrySetResult();
        }

        /// <summary>Waits until a pane has been given an image in a quality.</summary>
        public Task<IJSHandle> GivenAsync(int slice, int quality) => viewer.Page.WaitForFunctionAsync(
            "([slice, quality]) => window.given?.some(([index, given]) => index === slice && given === quality)", new[] { slice, quality }, new() { PollingInterval = 20 });

        /// <summary>Waits until a pane has been given an image in a quarter of its resolution: where the samples of that lie, they are those that Pacs.Imaging decodes.</summary>
        public Task<IJSHandle> GivenQuarterAsync(int slice, Slice[] slices) => viewer.Page.WaitForFunctionAsync(
            "([slice, quality, sum]) => window.given?.some(([index, given, , , quarter]) => index === slice && given === quality && quarter === sum)", new[] { slice, Coarse, slices[slice].Quarter }, new() { PollingInterval = 20 });

        public Task<int[][]> GivenAsync() => viewer.Page.EvaluateAsync<int[][]>("() => window.given");

        /// <summary>Waits until so many requests for frames have been made.</summary>
        public Task AskedAsync(int count)
        {
            lock (_lock)
            {
                if (_asked.Count >= count) return Task.CompletedTask;
                var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                _waiting.Add((count, reached));
                return reached.Task.WaitAsync(TimeSpan.FromMinutes(2));
            }
        }

        public ValueTask DisposeAsync()
        {
            LetGo();
            return viewer.DisposeAsync();
        }

        private void Note(string asked)
        {
            lock (_lock)
            {
                _asked.Add(asked);
                foreach ((int count, TaskCompletionSource reached) in _waiting)
                    if (_asked.Count >= count) reached.TrySetResult();
            }
        }
    }
}
