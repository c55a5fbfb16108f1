using Microsoft.Playwright;
using Pacs.Core;
using Pacs.Viewer.Tests.Harness;
using static Microsoft.Playwright.Assertions;

namespace Pacs.Viewer.Tests.Working;

/// <summary>Files into the archive and out of it by the browser.</summary>
internal sealed class TransferTests
{
    private const string DropFiles =
        """
        files => {
          const transfer = new DataTransfer();
          for (const { name, base64 } of files) transfer.items.add(new File([Uint8Array.from(atob(base64), c => c.charCodeAt(0))], name));
          for (const type of window.dropSteps) document.body.dispatchEvent(new DragEvent(type, { dataTransfer: transfer, bubbles: true, cancelable: true }));
        }
        """;

    [Test]
    public async Task Drop_FilesOnTheWorklist_AreStoredAndListedWithoutReload()
    {
        (string study, List<byte[]> files) = await StudyCopy.MakeAsync("studies/ct-volume-prior", "DROP-1");
        await using ViewerPage viewer = await ViewerPage.OpenAsync("/");
        await Expect(viewer.Page.Locator(".study-row").First).ToBeVisibleAsync();
        object[] dropped = [.. files.Select((file, i) => new { name = $"{i}.dcm", base64 = Convert.ToBase64String(file) })];
        await viewer.Page.EvaluateAsync("window.dropSteps = ['dragenter', 'dragover']");
        await viewer.Page.EvaluateAsync(DropFiles, dropped);
        await Expect(viewer.Page.Locator(".drop-target")).ToBeVisibleAsync();
        await viewer.FinishAsync("Drop_Over");
        await viewer.Page.EvaluateAsync("window.dropSteps = ['drop']");
        await viewer.Page.EvaluateAsync(DropFiles, dropped);
        await Expect(viewer.Page.Locator(".upload-progress")).ToContainTextAsync($"{files.Count} images stored");
        await viewer.Page.GetByLabel("Patient ID").FillAsync("DROP-1");
        await Expect(viewer.Page.Locator(".worklist-bar [role=status]")).ToHaveTextAsync("1 study");
        await viewer.FinishAsync("Drop_Stored");
        await viewer.Page.Locator(".study-row").First.DblClickAsync();
        await viewer.WaitForPaneAsync(0);
        Assert.That(viewer.Page.Url, Does.EndWith(study));
    }

    [Test]
    public async Task Download_Zip_HoldsEveryInstanceOfTheStudy()
    {
        await using ViewerPage viewer = await ViewerPage.OpenAsync("/");
        await viewer.Page.GetByLabel("Patient ID").FillAsync("TEST-VOL-001");
        await Expect(viewer.Page.Locator(".worklist-bar [role=status]")).ToHaveTextAsync("2 studies");
        await viewer.Page.Locator(".study-row").Filter(new() { HasText = "2023-11-08" }).ClickAsync();
        await viewer.FinishAsync();
        IDownload download = await viewer.Page.RunAndWaitForDownloadAsync(() => viewer.Page.GetByRole(AriaRole.Link, new() { Name = "Download ZIP" }).ClickAsync());
        await using Stream zip = await download.CreateReadStreamAsync();
        List<(DicomFile File, string Path)> files = await Archive.UnpackAsync(zip);
        Assert.That(files.Select(entry => entry.File.Dataset.GetString(DicomTag.SOPInstanceUID)).Distinct().Count(), Is.EqualTo(20));
    }
}
