using System.Text;
using Microsoft.Playwright;
using Pacs.Core;
using Pacs.Viewer.Tests.Harness;
using static Microsoft.Playwright.Assertions;

namespace Pacs.Viewer.Tests.Working;

/// <summary>A report from its first word to the archive.</summary>
internal sealed class ReportTests
{
    [Test]
    public async Task Report_WrittenAndSigned_StandsAsSrAndPdfWithTheStudy()
    {
        string study = await Room.Server.StoreCopyAsync("studies/mr-head-prior", "REPORT-1");
        await using (ViewerPage viewer = await ViewerPage.OpenStudyAsync(study))
        {
            await viewer.Button("Report").ClickAsync();
            ILocator panel = viewer.Page.Locator(".side-panel");
            await panel.GetByLabel("Clinical history").FillAsync("Headache for two weeks.");
            await panel.GetByLabel("Findings").FillAsync("No mass, no bleeding. The ventricles are of normal width.");
            await panel.GetByLabel("Impression").FillAsync("Normal phantom.");
            await panel.GetByRole(AriaRole.Button, new() { Name = "Add the active image" }).ClickAsync();
            await Expect(panel.Locator(".key-image img")).ToBeVisibleAsync();
            await panel.GetByLabel("Signed by").FillAsync("Dr. Ada Reader");
            await panel.GetByRole(AriaRole.Button, new() { Name = "Save draft" }).ClickAsync();
            await Expect(panel.GetByText("Draft saved")).ToBeVisibleAsync();
            await viewer.FinishAsync("Report_Draft");
            await panel.GetByRole(AriaRole.Button, new() { Name = "Sign and store" }).ClickAsync();
            await Expect(panel.Locator(".signed")).ToContainTextAsync("Signed by Dr. Ada Reader");
            await viewer.AssertAccessibleAsync();
            await viewer.FinishAsync("Report_Signed");
        }

        await using ViewerPage again = await ViewerPage.OpenStudyAsync(study);
        await again.Page.Locator("[data-set-kind=sr]").ClickAsync();
        await Expect(again.Page.Locator(".report-page")).ToContainTextAsync("The ventricles are of normal width.");
        await Expect(again.Page.Locator(".report-page")).ToContainTextAsync("Normal phantom.");
        await again.FinishAsync("Report_AsSr");
        await again.Page.Locator("[data-set-kind=pdf]").ClickAsync();
        await Expect(again.Page.Locator("iframe.document-frame")).ToBeVisibleAsync();
        await ViewerPage.WaitForPictureAsync(again.Page.Locator("iframe.document-frame"));
        await again.FinishAsync("Report_AsPdf");

        await again.Page.GotoAsync(Room.Server.Url.ToString());
        await again.Page.GetByLabel("Patient ID").FillAsync("REPORT-1");
        await Expect(again.Page.Locator(".study-row").First).ToContainTextAsync("Reported");
        await again.FinishAsync("Report_OnTheWorklist");
        await AssertOthersReadItAsync(study);
    }

    private static async Task AssertOthersReadItAsync(string study)
    {
        (DicomFile File, string Path)[] documents = [.. (await Archive.InstancesAsync(study)).Where(entry => entry.File.Dataset.GetString(DicomTag.Modality) is "SR" or "DOC")];
        Assert.That(documents, Has.Length.EqualTo(2));
        (DicomFile _, string sr) = documents.Single(entry => entry.File.Dataset.GetString(DicomTag.Modality) == "SR");
        (int code, string text) = await Peers.RunAsync("dsrdump", sr);
        Assert.That((code, text), Is.EqualTo((0, text)));
        Assert.That(text, Does.Contain("Normal phantom.").And.Contain("Headache for two weeks."));
        byte[] pdf = documents.Single(entry => entry.File.Dataset.GetString(DicomTag.Modality) == "DOC").File.Dataset.GetBytes(DicomTag.EncapsulatedDocument).ToArray();
        Assert.That(Encoding.Latin1.GetString(pdf, 0, 5), Is.EqualTo("%PDF-"));
    }
}
