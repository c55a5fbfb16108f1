using Microsoft.Playwright;
using Pacs.Core;
using Pacs.Viewer.Tests.Harness;
using static Microsoft.Playwright.Assertions;

namespace Pacs.Viewer.Tests.Reading;

/// <summary>What is not a plain stack of grey slices: colour, clips, enhanced objects, documents, states, segmentations.</summary>
internal sealed class ObjectTests
{
    [TestCaseSource(typeof(TestStudies), nameof(TestStudies.Singles))]
    public async Task Open_SingleObject_IsShown(string file)
    {
        await using DicomFile opened = await DicomFile.OpenAsync(SharedData.File(file));
        await using ViewerPage viewer = await ViewerPage.OpenStudyAsync(opened.Dataset.GetString(DicomTag.StudyInstanceUID)!);
        await viewer.SettleAsync();
        Assert.That(await viewer.LitAsync("pane-0"), Is.GreaterThan(0.02));
        await Expect(viewer.Page.Locator(".pane-error")).ToHaveCountAsync(0);
        await viewer.FinishAsync($"Open_{Path.GetFileNameWithoutExtension(file)}");
    }

    [Test]
    public async Task Documents_PdfReportStateKeyImagesSegmentation_AreShown()
    {
        await using ViewerPage viewer = await ViewerPage.OpenStudyAsync(TestStudies.CtCurrent);
        await viewer.WaitForPaneAsync(1);

        await viewer.Page.GetByRole(AriaRole.Button, new() { Name = "Sphere segmentation" }).ClickAsync();
        await viewer.Pane(0).FocusAsync();
        await Expect(viewer.Page.Locator(".pane").First.Locator(".overlay-plane")).ToHaveCountAsync(1);
        await viewer.FinishAsync("Documents_Segmentation");
        await viewer.Page.GetByRole(AriaRole.Button, new() { Name = "Sphere segmentation" }).ClickAsync();
        await Expect(viewer.Page.Locator(".overlay-plane")).ToHaveCountAsync(0);

        // The state turns the image by 90 degrees, sets its window and draws the circle and its text.
        await viewer.Page.Locator("[data-set-kind=pr]").ClickAsync();
        await Expect(viewer.Texts(0).Locator("[data-window]")).ToHaveAttributeAsync("data-window", "150/700");
        await Expect(viewer.Texts(0).Locator(".side-top")).ToHaveTextAsync("R");
        await Expect(viewer.Page.Locator(".image-layer circle")).ToHaveCountAsync(1);
        await Expect(viewer.Page.Locator(".image-layer text")).ToContainTextAsync("12");
        await viewer.FinishAsync("Documents_PresentationState");

        await viewer.Page.Locator("[data-set-kind=ko]").ClickAsync();
        await Expect(viewer.Texts(0)).ToContainTextAsync("Key image");
        await Expect(viewer.Texts(0).Locator(".side-top")).ToHaveTextAsync("A");

        await viewer.Page.GetByRole(AriaRole.Button, new() { Name = "Report SR" }).ClickAsync();
        await Expect(viewer.Page.Locator(".report-page")).ToContainTextAsync("24 mm");
        await viewer.FinishAsync("Documents_StructuredReport");
        await viewer.Page.Locator(".report-page .link-button").ClickAsync();
        await Expect(viewer.Texts(0)).ToContainTextAsync("24 / 40");

        await viewer.Page.Locator("[data-set-kind=pdf]").First.ClickAsync();
        await Expect(viewer.Page.Locator("iframe.document-frame")).ToBeVisibleAsync();
        await ViewerPage.WaitForPictureAsync(viewer.Page.Locator("iframe.document-frame"));
        await viewer.FinishAsync("Documents_Pdf");
    }

    [Test]
    public async Task Contours_OfAStructureSet_AreDrawnWhereTheyLie()
    {
        await using ViewerPage viewer = await ViewerPage.OpenStudyAsync(TestStudies.CtCurrent);
        await viewer.WaitForPaneAsync(1);
        await viewer.Page.Locator("[data-set-kind=rtstruct]").ClickAsync();
        await viewer.Pane(0).FocusAsync();
        ILocator outline = viewer.Page.Locator(".pane").First.Locator("[data-region=Sphere]");
        await Expect(outline).ToHaveCountAsync(1);
        // Around the sphere's centre on the slice through it, 24 mm across: at 1.621 mm a pixel.
        double[] box = await outline.EvaluateAsync<double[]>("path => { const { x, y, width, height } = path.getBBox(); return [x + width / 2, y + height / 2, width]; }");
        Assert.That(box[0], Is.EqualTo(TestStudies.SphereCentre.Column + 0.5).Within(1));
        Assert.That(box[1], Is.EqualTo(TestStudies.SphereCentre.Row + 0.5).Within(1));
        Assert.That(box[2], Is.InRange(8, 15.5));
        await viewer.FinishAsync();
        await viewer.Page.Keyboard.PressAsync("Home");
        await Expect(outline).ToHaveCountAsync(0);
    }

    [Test]
    public async Task Ecg_TwelveLeads_AreDrawnOnTheirPaper()
    {
        string file = SharedData.Files("documents").First(path => path.Contains("ecg", StringComparison.OrdinalIgnoreCase));
        await Room.Server.StoreAsync([file]);
        await using DicomFile opened = await DicomFile.OpenAsync(file);
        await using ViewerPage viewer = await ViewerPage.OpenAsync($"/viewer/{opened.Dataset.GetString(DicomTag.StudyInstanceUID)}");
        await Expect(viewer.Page.Locator(".ecg canvas")).ToBeVisibleAsync();
        await Expect(viewer.Page.Locator(".ecg-title")).ToContainTextAsync("25 mm/s");
        await viewer.FinishAsync();
    }

    [Test]
    public async Task Study_ThatIsNotThere_SaysSo()
    {
        await using ViewerPage viewer = await ViewerPage.OpenAsync("/viewer/1.2.3.4");
        await Expect(viewer.Page.GetByText("This study is not in the archive.")).ToBeVisibleAsync();
        await viewer.FinishAsync();
    }
}
