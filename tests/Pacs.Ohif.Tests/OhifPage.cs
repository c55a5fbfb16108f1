using System.Text.Json;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Pacs.Ohif.Tests;

/// <summary>A page of OHIF that keeps account of what must not happen: failed requests, policy violations, requests to anywhere else.</summary>
internal sealed class OhifPage : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly List<string> _faults = [];

    private OhifPage(IBrowserContext context, IPage page)
    {
        _context = context;
        Page = page;
        page.PageError += (_, error) => Note($"page error: {error}");
        page.Console += (_, message) =>
        {
            if (message.Text.Contains("Content Security Policy", StringComparison.Ordinal) || message.Text.Contains("Embedder-Policy", StringComparison.Ordinal)) Note($"console: {message.Text}");
        };
        page.Request += (_, request) =>
        {
            var url = new Uri(request.Url);
            if (url.Scheme is "http" or "https" or "ws" or "wss" && url.Authority != OhifRoom.Server.Url.Authority) Note($"foreign request: {request.Url}");
        };
        page.Response += (_, response) =>
        {
            if (response.Status >= 400) Note($"{response.Status} {response.Url}");
        };
    }

    public IPage Page { get; }

    /// <summary>The canvas of the first viewport.</summary>
    public ILocator Canvas => Page.Locator("canvas.cornerstone-canvas").First;

    /// <summary>Opens a page in a browser profile of its own.</summary>
    public static async Task<OhifPage> OpenAsync(string path)
    {
        IBrowserContext context = await OhifRoom.Browser.NewContextAsync(new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = 1400, Height = 900 }, Locale = "en-US" });
        context.SetDefaultTimeout(60_000);
        SetDefaultExpectTimeout(60_000);
        var page = new OhifPage(context, await context.NewPageAsync());
        await page.Page.GotoAsync(new Uri(OhifRoom.Server.Url, path).ToString());
        return page;
    }

    /// <summary>Opens a study and waits until its first viewport shows something.</summary>
    public static async Task<OhifPage> OpenStudyAsync(string study)
    {
        OhifPage page = await OpenAsync($"/ohif/viewer?StudyInstanceUIDs={study}");
        await Expect(page.Canvas).ToBeVisibleAsync();
        await page.Page.WaitForFunctionAsync(
            """
            () => {
              const canvas = document.querySelector('canvas.cornerstone-canvas');
              const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
              let lit = 0;
              for (let i = 0; i < data.length; i += 4) if (data[i] + data[i + 1] + data[i + 2] > 90) lit++;
              return lit > data.length / 4 / 50;
            }
            """);
        return page;
    }

    /// <summary>Ends the tour that OHIF shows to those who open it for the first time.</summary>
    public Task SkipTourAsync() => Page.GetByText("Skip all").ClickAsync();

    /// <summary>How the canvas differs from a picture that the server made of the same image: the mean difference of grey values, where the picture lies.</summary>
    /// <param name="rendered">Path of the picture.</param>
    public async Task<double> DifferenceAsync(string rendered) => (await Page.EvaluateAsync<JsonElement>(
        """
        async rendered => {
          const shown = document.querySelector('canvas.cornerstone-canvas');
          const picture = await createImageBitmap(await (await fetch(rendered, { headers: { Accept: 'image/png' } })).blob());
          const scale = Math.min(shown.width / picture.width, shown.height / picture.height);
          const [width, height] = [Math.floor(picture.width * scale), Math.floor(picture.height * scale)];
          const [left, top] = [Math.round((shown.width - width) / 2), Math.round((shown.height - height) / 2)];
          const expected = new OffscreenCanvas(width, height).getContext('2d');
          expected.drawImage(picture, 0, 0, width, height);
          const a = expected.getImageData(0, 0, width, height).data;
          const b = shown.getContext('2d').getImageData(left, top, width, height).data;
          let sum = 0;
          for (let i = 0; i < a.length; i += 4) sum += Math.abs(a[i] - b[i]);
          return sum / (a.length / 4);
        }
        """, rendered)).GetDouble();

    /// <summary>Keeps a picture for people, and fails on what must not have happened.</summary>
    public async Task FinishAsync()
    {
        string file = Path.Combine(Directory.CreateDirectory(Path.Combine(Repository.Root, "TestResults", "ohif")).FullName, $"{TestContext.CurrentContext.Test.MethodName}.png");
        await Page.ScreenshotAsync(new PageScreenshotOptions { Path = file });
        TestContext.AddTestAttachment(file);
        lock (_faults) Assert.That(_faults, Is.Empty);
    }

    public async ValueTask DisposeAsync() => await _context.DisposeAsync();

    private void Note(string fault)
    {
        lock (_faults) _faults.Add(fault);
    }
}
