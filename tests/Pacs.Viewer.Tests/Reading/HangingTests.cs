using Microsoft.Playwright;
using Pacs.Core;
using Pacs.Viewer.Tests.Harness;
using static Microsoft.Playwright.Assertions;

namespace Pacs.Viewer.Tests.Reading;

/// <summary>What hangs where when a study is opened, and what the reader makes of it.</summary>
internal sealed class HangingTests
{
    private static readonly string[] Views = ["R CC", "L CC", "R MLO", "L MLO"];

    [Test]
    public async Task Mammogram_WithTwoPriors_HangsAboveTheYounger_UntilTheReaderTakesTheOlder()
    {
        const string Patient = "MAMMO-2";
        DicomUid current = DicomUid.NewUid();
        foreach ((DicomUid study, string date) in ((DicomUid, string)[])[(DicomUid.NewUid(), "20210329"), (DicomUid.NewUid(), "20230403"), (current, "20250401")])
            await Phantoms.StoreAsync(Phantoms.Mammogram(study, Patient).On(date));
        await using ViewerPage viewer = await ViewerPage.OpenStudyAsync(current.Value);

        await ExpectPairAsync(viewer, "2023-04-03");
        // Back to back: the chest wall of a right breast at the right edge of its pane, that of a left one at the left.
        for (int pane = 0; pane < 2 * Views.Length; pane++)
        {
            double[] edges = await viewer.EdgesAsync(pane);
            bool isRight = pane % 2 == 0;
            Assert.That(edges[isRight ? 1 : 0], Is.GreaterThan(40), $"pane {pane}: the side of the chest wall");
            Assert.That(edges[isRight ? 0 : 1], Is.LessThan(15), $"pane {pane}: the other side");
            // No text at the chest wall: it stands beside the breast, in the air.
            Assert.That(await SideOfTextsAsync(viewer, pane), Is.EqualTo(isRight ? "left" : "right"), $"pane {pane}: the texts");
        }

        await viewer.AssertAccessibleAsync();
        await viewer.FinishAsync("Mammogram_YoungerPrior");

        await viewer.Button("Compare with 2021-03-29").FocusAsync();
        await viewer.Page.Keyboard.PressAsync("Enter");
        await ExpectPairAsync(viewer, "2021-03-29");
        await Expect(viewer.Button("Compare with 2021-03-29")).ToHaveAttributeAsync("aria-pressed", "true");
        await viewer.FinishAsync("Mammogram_OlderPrior");
        await viewer.Button("Compare with 2023-04-03").ClickAsync();
        await ExpectPairAsync(viewer, "2023-04-03");
    }

    [Test]
    public async Task Mammogram_TurnedOver_HasItsTextsAtTheOtherSide()
    {
        DicomUid study = DicomUid.NewUid();
        await Phantoms.StoreAsync(Phantoms.Mammogram(study, "MAMMO-3"));
        await using ViewerPage viewer = await ViewerPage.OpenStudyAsync(study.Value);
        await viewer.WaitForPaneAsync(0);
        Assert.That(await SideOfTextsAsync(viewer, 0), Is.EqualTo("left"));
        await viewer.Button("Flip left–right", exact: false).ClickAsync();
        await Expect(viewer.Texts(0).Locator(".side-left")).ToHaveTextAsync("P");
        Assert.That(await SideOfTextsAsync(viewer, 0), Is.EqualTo("right"));
        await viewer.FinishAsync();
    }

    [Test]
    public async Task Radiograph_WithPrior_HangsTheSameViewOfBoth_WithOneWindow()
    {
        DicomUid current = DicomUid.NewUid(), prior = DicomUid.NewUid();
        await Phantoms.StoreAsync(Phantoms.Radiograph(prior, "CHEST-1", "LL", "PA").On("20240212"));
        await Phantoms.StoreAsync(Phantoms.Radiograph(current, "CHEST-1", "PA", "LL"));
        await using ViewerPage viewer = await ViewerPage.OpenStudyAsync(current.Value);
        await viewer.WaitForPaneAsync(1);
        await Expect(viewer.Page.Locator(".pane")).ToHaveCountAsync(2);
        foreach ((int pane, string[] texts) in ((int, string[])[])[(0, ["Current", "2025-04-01", "PA"]), (1, ["Prior", "2024-02-12", "PA"])])
            foreach (string text in texts) await Expect(viewer.Texts(pane).Locator(".top-right")).ToContainTextAsync(text);
        await Expect(viewer.Texts(0).Locator(".side-left")).ToHaveTextAsync("R");

        // The window that is drawn with the mouse on one is that of both.
        await viewer.DragAsync(0, 512, (200, 200), (300, 260));
        ILocator window = viewer.Texts(0).Locator("[data-window]");
        await Expect(window).Not.ToHaveAttributeAsync("data-window", "2000/3000");
        await Expect(viewer.Texts(1).Locator("[data-window]")).ToHaveAttributeAsync("data-window", await window.GetAttributeAsync("data-window") ?? "");
        await viewer.FinishAsync();
    }

    [Test]
    public async Task Mr_WithPrior_HangsBothSideBySideAndScrollsByPosition()
    {
        await using ViewerPage viewer = await ViewerPage.OpenStudyAsync(TestStudies.MrCurrent);
        await viewer.WaitForPaneAsync(1);
        await Expect(viewer.Page.Locator(".pane")).ToHaveCountAsync(2);
        await Expect(viewer.Texts(0)).ToContainTextAsync("Current");
        await Expect(viewer.Texts(1)).ToContainTextAsync("Prior");
        ILocator position = viewer.Texts(1).Locator(".bottom-left");
        string before = await position.InnerTextAsync();
        await viewer.Pane(0).FocusAsync();
        await viewer.Page.Keyboard.PressAsync("Home");
        await viewer.Page.Keyboard.PressAsync("PageDown");
        await Expect(position).Not.ToHaveTextAsync(before);
        // The reader lets them go their own ways.
        await viewer.Button("Link scrolling and windows").ClickAsync();
        string left = await position.InnerTextAsync();
        await viewer.Pane(0).FocusAsync();
        await viewer.Page.Keyboard.PressAsync("End");
        await viewer.SettleAsync();
        Assert.That(await position.InnerTextAsync(), Is.EqualTo(left));
        await viewer.FinishAsync();
    }

    [Test]
    public async Task Layout_FourByFour_ChosenByKeys_HasSixteenSeries()
    {
        DicomUid study = DicomUid.NewUid();
        await Phantoms.StoreAsync(Oddities.ManySeries(study, "LAYOUT-16", 18));
        await using ViewerPage viewer = await ViewerPage.OpenStudyAsync(study.Value);
        await viewer.Button("Layout").FocusAsync();
        await viewer.Page.Keyboard.PressAsync("Enter");
        ILocator largest = viewer.Button("4 × 4");
        await Expect(largest).ToBeVisibleAsync();
        await largest.FocusAsync();
        await viewer.Page.Keyboard.PressAsync("Enter");
        await Expect(viewer.Page.Locator(".pane")).ToHaveCountAsync(16);
        for (int pane = 0; pane < 16; pane++)
        {
            await viewer.WaitForPaneAsync(pane);
            await viewer.WaitForLightAsync($"pane-{pane}", 0.1);
            await Expect(viewer.Texts(pane)).ToContainTextAsync($"{pane + 1}: Series {pane + 1}");
        }

        await viewer.AssertAccessibleAsync();
        await viewer.FinishAsync();
    }

    // Each view of the study above the same view of the prior.
    private static async Task ExpectPairAsync(ViewerPage viewer, string priorDate)
    {
        await Expect(viewer.Page.Locator(".pane")).ToHaveCountAsync(2 * Views.Length);
        for (int pane = 0; pane < 2 * Views.Length; pane++)
        {
            bool isPrior = pane >= Views.Length;
            await viewer.WaitForPaneAsync(pane);
            foreach (string text in (string[])[isPrior ? "Prior" : "Current", isPrior ? priorDate : "2025-04-01"]) await Expect(viewer.Texts(pane)).ToContainTextAsync(text);
            await Expect(viewer.Texts(pane).Locator(".view-name")).ToHaveTextAsync(Views[pane % Views.Length]);
            await viewer.WaitForLightAsync($"pane-{pane}", 0.1);
        }
    }

    private static Task<string> SideOfTextsAsync(ViewerPage viewer, int pane) => viewer.Texts(pane).EvaluateAsync<string>(
        """
        overlay => {
          const box = overlay.getBoundingClientRect(), middle = box.left + box.width / 2;
          const texts = [...overlay.querySelectorAll('.corner')].map(corner => corner.getBoundingClientRect());
          return texts.every(text => text.right <= middle) ? 'left' : texts.every(text => text.left >= middle) ? 'right' : 'both';
        }
        """);
}
