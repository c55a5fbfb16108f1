using Microsoft.Playwright;
using Pacs.Viewer.Tests.Harness;
using static Microsoft.Playwright.Assertions;

namespace Pacs.Viewer.Tests.Working;

/// <summary>Reading without a mouse.</summary>
internal sealed class KeyboardTests
{
    [Test]
    public async Task Keyboard_Alone_FindsOpensReadsAndComesBack()
    {
        await using ViewerPage viewer = await ViewerPage.OpenAsync("/", new() { Width = 1366, Height = 768 });
        IKeyboard keys = viewer.Page.Keyboard;
        await Expect(viewer.Page.Locator(".study-row").First).ToBeVisibleAsync();
        await keys.PressAsync("/");
        await keys.TypeAsync("volume");
        await Expect(viewer.Page.Locator(".worklist-bar [role=status]")).ToHaveTextAsync("2 studies");
        await TabToAsync(viewer, ".study-table");
        await keys.PressAsync("ArrowDown");
        await Expect(viewer.Page.Locator(".study-row[aria-selected=true]")).ToContainTextAsync("2024-06-11");
        await viewer.FinishAsync("Keyboard_Worklist");
        await keys.PressAsync("Enter");
        await viewer.WaitForPaneAsync(0);
        await viewer.WaitForPaneAsync(1);

        // The panes are in the order of the tab key, with a visible focus.
        await TabToAsync(viewer, "[data-viewport=pane-0]");
        Assert.That(await viewer.Page.EvaluateAsync<bool>("getComputedStyle(document.querySelector('.pane:has(.viewport:focus-visible)'), '::after').borderTopWidth !== '0px'"), "the focused pane has a border");
        await keys.PressAsync("Home");
        await Expect(viewer.Texts(0)).ToContainTextAsync("1 / 40");
        await keys.PressAsync("ArrowRight");
        await Expect(viewer.Page.Locator(".pane").Nth(1)).ToHaveAttributeAsync("data-active", "true");
        await keys.PressAsync("Enter");
        await Expect(viewer.Page.Locator(".pane").First).ToBeHiddenAsync();
        await keys.PressAsync("Enter");
        await Expect(viewer.Page.Locator(".pane").First).ToBeVisibleAsync();

        // A tool out of a menu.
        await TabToAsync(viewer, "button[aria-label=Measure]");
        await keys.PressAsync("Enter");
        await Expect(viewer.Page.GetByRole(AriaRole.Menuitem, new() { Name = "Cobb angle" })).ToBeVisibleAsync();
        await keys.PressAsync("ArrowDown");
        await keys.PressAsync("ArrowDown");
        await viewer.FinishAsync("Keyboard_Menu");
        await keys.PressAsync("Enter");
        await Expect(viewer.Page.Locator("button[aria-label=Measure]")).ToBeFocusedAsync();

        await TabToAsync(viewer, "button[aria-label='Back to the worklist']");
        await keys.PressAsync("Enter");
        await Expect(viewer.Page.Locator(".study-table")).ToBeVisibleAsync();
    }

    /// <summary>Presses the tab key until an element has the focus; fails when it comes round without.</summary>
    private static async Task TabToAsync(ViewerPage viewer, string selector)
    {
        var passed = new List<string>();
        for (int i = 0; i < 120; i++)
        {
            if (await viewer.Page.EvaluateAsync<bool>("selector => document.activeElement?.matches(selector) ?? false", selector)) return;
            await viewer.Page.Keyboard.PressAsync("Tab");
            passed.Add(await viewer.Page.EvaluateAsync<string>("document.activeElement?.getAttribute('aria-label') || document.activeElement?.className || document.activeElement?.tagName"));
        }

        Assert.Fail($"The tab key does not come to {selector}, but to {string.Join(", ", passed)}.");
    }
}
