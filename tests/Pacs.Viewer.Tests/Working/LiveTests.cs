using System.Globalization;
using Pacs.Viewer.Tests.Harness;
using static Microsoft.Playwright.Assertions;

namespace Pacs.Viewer.Tests.Working;

/// <summary>What a modality sends appears by itself.</summary>
internal sealed class LiveTests
{
    [Test]
    public async Task Worklist_StudySentByAModality_AppearsWithoutReload()
    {
        (string _, List<byte[]> files) = await StudyCopy.MakeAsync("studies/ct-volume-prior", "LIVE-1");
        string folder = Directory.CreateDirectory(Path.Combine(Room.Server.Scratch, "live")).FullName;
        foreach ((byte[] file, int i) in files.Select((file, i) => (file, i))) await File.WriteAllBytesAsync(Path.Combine(folder, $"{i}.dcm"), file);
        await using ViewerPage viewer = await ViewerPage.OpenAsync("/");
        await viewer.Page.GetByLabel("Patient ID").FillAsync("LIVE-1");
        await Expect(viewer.Page.GetByText("No study matches.")).ToBeVisibleAsync();
        await Expect(viewer.Page.Locator(".live")).ToHaveAttributeAsync("data-live", "true");

        (int code, string output) = await Peers.RunAsync("storescu", "-aec", "PACS", "+sd", "127.0.0.1", Room.Server.DicomPort.ToString(CultureInfo.InvariantCulture), folder);
        Assert.That(code, Is.Zero, output);
        await Expect(viewer.Page.Locator(".study-row").First).ToContainTextAsync("LIVE-1");
        await Expect(viewer.Page.Locator(".study-row .cell-images").First).ToHaveTextAsync("20");
        await viewer.FinishAsync();
    }
}
