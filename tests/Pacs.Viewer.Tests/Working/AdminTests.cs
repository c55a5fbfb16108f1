using System.Globalization;
using System.Net.Sockets;
using Microsoft.Playwright;
using Pacs.Network;
using Pacs.Viewer.Tests.Harness;
using static Microsoft.Playwright.Assertions;

namespace Pacs.Viewer.Tests.Working;

/// <summary>The administration page.</summary>
internal sealed class AdminTests
{
    [Test]
    public async Task Admin_ShowsTheArchiveAndItsAssociations_AndTestsPeers()
    {
        await using var caller = new DicomClient(new Peer("PACS", "127.0.0.1", Room.Server.DicomPort), "WATCHER");
        await caller.EchoAsync();
        await using ViewerPage viewer = await ViewerPage.OpenAsync("/admin");
        await Expect(Card(viewer, "Associations")).ToContainTextAsync("WATCHER");
        await Expect(viewer.Page.Locator(".tile").Nth(3).Locator("strong")).Not.ToHaveTextAsync("0");
        await Expect(viewer.Page.Locator(".chart-bar").First).ToBeAttachedAsync();
        await Expect(Card(viewer, "Change feed").Locator("tr")).Not.ToHaveCountAsync(0);
        await viewer.Button("Test SELF").ClickAsync();
        await Expect(Card(viewer, "Peers")).ToContainTextAsync("Answered in");
        await viewer.Button("Test NOBODY").ClickAsync();
        await Expect(Card(viewer, "Peers")).ToContainTextAsync("No answer");
        await viewer.AssertAccessibleAsync();
        await viewer.FinishAsync();
    }

    [Test]
    public async Task Admin_ShowsWhoIsRefused_AndWhy_WhileItIsOpen()
    {
        await using ViewerServer server = await ViewerServer.StartAsync("--require-called-ae");
        string port = server.DicomPort.ToString(CultureInfo.InvariantCulture);
        await using ViewerPage viewer = await ViewerPage.OpenAsync("/admin", new() { Server = server });
        ILocator card = Card(viewer, "Associations"), refused = card.GetByRole(AriaRole.List, new() { Name = "Refused" }).GetByRole(AriaRole.Listitem);
        await Expect(card).ToContainTextAsync("Refused: 0");
        (int exit, string said) = await Peers.RunAsync("echoscu", "-aet", "CT_SCANNER", "-aec", "OTHER", "127.0.0.1", port);
        Assert.That((exit, said.Contains("Called AE Title Not Recognized", StringComparison.Ordinal)), Is.EqualTo((1, true)), said);
        await Expect(refused.First).ToContainTextAsync("CT_SCANNER");
        await Expect(refused.First).ToContainTextAsync("Called OTHER, which is not this server");
        await Expect(refused.First).ToContainTextAsync("rejected-permanent, called-AE-title-not-recognized (DICOM UL service-user)");

        // Accepted, but with nothing that it wants: this server is no worklist.
        await Peers.RunAsync("findscu", "-W", "-aet", "US_ROOM", "-aec", "PACS", "-k", "PatientName", "127.0.0.1", port);
        await Expect(refused.First).ToContainTextAsync("US_ROOM");
        await Expect(refused.First).ToContainTextAsync("abstract-syntax-not-supported (provider rejection): 1.2.840.10008.5.1.4.31");

        // A browser that was given the wrong port.
        using (var stranger = new TcpClient("127.0.0.1", server.DicomPort)) await stranger.GetStream().WriteAsync("GET / HTTP/1.1\r\n\r\n"u8.ToArray());
        await Expect(refused.First).ToContainTextAsync("unrecognized-PDU");
        await Expect(refused).ToHaveCountAsync(3);
        await card.ScrollIntoViewIfNeededAsync();
        await viewer.AssertAccessibleAsync();
        await viewer.FinishAsync();
    }

    [Test]
    public async Task Admin_InGerman_IsGermanThroughout()
    {
        await using ViewerPage viewer = await ViewerPage.OpenAsync("/admin", new() { Script = ViewerPageOptions.Dress("de", "light") });
        await Expect(Card(viewer, "Konfiguration")).ToContainTextAsync("Datenordner");
        await Expect(Card(viewer, "Änderungen")).ToContainTextAsync("gespeichert");
        await Expect(viewer.Page.Locator(".tile").Filter(new() { HasText = "Noch nicht im Index" }).Locator("strong")).ToHaveTextAsync("0");
        await viewer.FinishAsync();
    }

    [Test]
    public async Task Admin_VerifyAndBackup_TellHowFarTheyAreAndWhatCameOut()
    {
        await using ViewerPage viewer = await ViewerPage.OpenAsync("/admin", new() { Width = 1280, Height = 720 });
        await viewer.Button("Verify now").ClickAsync();
        await Expect(Card(viewer, "Verify").Locator("[role=status]")).ToContainTextAsync("objects are intact.");
        await viewer.Button("Back up now").ClickAsync();
        await Expect(Card(viewer, "Backup").Locator("[role=status]")).ToContainTextAsync("objects were copied.");
        await Card(viewer, "Backup").ScrollIntoViewIfNeededAsync();
        await viewer.FinishAsync();

        // A second one finds that all is there.
        await viewer.Button("Back up now").ClickAsync();
        await Expect(Card(viewer, "Backup").Locator("[role=status]")).ToContainTextAsync("0 objects were copied.");
        Assert.That(Path.Combine(Room.Server.BackupFolder, "reading.db"), Does.Exist);
    }

    private static ILocator Card(ViewerPage viewer, string name) => viewer.Page.GetByRole(AriaRole.Region, new() { Name = name, Exact = true });
}
