using Microsoft.Playwright;
using Pacs.Viewer.Tests.Harness;
using static Microsoft.Playwright.Assertions;

namespace Pacs.Viewer.Tests.Working;

/// <summary>Two browsers on one study.</summary>
internal sealed class SessionTests
{
    [Test]
    public async Task Session_FollowerSeesViewCursorAndMeasurements_AndTakesOver()
    {
        string study = await Room.Server.StoreCopyAsync("studies/ct-volume-prior", "SESSION-1");
        await using ViewerPage anna = await ViewerPage.OpenStudyAsync(study, new() { UserName = "Anna", Width = 1280, Height = 720 });
        await anna.Button("Shared session").ClickAsync();
        await anna.Button("Start a shared session").ClickAsync();
        await Expect(anna.Page.Locator("[data-leading]")).ToHaveTextAsync("You lead");

        await using ViewerPage bert = await ViewerPage.OpenAsync($"/viewer/{study}?session=1", new() { UserName = "Bert", Width = 1280, Height = 720 });
        await bert.WaitForPaneAsync(0);
        await Expect(bert.Page.Locator("[data-leading]")).ToHaveTextAsync("Anna leads");
        await Expect(anna.Page.Locator(".member-list li")).ToHaveCountAsync(2);

        // What the leader shows: slice, window, orientation.
        await anna.Pane(0).FocusAsync();
        foreach (string key in (string[])["Home", "ArrowDown", "ArrowDown", "3", "h"]) await anna.Page.Keyboard.PressAsync(key);
        await Expect(anna.Texts(0)).ToContainTextAsync("3 / 20");
        await Expect(bert.Texts(0)).ToContainTextAsync("3 / 20");
        await Expect(bert.Texts(0).Locator("[data-window]")).ToHaveAttributeAsync("data-window", "480/2500");
        await Expect(bert.Texts(0).Locator(".side-left")).ToHaveTextAsync("L");

        // Where the leader points, and what is measured.
        await anna.Pane(0).HoverAsync();
        await Expect(bert.Page.Locator("[data-cursor=Anna]")).ToBeVisibleAsync();
        await anna.Page.Keyboard.PressAsync("l");
        await anna.DragAsync(0, 256, (90, 150), (150, 150));
        await bert.Button("Measurements").ClickAsync();
        await Expect(bert.Page.Locator("[data-tool=Length]")).ToContainTextAsync("mm");
        // Who opens the panel again is in the session still, and does not enter it anew.
        int entries = 0;
        bert.Page.Request += (_, request) => entries += request.Url.Contains("/hubs/reading/negotiate", StringComparison.Ordinal) ? 1 : 0;
        await bert.Button("Shared session").ClickAsync();
        await Expect(bert.Page.Locator("[data-leading]")).ToHaveTextAsync("Anna leads");
        await anna.FinishAsync("Session_Leader");
        await bert.FinishAsync("Session_Follower");

        // The follower takes over.
        await bert.Button("Take the lead").ClickAsync();
        await Expect(bert.Page.Locator("[data-leading]")).ToHaveTextAsync("You lead");
        await Expect(anna.Page.Locator("[data-leading]")).ToHaveTextAsync("Bert leads");
        await bert.Pane(0).FocusAsync();
        await bert.Page.Keyboard.PressAsync("End");
        await Expect(anna.Texts(0)).ToContainTextAsync("20 / 20");
        Assert.That(entries, Is.Zero);

        // Who leaves the study leaves the session.
        await bert.Button("Back to the worklist").ClickAsync();
        await Expect(anna.Page.Locator(".member-list li")).ToHaveCountAsync(1);
        await Expect(anna.Page.Locator("[data-leading]")).ToHaveTextAsync("You lead");
    }
}
