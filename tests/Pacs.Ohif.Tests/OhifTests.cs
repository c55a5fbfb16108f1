using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Pacs.Ohif.Tests;

/// <summary>OHIF's published build, served by the sample server, with the sample server's archive.</summary>
public sealed partial class OhifTests
{
    [Test]
    public async Task TheStudyList_ShowsWhatTheArchiveHolds()
    {
        await using OhifPage ohif = await OhifPage.OpenAsync("/ohif/");

        await Expect(ohif.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = "Volume, Test" })).ToContainTextAsync("46");

        await ohif.FinishAsync();
    }

    [Test]
    public async Task AStudy_OpensAndShowsItsImage_InTheWindowOfTheFile()
    {
        await using OhifPage ohif = await OhifPage.OpenStudyAsync(OhifRoom.CtStudy);

        // Its corner texts say which image it is, and how it is shown.
        string[] images = await InstancesAsync(OhifRoom.CtStudy, "CT");
        await Expect(ohif.Page.GetByText(new Regex(@"^\s*W:\s*400\s*L:\s*40\s*$")).First).ToBeVisibleAsync();
        double[] differences = await Task.WhenAll(images.Select(image => ohif.DifferenceAsync(image + "/rendered?window=40,400,linear")));

        Assert.That(differences.Min(), Is.LessThan(4), "mean difference of grey values from the server's own picture");
        await ohif.FinishAsync();
    }

    [Test]
    public async Task ACompressedMultiFrameImage_IsDecodedAndShown()
    {
        await using OhifPage ohif = await OhifPage.OpenStudyAsync(OhifRoom.MultiFrameStudy);

        string image = (await InstancesAsync(OhifRoom.MultiFrameStudy, "MR")).Single();
        double[] differences = await Task.WhenAll(Enumerable.Range(1, 10).Select(frame => ohif.DifferenceAsync($"{image}/frames/{frame}/rendered")));

        Assert.That(differences.Min(), Is.LessThan(8), "mean difference of grey values from the server's own picture");
        await ohif.FinishAsync();
    }

    [Test]
    [Category("PS3.16 TID 1500")]
    public async Task MeasurementsOfOurViewer_AreInOhifsList_AndOnTheImage()
    {
        string study = await OhifRoom.Server.StoreCopyAsync("studies/ct-volume-current/ct", "OHIF-SR");
        await MeasureInOurViewerAsync(study);
        await using OhifPage ohif = await OhifPage.OpenStudyAsync(study);

        await ohif.SkipTourAsync();
        // The report as such: its measurements are drawn on the image that they were taken on.
        await ohif.Page.GetByText("Measurements").First.DblClickAsync();
        await Expect(ohif.Page.Locator("svg text").Filter(new() { HasTextRegex = Length() })).ToBeVisibleAsync();
        await Expect(ohif.Page.Locator("svg text").Filter(new() { HasText = "Mean: 300" })).ToBeVisibleAsync();

        // Taken up by OHIF, they are measurements of its own: in its list, and on the image.
        await ohif.Page.GetByRole(AriaRole.Button, new() { Name = "Yes" }).ClickAsync();
        await ohif.Page.Locator("[data-cy=trackedMeasurements-btn]").First.ClickAsync();
        ILocator rows = ohif.Page.Locator("[data-cy=trackedMeasurements-panel] [data-cy^=measurement-table-row]");
        await Expect(rows).ToHaveCountAsync(3);
        await Expect(rows.Filter(new() { HasText = "Length" }).Filter(new() { HasTextRegex = Length() })).ToHaveCountAsync(1);
        await Expect(rows.Filter(new() { HasText = "Ellipse" }).Filter(new() { HasTextRegex = Area() }).Filter(new() { HasText = "Max: 300 HU" })).ToHaveCountAsync(1);
        await Expect(rows.Filter(new() { HasText = "Sphere" })).ToHaveCountAsync(1);
        await Expect(rows.Filter(new() { HasText = "(empty)" })).ToHaveCountAsync(0);
        await Expect(ohif.Page.Locator("svg text").Filter(new() { HasTextRegex = Area() })).ToBeVisibleAsync();
        await Expect(ohif.Page.GetByText("not supported")).ToHaveCountAsync(0);
        await Expect(ohif.Page.Locator("svg text").Filter(new() { HasTextRegex = Length() })).ToBeVisibleAsync();
        await ohif.FinishAsync();
    }

    [GeneratedRegex(@"9[67]\.\d+ mm")]
    private static partial Regex Length();

    // A radius of 2.5 pixels, of those that the mouse moves by.
    [GeneratedRegex(@"[45]\d\.\d+ mm²")]
    private static partial Regex Area();

    // A length of 60 pixels of 1.621 mm, a round ellipse inside of the sphere of 300 HU, and its name.
    private static async Task MeasureInOurViewerAsync(string study)
    {
        await using OhifPage viewer = await OhifPage.OpenAsync($"/viewer/{study}");
        ILocator pane = viewer.Page.Locator("[data-viewport=pane-0]");
        await Expect(pane).ToHaveAttributeAsync("data-ready", "true");
        await viewer.Page.GetByRole(AriaRole.Button, new() { Name = "Measurements", Exact = true }).ClickAsync();
        await Expect(viewer.Page.Locator(".side-panel")).ToBeVisibleAsync();
        await pane.FocusAsync();
        await viewer.Page.Keyboard.PressAsync("l");
        await DragAsync(viewer, pane, (60, 200), (120, 200));
        await Expect(viewer.Page.Locator("[data-tool=Length]")).ToContainTextAsync("mm");
        await viewer.Page.Keyboard.PressAsync("e");
        await DragAsync(viewer, pane, (132.4, 120.1), (134.9, 122.6));
        await Expect(viewer.Page.Locator("[data-tool=EllipticalROI]")).ToContainTextAsync("Mean");
        await viewer.Page.Keyboard.PressAsync("t");
        await DragAsync(viewer, pane, (150, 100), (150, 100));
        await viewer.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Textbox).FillAsync("Sphere");
        await viewer.Page.Keyboard.PressAsync("Enter");
        await Expect(viewer.Page.Locator("[data-tool=Label]")).ToContainTextAsync("Sphere");
        await viewer.Page.GetByRole(AriaRole.Button, new() { Name = "Save as DICOM SR" }).ClickAsync();
        await Expect(viewer.Page.Locator(".side-panel > [role=status]")).ToContainTextAsync("stored in the archive");
    }

    // Between two pixels of the image of 256, which fills the pane.
    private static async Task DragAsync(OhifPage viewer, ILocator pane, (double Column, double Row) from, (double Column, double Row) to)
    {
        LocatorBoundingBoxResult box = await pane.BoundingBoxAsync() ?? throw new InvalidOperationException();
        double scale = Math.Min(box.Width, box.Height) / 256;
        // By as many whole pixels of the screen down as across, where that is asked for.
        (float x1, float y1) = (MathF.Round((float)(box.X + box.Width / 2 + (from.Column + 0.5 - 128) * scale)), MathF.Round((float)(box.Y + box.Height / 2 + (from.Row + 0.5 - 128) * scale)));
        (float x2, float y2) = (x1 + MathF.Round((float)((to.Column - from.Column) * scale)), y1 + MathF.Round((float)((to.Row - from.Row) * scale)));
        await viewer.Page.Mouse.MoveAsync(x1, y1);
        await viewer.Page.Mouse.DownAsync();
        await viewer.Page.Mouse.MoveAsync(x2, y2, new MouseMoveOptions { Steps = 6 });
        await viewer.Page.Mouse.UpAsync();
    }

    [Test]
    public async Task ADocument_ReachesTheBrowsersOwnViewer()
    {
        await using OhifPage ohif = await OhifPage.OpenStudyAsync(OhifRoom.CtStudy);

        await ohif.SkipTourAsync();
        await ohif.Page.GetByText("Report PDF").First.DblClickAsync();
        ILocator document = ohif.Page.Locator("object[type='application/pdf']");
        await Expect(document).ToHaveAttributeAsync("data", new Regex("^(blob|http):"));
        string begin = await document.EvaluateAsync<string>("async element => (await (await fetch(element.data)).text()).slice(0, 5)");

        Assert.That(begin, Is.EqualTo("%PDF-"));
        await ohif.FinishAsync();
    }

    [Test]
    public async Task APage_IsIsolated_AndComesFromThisServerAlone()
    {
        await using OhifPage ohif = await OhifPage.OpenAsync("/ohif/");

        Assert.That(await ohif.Page.EvaluateAsync<bool>("crossOriginIsolated"), Is.True);
        Assert.That(await ohif.Page.EvaluateAsync<string>("window.config.dataSources[0].configuration.wadoRoot"), Is.EqualTo(new Uri(OhifRoom.Server.Url, "/dicom-web").ToString()));
        await ohif.FinishAsync();
    }

    // Paths of the instances of a study, in their order.
    private static async Task<string[]> InstancesAsync(string study, string modality)
    {
        using HttpResponseMessage answer = await OhifRoom.Server.Http.GetAsync(new Uri($"/dicom-web/studies/{study}/instances?Modality={modality}&includefield=SeriesInstanceUID", UriKind.Relative));
        using JsonDocument found = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        return [.. found.RootElement.EnumerateArray().Select(instance =>
            $"/dicom-web/studies/{study}/series/{instance.GetProperty("0020000E").GetProperty("Value")[0].GetString()}/instances/{instance.GetProperty("00080018").GetProperty("Value")[0].GetString()}")];
    }
}
