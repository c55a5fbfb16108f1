using Microsoft.Playwright;
using Pacs.Core;
using Pacs.Imaging;
using Pacs.Viewer.Tests.Harness;
using static Microsoft.Playwright.Assertions;

namespace Pacs.Viewer.Tests.Reading;

/// <summary>HTJ2K on its way to the screen: coarser resolutions first, then the pixels that Pacs.Imaging decodes.</summary>
[Category("PS3.5 §A.4.4")]
internal sealed class ProgressiveTests
{
    private const int Slices = 4, Size = 512;
    private const int FullResolution = 8; // as Cornerstone numbers the quality of an image

    // Every image that a pane is given: its quality, how many values it has, and a sum over them in which places count.
    private const string Record =
        """
        window.given = [];
        document.addEventListener('CORNERSTONE_STACK_NEW_IMAGE', ({ detail }) => {
          const values = detail.image.voxelManager.getScalarData();
          let sum = 7;
          for (const value of values) sum = (Math.imul(sum, 31) + value) | 0;
          window.given.push([detail.imageIdIndex, detail.image.imageQualityStatus ?? 8, values.length, sum]);
        }, true);
        """;

    [Test]
    public async Task Htj2k_ByWebGl_OnASlowLine_ComesCoarseFirstAndEndsExact()
    {
        (_, int[] sums) = await StoreAsync("HTJ2K-1", TransferSyntax.HTJ2KLosslessRPCL);
        await using ViewerPage viewer = await ViewerPage.OpenAsync("/", new() { Script = ViewerPageOptions.WithProcessor.Script + Record });
        await viewer.Page.GetByLabel("Patient ID").FillAsync("HTJ2K-1");
        await Expect(viewer.Page.Locator(".worklist-bar [role=status]")).ToHaveTextAsync("1 study");
        // The page has all its parts before the line becomes slow.
        await viewer.Page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        await viewer.SlowDownAsync(bytesPerSecond: 60_000);
        await viewer.Page.Locator(".study-row").First.DblClickAsync();
        await viewer.Page.WaitForFunctionAsync("() => window.given?.length > 0", null, new() { PollingInterval = 20 });
        await viewer.FinishAsync("Htj2k_Coarse");
        await viewer.WaitForPaneAsync(0);
        await viewer.Page.WaitForFunctionAsync("full => window.given.some(([, quality]) => quality === full)", FullResolution, new() { PollingInterval = 50 });
        int[][] given = await viewer.Page.EvaluateAsync<int[][]>("() => window.given");
        int middle = Slices / 2;
        int[][] first = [.. given.Where(image => image[0] == middle)];
        Assert.That(first[0][1], Is.LessThan(FullResolution), "a coarser resolution comes first");
        Assert.That(first[^1], Is.EqualTo((int[])[middle, FullResolution, Size * Size, sums[middle]]));
        await viewer.FinishAsync("Htj2k_Whole");
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Htj2k_Scrolled_HasThePixelsOfPacsImagingOnEachSlice(bool byWebGl)
    {
        (string study, int[] sums) = await StoreAsync(byWebGl ? "HTJ2K-2" : "HTJ2K-3", TransferSyntax.HTJ2KLosslessRPCL);
        await using ViewerPage viewer = await ViewerPage.OpenStudyAsync(study, new() { Script = (byWebGl ? ViewerPageOptions.WithProcessor.Script : "") + Record });
        await viewer.Pane(0).FocusAsync();
        foreach ((string key, int index) in ((string, int)[])[("Home", 0), ("ArrowDown", 1), ("ArrowDown", 2)])
        {
            await viewer.Page.Keyboard.PressAsync(key);
            await Expect(viewer.Texts(0)).ToContainTextAsync($"{index + 1} / {Slices}");
            await viewer.Page.WaitForFunctionAsync("([index, full]) => window.given.at(-1)[0] === index && window.given.at(-1)[1] === full", new[] { index, FullResolution }, new() { PollingInterval = 50 });
            int[][] given = await viewer.Page.EvaluateAsync<int[][]>("() => window.given");
            Assert.That(given[^1], Is.EqualTo((int[])[index, FullResolution, Size * Size, sums[index]]), string.Join('\n', given.Select(image => string.Join(' ', image))));
        }

        await viewer.WaitForLightAsync("pane-0", 0.1);
        await viewer.FinishAsync($"Htj2k_{(byWebGl ? "WebGl" : "Processor")}");
    }

    /// <summary>Stores a CT in another encoding; answers the sums over its slices as Pacs.Imaging decodes them from that encoding.</summary>
    private static async Task<(string Study, int[] Sums)> StoreAsync(string patient, TransferSyntax syntax)
    {
        DicomUid study = DicomUid.NewUid();
        var transcoder = new Transcoder();
        var sums = new List<int>();
        await Phantoms.StoreAsync(Phantoms.Ct(study, patient, Slices, Size), async file =>
        {
            DicomFile encoded = await transcoder.TranscodeAsync(file, syntax);
            using PixelFrame frame = await DicomImage.DecodeAsync(encoded);
            int sum = 7;
            for (int row = 0; row < Size; row++)
                foreach (short value in frame.Row<short>(row)) sum = unchecked(sum * 31 + value);
            sums.Add(sum);
            return encoded;
        });
        return (study.Value, [.. sums]);
    }
}
