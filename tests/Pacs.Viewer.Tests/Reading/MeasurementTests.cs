using System.Globalization;
using Microsoft.Playwright;
using Pacs.Core;
using Pacs.Viewer.Tests.Harness;
using static Microsoft.Playwright.Assertions;

namespace Pacs.Viewer.Tests.Reading;

/// <summary>Measuring against the known truth of the test volume, and what becomes of a measurement in the archive.</summary>
[Category("PS3.16 TID 1500")]
internal sealed class MeasurementTests
{
    private const double PixelSpacing = 1.621094;

    [Test]
    public async Task Measure_SphereAndLength_HaveTheirTrueValuesAndSurviveTheArchive()
    {
        await using (ViewerPage viewer = await OpenAtSphereAsync())
        {
            // The sphere's centre is at x = 8, y = -12 mm: well inside its radius of 12 mm the value is 300 HU everywhere.
            (double column, double row) = TestStudies.SphereCentre;
            await viewer.Page.Keyboard.PressAsync("e");
            await viewer.DragAsync(0, 256, (column, row), (column + 2.5, row + 2.5));
            ILocator ellipse = viewer.Page.Locator("[data-tool=EllipticalROI]");
            await Expect(ellipse).ToContainTextAsync("Mean");
            await FigureIsAsync(ellipse, "mean", 300, 0.01);
            await FigureIsAsync(ellipse, "sd", 0, 0.01);
            await Expect(ellipse).ToContainTextAsync("HU");

            await viewer.Page.Keyboard.PressAsync("l");
            await viewer.DragAsync(0, 256, (60, 180), (120, 180));
            ILocator length = viewer.Page.Locator("[data-tool=Length]");
            await Expect(length).ToContainTextAsync("mm");
            // The mouse moves by whole pixels of the screen.
            await FigureIsAsync(length, "length", 60 * PixelSpacing, 1);

            // An angle that is begun and left is not a measurement.
            await viewer.Page.Keyboard.PressAsync("a");
            await viewer.DragAsync(0, 256, (150, 200), (190, 200));
            await viewer.Page.Keyboard.PressAsync("w");
            await Expect(viewer.Page.Locator(".measurement-list > li")).ToHaveCountAsync(2);
            await viewer.Page.GetByRole(AriaRole.Button, new() { Name = "Save as DICOM SR" }).ClickAsync();
            await Expect(viewer.Page.Locator(".side-panel > [role=status]")).ToContainTextAsync("stored in the archive");
            await viewer.FinishAsync("Measure_Saved");
        }

        await using ViewerPage again = await OpenAtSphereAsync();
        await Expect(again.Page.Locator("[data-tool=EllipticalROI]")).ToContainTextAsync("Saved", new() { IgnoreCase = true });
        await FigureIsAsync(again.Page.Locator("[data-tool=EllipticalROI]"), "mean", 300, 0.01);
        await FigureIsAsync(again.Page.Locator("[data-tool=Length]"), "length", 60 * PixelSpacing, 1);
        await again.FinishAsync("Measure_Reloaded");
    }

    [Test]
    [Category("PS3.3 §A.35.13")]
    public async Task Measure_Saved_IsReadByOtherPrograms()
    {
        string study = await Room.Server.StoreCopyAsync("studies/ct-volume-current/ct", "MEASURE-1");
        await using (ViewerPage viewer = await OpenAtSphereAsync(study))
        {
            (double column, double row) = TestStudies.SphereCentre;
            await viewer.Page.Keyboard.PressAsync("e");
            await viewer.DragAsync(0, 256, (column, row), (column + 2.5, row + 2.5));
            await Expect(viewer.Page.Locator("[data-tool=EllipticalROI]")).ToContainTextAsync("Mean");
            await viewer.Page.Keyboard.PressAsync("l");
            await viewer.DragAsync(0, 256, (60, 180), (120, 180));
            await Expect(viewer.Page.Locator("[data-tool=Length]")).ToContainTextAsync("mm");
            await viewer.Page.GetByRole(AriaRole.Button, new() { Name = "Save as DICOM SR" }).ClickAsync();
            await Expect(viewer.Page.Locator(".side-panel > [role=status]")).ToContainTextAsync("stored in the archive");
            await viewer.FinishAsync();
        }

        (DicomFile file, string path) = (await Archive.InstancesAsync(study)).Single(entry => entry.File.Dataset.GetString(DicomTag.Modality) == "SR");
        Assert.That(file.Dataset.GetString(DicomTag.PatientID), Is.EqualTo("MEASURE-1"));
        (int code, string text) = await Peers.RunAsync("dsrdump", "+Pc", path);
        Assert.That((code, text), Is.EqualTo((0, text)));
        Assert.That(text, Does.Contain("\"Length\"").And.Contain("SCOORD").And.Contain("\"300\""));
        // What measurements are, in words, for programs that list them.
        Assert.That(text, Does.Match("TEXT:.*121106.*\"Length\"|TEXT:.*Comment.*\"Length\"").And.Match("TEXT:.*Comment.*\"Ellipse\""));
        Assert.That(text, Does.Not.Contain("E: "));
        (code, text) = await Peers.RunAsync("dciodvfy", path);
        Assert.That(text, Does.Not.Contain("Error"), text);
        (code, text) = await Peers.RunAsync("/usr/bin/python3", "-c", ReadByPydicom, path);
        Assert.That((code, text.Split('\n')[0]), Is.EqualTo((0, "1500")), text);
        Assert.That(text, Does.Contain("Mean 300.0 [hnsf'U]"), text);
        Assert.That(text, Does.Match(@"Length 9[67]\.\d+ mm"), text);
    }

    // The template, then each number of the tree with its name and unit.
    private const string ReadByPydicom =
        """
        import sys, pydicom
        report = pydicom.dcmread(sys.argv[1])
        print(report.ContentTemplateSequence[0].TemplateIdentifier)
        def walk(items):
            for item in items:
                if item.ValueType == 'NUM':
                    value = item.MeasuredValueSequence[0]
                    print(item.ConceptNameCodeSequence[0].CodeMeaning, float(value.NumericValue), value.MeasurementUnitsCodeSequence[0].CodeValue)
                walk(getattr(item, 'ContentSequence', []))
        walk(report.ContentSequence)
        """;

    private static async Task<ViewerPage> OpenAtSphereAsync(string study = TestStudies.CtCurrent)
    {
        ViewerPage viewer = await ViewerPage.OpenStudyAsync(study);
        if (study == TestStudies.CtCurrent) await viewer.WaitForPaneAsync(1);
        await viewer.Page.GetByRole(AriaRole.Button, new() { Name = "Measurements", Exact = true }).ClickAsync();
        await viewer.Pane(0).FocusAsync();
        await Expect(viewer.Page.Locator(".overlay .bottom-right").First).ToContainTextAsync("1.0×");
        await viewer.SettleAsync();
        return viewer;
    }

    /// <summary>Waits for a figure of the list: it follows the drawing by a frame or two.</summary>
    private static async Task FigureIsAsync(ILocator measurement, string figure, double expected, double tolerance)
    {
        ILocator text = measurement.Locator($"[data-figure={figure}]");
        try
        {
            await text.Page.WaitForFunctionAsync("([element, expected, tolerance]) => Math.abs(Number(element.dataset.value) - expected) <= tolerance",
                new object[] { await text.ElementHandleAsync(), expected, tolerance }, new PageWaitForFunctionOptions { PollingInterval = 50 });
        }
        catch (TimeoutException)
        {
            // Told below, with both numbers.
        }

        Assert.That(double.Parse(await text.GetAttributeAsync("data-value") ?? "", CultureInfo.InvariantCulture), Is.EqualTo(expected).Within(tolerance));
    }
}
