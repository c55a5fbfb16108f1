using System.Globalization;
using Pacs.Core;
using Pacs.Imaging;
using Pacs.Viewer.Tests.Harness;
using static Microsoft.Playwright.Assertions;

namespace Pacs.Viewer.Tests.Benchmarks;

/// <summary>
/// How long a study of 300 slices takes from the click to its first image, and how fast it scrolls once it is loaded, by the browser's own clock. Prints; asserts nothing of time.
/// <c>dotnet test tests/Pacs.Viewer.Tests -c Release --filter "TestCategory=Benchmark" -l "console;verbosity=detailed"</c>
/// </summary>
[Explicit, Category("Benchmark")]
internal sealed class OpeningBenchmark
{
    private const int Slices = 300, Size = 512, Rounds = 5;

    // Each step is taken when the one before is on the canvas: what comes out is the rate at which images are drawn, at most the display's.
    private const string Scroll =
        """
        async steps => {
          const element = document.querySelector('[data-viewport=pane-0]');
          const gaps = [];
          const begun = performance.now();
          for (let step = 0, last = begun; step < steps; step++) {
            const drawn = new Promise(resolve => element.addEventListener('CORNERSTONE_IMAGE_RENDERED', resolve, { once: true }));
            element.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowDown', bubbles: true }));
            await drawn;
            const now = performance.now();
            gaps.push(now - last);
            last = now;
          }
          gaps.sort((a, b) => a - b);
          return [steps * 1000 / (performance.now() - begun), gaps[Math.floor(steps * 0.95)]];
        }
        """;

    [Test]
    public async Task Ct_300Slices_UncompressedAndHtj2k()
    {
        var transcoder = new Transcoder();
        foreach ((string name, Func<DicomFile, ValueTask<DicomFile>>? encode) in ((string, Func<DicomFile, ValueTask<DicomFile>>?)[])[("Explicit VR Little Endian", null), ("HTJ2K lossless RPCL", file => transcoder.TranscodeAsync(file, TransferSyntax.HTJ2KLosslessRPCL))])
        {
            DicomUid study = DicomUid.NewUid();
            string patient = $"BENCH-{(encode is null ? 1 : 2)}";
            await Phantoms.StoreAsync(Phantoms.Ct(study, patient, Slices, Size), encode);
            var opened = new List<double>();
            double[] speed = [];
            for (int round = 0; round < Rounds; round++)
            {
                await using ViewerPage viewer = await ViewerPage.OpenAsync("/");
                int frames = 0;
                viewer.Page.RequestFinished += (_, request) => Interlocked.Add(ref frames, request.Url.Contains("/frames/", StringComparison.Ordinal) ? 1 : 0);
                await viewer.Page.GetByLabel("Patient ID").FillAsync(patient);
                await Expect(viewer.Page.Locator(".worklist-bar [role=status]")).ToHaveTextAsync("1 study");
                await viewer.Page.WaitForLoadStateAsync(Microsoft.Playwright.LoadState.NetworkIdle);
                await viewer.Page.Locator(".study-row").First.DblClickAsync();
                await viewer.WaitForPaneAsync(0);
                await viewer.Page.WaitForFunctionAsync("performance.getEntriesByName('first-image').length > 0");
                opened.Add(await viewer.Page.EvaluateAsync<double>("performance.getEntriesByName('first-image')[0].startTime - performance.getEntriesByName('study-opened')[0].startTime"));
                if (round < Rounds - 1) continue;
                await viewer.Pane(0).FocusAsync();
                await viewer.Page.WaitForLoadStateAsync(Microsoft.Playwright.LoadState.NetworkIdle);
                await viewer.Page.Keyboard.PressAsync("Home");
                await Expect(viewer.Texts(0)).ToContainTextAsync($"1 / {Slices}");
                await viewer.Page.EvaluateAsync<double[]>(Scroll, Slices - 1);
                await viewer.Page.WaitForLoadStateAsync(Microsoft.Playwright.LoadState.NetworkIdle);
                await viewer.Page.Keyboard.PressAsync("Home");
                await Expect(viewer.Texts(0)).ToContainTextAsync($"1 / {Slices}");
                speed = await viewer.Page.EvaluateAsync<double[]>(Scroll, Slices - 1);
                await viewer.FinishAsync($"Benchmark_{patient}");
                TestContext.Out.WriteLine($"{name}: {frames} frames were asked for");
            }

            string times = string.Join(", ", opened.Order().Select(time => time.ToString("F0", CultureInfo.InvariantCulture)));
            TestContext.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}: first image after {opened.Order().ElementAt(Rounds / 2):F0} ms (median of {times}); scrolling {speed[0]:F0} images/s, 95 % of them within {speed[1]:F0} ms"));
        }
    }
}
