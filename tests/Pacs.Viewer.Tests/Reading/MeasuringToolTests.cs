using System.Globalization;
using Microsoft.Playwright;
using Pacs.Core;
using Pacs.Viewer.Tests.Harness;
using static Microsoft.Playwright.Assertions;

namespace Pacs.Viewer.Tests.Reading;

/// <summary>Each measuring tool, on the test volume whose truth is known.</summary>
[Category("PS3.16 TID 1500")]
internal sealed class MeasuringToolTests
{
    private const int Size = 256;
    private const double Spacing = 1.621094;

    [Test]
    public async Task EachTool_MeasuresTheTruth_AndSurvivesTheArchive()
    {
        string study = await Room.Server.StoreCopyAsync("studies/ct-volume-current/ct", "MEASURE-ALL");
        (double column, double row) = TestStudies.SphereCentre;
        await using (ViewerPage viewer = await OpenAsync(study))
        {
            IKeyboard keys = viewer.Page.Keyboard;
            await keys.PressAsync("l");
            await viewer.DragAsync(0, Size, (60, 220), (120, 220));
            await keys.PressAsync("b");
            await viewer.DragAsync(0, Size, (150, 225), (200, 225));
            await keys.PressAsync("a");
            await viewer.DragAsync(0, Size, (40, 40), (40, 80));
            await ClickAsync(viewer, 80, 80);
            await keys.PressAsync("k");
            await viewer.DragAsync(0, Size, (180, 30), (230, 30));
            await viewer.DragAsync(0, Size, (180, 50), (215, 85));
            // Each region on a slice of its own through the sphere: on one they would take each other's handles.
            await keys.PressAsync("e");
            await viewer.DragAsync(0, Size, (column, row), (column + 2.5, row + 2.5));
            await FigureIsAsync(viewer, "EllipticalROI", "area", Math.PI * Math.Pow(2.5 * Spacing, 2), 8);
            await NextSliceAsync(viewer, 22);
            await viewer.Button("Circle").ClickAsync();
            await viewer.DragAsync(0, Size, (column, row), (column + 4, row));
            await FigureIsAsync(viewer, "CircleROI", "area", Math.PI * Math.Pow(4 * Spacing, 2), 16);
            await NextSliceAsync(viewer, 23);
            await keys.PressAsync("q");
            await viewer.DragAsync(0, Size, (column - 3, row - 3), (column + 3, row + 3));
            await FigureIsAsync(viewer, "RectangleROI", "mean", 300, 0.01);
            await NextSliceAsync(viewer, 24);
            await keys.PressAsync("d");
            await ClickAsync(viewer, column, row + 1);
            await FigureIsAsync(viewer, "Probe", "value", 300, 0.01);
            await NextSliceAsync(viewer, 25);
            await keys.PressAsync("f");
            await DrawAsync(viewer, [(column - 3, row - 3), (column + 3, row - 3), (column + 3, row + 3), (column - 3, row + 3), (column - 3, row - 3)]);
            await keys.PressAsync("n");
            await viewer.DragAsync(0, Size, (100, 60), (120, 40));
            await SayAsync(viewer, "Here");
            await keys.PressAsync("t");
            await ClickAsync(viewer, 60, 150);
            await SayAsync(viewer, "Check again");
            await keys.PressAsync("w");

            await AssertTruthAsync(viewer);
            await viewer.AssertAccessibleAsync();
            await viewer.FinishAsync("Measure_AllTools");
            await viewer.Button("Save as DICOM SR").ClickAsync();
            await Expect(viewer.Page.Locator(".side-panel > [role=status]")).ToContainTextAsync("stored in the archive");
        }

        await using (ViewerPage again = await OpenAsync(study))
        {
            await AssertTruthAsync(again, isStored: true);
            await Expect(again.Page.GetByText("Not saved")).ToHaveCountAsync(0);

            // A point is stored without its value, which is read from the image when it is shown.
            await Item(again, "Probe").Locator("button").First.ClickAsync();
            await FigureIsAsync(again, "Probe", "value", 300, 0.01);

            // The list leads to the image.
            await again.Pane(0).FocusAsync();
            await again.Page.Keyboard.PressAsync("Home");
            await Expect(again.Texts(0).Locator(".bottom-left")).ToContainTextAsync("1 / 40");
            await Item(again, "Length").Locator("button").First.ClickAsync();
            await Expect(again.Texts(0).Locator(".bottom-left")).ToContainTextAsync("21 / 40");

            await again.Button("Remove: Length").ClickAsync();
            await Expect(Item(again, "Length")).ToHaveCountAsync(0);
            await again.FinishAsync("Measure_AllToolsReloaded");
        }

        (DicomFile file, string path) = (await Archive.InstancesAsync(study)).Single(entry => entry.File.Dataset.GetString(DicomTag.Modality) == "SR");
        (int code, string text) = await Peers.RunAsync("dsrdump", path);
        Assert.That((code, text), Is.EqualTo((0, text)));
        (code, text) = await Peers.RunAsync("dciodvfy", path);
        Assert.That(text, Does.Not.Contain("Error"), text);
    }

    [Test]
    public async Task Text_Saved_ComesBackAsTextAtItsPlace_AndCanBeMovedAndChanged()
    {
        string study = await Room.Server.StoreCopyAsync("studies/ct-volume-current/ct", "MEASURE-TEXT");
        (float X, float Y) place;
        await using (ViewerPage viewer = await OpenAsync(study))
        {
            await viewer.Page.Keyboard.PressAsync("t");
            await ClickAsync(viewer, 60, 150);
            await SayAsync(viewer, "Node?");
            await viewer.Page.Keyboard.PressAsync("w");
            place = await WordsAsync(viewer, "Node?");
            await SaveAsync(viewer);
        }

        await using (ViewerPage again = await OpenAsync(study))
        {
            await Expect(Item(again, "Label")).ToContainTextAsync("Node?");
            await Expect(again.Page.Locator(".measurement-list > li")).ToHaveCountAsync(1);
            Assert.That(await WordsAsync(again, "Node?"), Is.EqualTo(place));
            await again.FinishAsync("Text_Reloaded");

            await again.DragAsync(0, Size, (60, 150), (160, 50));
            await again.Button("Change the words: Text").ClickAsync();
            await SayAsync(again, "Node, 4 mm");
            (float x, float y) = await WordsAsync(again, "Node, 4 mm");
            Assert.That((x > place.X + 100, y < place.Y - 100), Is.EqualTo((true, true)));
            place = (x, y);
            await SaveAsync(again);
        }

        await using ViewerPage last = await OpenAsync(study);
        await Expect(Item(last, "Label")).ToContainTextAsync("Node, 4 mm");
        Assert.That(await WordsAsync(last, "Node, 4 mm"), Is.EqualTo(place));
        await last.FinishAsync("Text_Changed");
    }

    [Test]
    [Category("PS3.3 §C.18.6.1.2")]
    public async Task Ellipse_WiderThanTall_ComesBackWithItsHandles()
    {
        string study = await Room.Server.StoreCopyAsync("studies/ct-volume-current/ct", "MEASURE-ELLIPSE");
        await using (ViewerPage viewer = await OpenAsync(study))
        {
            await viewer.Page.Keyboard.PressAsync("e");
            await viewer.DragAsync(0, Size, (120, 120), (140, 126));
            await FigureIsAsync(viewer, "EllipticalROI", "area", Math.PI * 20 * 6 * Spacing * Spacing, 60);
            await SaveAsync(viewer);
        }

        await using ViewerPage again = await OpenAsync(study);
        await FigureIsAsync(again, "EllipticalROI", "area", Math.PI * 20 * 6 * Spacing * Spacing, 60);
        await again.DragAsync(0, Size, (140, 120), (150, 120));
        await FigureIsAsync(again, "EllipticalROI", "area", Math.PI * 30 * 6 * Spacing * Spacing, 90);
        await again.FinishAsync();
    }

    [Test]
    public async Task Length_OnAnImageWithoutSpacing_IsMarkedUncalibrated()
    {
        DicomUid study = DicomUid.NewUid();
        await Phantoms.StoreAsync([Oddities.LongTextsNoIdentity(study)]);
        await using ViewerPage viewer = await OpenAsync(study.Value);
        await viewer.Page.Keyboard.PressAsync("l");
        await viewer.DragAsync(0, 64, (10, 30), (50, 30));
        await FigureIsAsync(viewer, "Length", "length", 40, 0.5);
        await Expect(Item(viewer, "Length")).ToContainTextAsync("px");
        await Expect(Item(viewer, "Length")).ToContainTextAsync("uncalibrated", new() { IgnoreCase = true });
        await viewer.FinishAsync();
    }

    [TestCase(true)]
    [TestCase(false)]
    [Category("PS3.3 §C.8.9.1")]
    public async Task Pet_IsShownAndMeasuredInUptakeValues(bool byWebGl)
    {
        DicomUid study = DicomUid.NewUid();
        await Phantoms.StoreAsync(Phantoms.Pet(study, byWebGl ? "PET-1" : "PET-2"));
        await using ViewerPage viewer = await OpenAsync(study.Value, byWebGl ? ViewerPageOptions.WithProcessor : null);
        await Expect(viewer.Texts(0).Locator("[data-window]")).ToHaveAttributeAsync("data-window", "2.5/5");
        await viewer.SettleAsync();
        // An uptake of 4 and of 0.96 in a window from 0 to 5.
        int[] pixels = await viewer.PixelsAsync(0, 128, [[64, 64], [10, 64]]);
        Assert.That(pixels[0], Is.EqualTo(204).Within(3));
        Assert.That(pixels[1], Is.EqualTo(49).Within(3));
        await viewer.Page.Keyboard.PressAsync("e");
        await viewer.DragAsync(0, 128, (64, 64), (70, 70));
        foreach ((string figure, double expected) in ((string, double)[])[("mean", 4), ("min", 4), ("max", 4), ("sd", 0)]) await FigureIsAsync(viewer, "EllipticalROI", figure, expected, 0.02);
        await Expect(Item(viewer, "EllipticalROI")).ToContainTextAsync("SUV");
        await viewer.Page.Keyboard.PressAsync("2");
        await Expect(viewer.Texts(0).Locator("[data-window]")).ToHaveAttributeAsync("data-window", "5/10");
        await viewer.SettleAsync();
        Assert.That((await viewer.PixelsAsync(0, 128, [[50, 64]]))[0], Is.EqualTo(102).Within(3));
        await viewer.FinishAsync($"Pet_{(byWebGl ? "WebGl" : "Processor")}");
    }

    // What is stored of a region whose image is not on the screen need not be all: least and largest value are read from the image.
    private static async Task AssertTruthAsync(ViewerPage viewer, bool isStored = false)
    {
        // The mouse moves by whole pixels of the screen: a third of one of the image.
        await FigureIsAsync(viewer, "Length", "length", 60 * Spacing, 1);
        await FigureIsAsync(viewer, "Bidirectional", "length", 50 * Spacing, 1);
        await FigureIsAsync(viewer, "Angle", "angle", 90, 1.5);
        await FigureIsAsync(viewer, "CobbAngle", "angle", 45, 1.5);
        foreach (string region in (string[])["EllipticalROI", "CircleROI", "RectangleROI", "PlanarFreehandROI"])
        {
            if (isStored) await Item(viewer, region).Locator("button").First.ClickAsync();
            await FigureIsAsync(viewer, region, "mean", 300, 0.01);
            await FigureIsAsync(viewer, region, "sd", 0, 0.01);
            await FigureIsAsync(viewer, region, "min", 300, 0.01);
            await FigureIsAsync(viewer, region, "max", 300, 0.01);
            await Expect(Item(viewer, region)).ToContainTextAsync("HU");
        }

        await FigureIsAsync(viewer, "RectangleROI", "area", Math.Pow(6 * Spacing, 2), 12);
        await FigureIsAsync(viewer, "PlanarFreehandROI", "area", Math.Pow(6 * Spacing, 2), 12);
        await FigureIsAsync(viewer, "CircleROI", "area", Math.PI * Math.Pow(4 * Spacing, 2), 16);
        await Expect(Item(viewer, "ArrowAnnotate").Filter(new() { HasText = "Here" })).ToHaveCountAsync(1);
        await Expect(Item(viewer, "Label").Filter(new() { HasText = "Check again" })).ToHaveCountAsync(1);
        await Expect(viewer.Page.Locator(".measurement-list > li")).ToHaveCountAsync(11);
    }

    private static async Task SaveAsync(ViewerPage viewer)
    {
        await viewer.Button("Save as DICOM SR").ClickAsync();
        await Expect(viewer.Page.Locator(".side-panel > [role=status]")).ToContainTextAsync("stored in the archive");
    }

    /// <summary>Where words stand on the image of the first pane, in whole pixels of the page.</summary>
    private static async Task<(float X, float Y)> WordsAsync(ViewerPage viewer, string words)
    {
        LocatorBoundingBoxResult box = await viewer.Pane(0).Locator("svg text").Filter(new() { HasText = words }).BoundingBoxAsync() ?? throw new InvalidOperationException();
        return (MathF.Round(box.X), MathF.Round(box.Y));
    }

    private static ILocator Item(ViewerPage viewer, string tool) => viewer.Page.Locator($".measurement-list > [data-tool={tool}]");

    private static async Task<ViewerPage> OpenAsync(string study, ViewerPageOptions? options = null)
    {
        ViewerPage viewer = await ViewerPage.OpenStudyAsync(study, options);
        await viewer.Button("Measurements").ClickAsync();
        await viewer.Pane(0).FocusAsync();
        await Expect(viewer.Page.Locator(".overlay .bottom-right").First).ToContainTextAsync("1.0×");
        await viewer.SettleAsync();
        return viewer;
    }

    private static async Task ClickAsync(ViewerPage viewer, double column, double row)
    {
        (float x, float y) = await viewer.PlaceAsync(0, Size, column, row);
        await viewer.Page.Mouse.MoveAsync(x, y, new MouseMoveOptions { Steps = 4 });
        await viewer.Page.Mouse.DownAsync();
        await viewer.Page.Mouse.UpAsync();
    }

    private static async Task NextSliceAsync(ViewerPage viewer, int number)
    {
        await viewer.SettleAsync();
        await viewer.Pane(0).FocusAsync();
        await viewer.Page.Keyboard.PressAsync("ArrowDown");
        await Expect(viewer.Texts(0).Locator(".bottom-left")).ToContainTextAsync($"{number} / 40");
        await viewer.SettleAsync();
    }

    private static async Task DrawAsync(ViewerPage viewer, (double Column, double Row)[] corners)
    {
        bool isDown = false;
        foreach ((double column, double row) in corners)
        {
            (float x, float y) = await viewer.PlaceAsync(0, Size, column, row);
            await viewer.Page.Mouse.MoveAsync(x, y, new MouseMoveOptions { Steps = 8 });
            if (!isDown) await viewer.Page.Mouse.DownAsync();
            isDown = true;
        }

        await viewer.Page.Mouse.UpAsync();
    }

    private static async Task SayAsync(ViewerPage viewer, string words)
    {
        ILocator field = viewer.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Textbox);
        await field.FillAsync(words);
        await viewer.Page.Keyboard.PressAsync("Enter");
        await Expect(field).ToHaveCountAsync(0);
        await viewer.Pane(0).FocusAsync();
    }

    /// <summary>Waits for a figure of the list: it follows the drawing by a frame or two.</summary>
    private static async Task FigureIsAsync(ViewerPage viewer, string tool, string figure, double expected, double tolerance)
    {
        ILocator text = Item(viewer, tool).Locator($"[data-figure={figure}]");
        try
        {
            await viewer.Page.WaitForFunctionAsync("([selector, expected, tolerance]) => Math.abs(Number(document.querySelector(selector)?.dataset.value) - expected) <= tolerance",
                new object[] { $".measurement-list > [data-tool={tool}] [data-figure={figure}]", expected, tolerance }, new PageWaitForFunctionOptions { PollingInterval = 50, Timeout = 20_000 });
        }
        catch (TimeoutException)
        {
            // Told below, with both numbers.
        }

        await Expect(text).ToHaveCountAsync(1);
        Assert.That(double.Parse(await text.GetAttributeAsync("data-value") ?? "", CultureInfo.InvariantCulture), Is.EqualTo(expected).Within(tolerance), $"{tool}: {figure}");
    }
}
