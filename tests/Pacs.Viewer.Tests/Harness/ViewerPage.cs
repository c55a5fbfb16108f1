using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Pacs.Viewer.Tests.Harness;

/// <summary>A page of the viewer that keeps account of what must not happen: errors, policy violations, requests to anywhere else.</summary>
internal sealed class ViewerPage : IAsyncDisposable
{
    private const string Light =
        """
        viewport => {
          const canvas = document.querySelector(`[data-viewport="${viewport}"] canvas`);
          if (!canvas) return 0;
          const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
          let lit = 0;
          for (let i = 0; i < data.length; i += 4) if (data[i] + data[i + 1] + data[i + 2] > 30) lit++;
          return lit / (data.length / 4);
        }
        """;

    private readonly IBrowserContext _context;
    private readonly List<string> _faults = [];
    private bool _isFinished;

    // Signals are waited for, and a loaded machine gives them late.
    private const int PatienceInMilliseconds = 90_000;

    private ViewerPage(IBrowserContext context, IPage page, Uri server)
    {
        _context = context;
        Page = page;
        page.PageError += (_, error) => Note($"page error: {error}");
        page.Console += (_, message) =>
        {
            // What the browser says of answers is told by the answers themselves, below. Of warnings those count that the page itself gives.
            bool isFault = message.Type == "error" ? !message.Text.StartsWith("Failed to load resource", StringComparison.Ordinal) : message.Text.StartsWith("A measurement report", StringComparison.Ordinal);
            if (isFault) Note($"console: {message.Text}");
        };
        page.Request += (_, request) =>
        {
            var url = new Uri(request.Url);
            if (url.Scheme is "http" or "https" or "ws" or "wss" && url.Authority != server.Authority) Note($"foreign request: {request.Url}");
        };
        page.Response += (_, response) =>
        {
            if (response.Status >= 400 && !IsExpected(response)) Note($"{response.Status} {response.Url}");
        };
    }

    // A study without a report, an object without a picture, and a link that is over.
    private static bool IsExpected(IResponse response) =>
        (response.Status == 404 && response.Url.EndsWith("/report", StringComparison.Ordinal))
        || (response.Status is 404 or 406 or 415 && response.Url.Contains("/thumbnail", StringComparison.Ordinal))
        || response.Status == 410;

    public IPage Page { get; }

    /// <summary>Opens a page of the server in a browser profile of its own.</summary>
    public static async Task<ViewerPage> OpenAsync(string path, ViewerPageOptions? options = null)
    {
        options ??= new ViewerPageOptions();
        IBrowserContext context = await Room.Browser.NewContextAsync(new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = options.Width, Height = options.Height }, Locale = "en-US", AcceptDownloads = true });
        context.SetDefaultTimeout(PatienceInMilliseconds);
        context.SetDefaultNavigationTimeout(PatienceInMilliseconds);
        SetDefaultExpectTimeout(PatienceInMilliseconds);
        if (options.UserName is { } userName) await context.AddInitScriptAsync($"localStorage.setItem('pacs.userName', '{userName}')");
        if (options.Script is { } script) await context.AddInitScriptAsync(script);
        IPage page = await context.NewPageAsync();
        Uri server = (options.Server ?? Room.Server).Url;
        var viewer = new ViewerPage(context, page, server);
        await page.GotoAsync(new Uri(server, path).ToString());
        return viewer;
    }

    /// <summary>Opens a study and waits until its first pane has its image.</summary>
    public static async Task<ViewerPage> OpenStudyAsync(string study, ViewerPageOptions? options = null)
    {
        ViewerPage viewer = await OpenAsync($"/viewer/{study}", options);
        await viewer.WaitForPaneAsync(0);
        return viewer;
    }

    /// <summary>From now on all answers to this page come at so many bytes a second at most.</summary>
    public async Task SlowDownAsync(int bytesPerSecond)
    {
        ICDPSession session = await _context.NewCDPSessionAsync(Page);
        await session.SendAsync("Network.enable");
        await session.SendAsync("Network.emulateNetworkConditions", new Dictionary<string, object> { ["offline"] = false, ["latency"] = 0, ["downloadThroughput"] = bytesPerSecond, ["uploadThroughput"] = -1 });
    }

    public Task WaitForPaneAsync(int pane) => Expect(Pane(pane)).ToHaveAttributeAsync("data-ready", "true");

    public ILocator Pane(int pane) => Page.Locator($"[data-viewport=pane-{pane}]");

    /// <summary>The corner texts of a pane.</summary>
    public ILocator Texts(int pane) => Page.Locator(".pane").Nth(pane).Locator(".overlay");

    /// <summary>Waits until a pane has stopped drawing: its pixels are the same for a quarter of a second of the browser's own frames.</summary>
    public Task SettleAsync(int pane = 0) => Page.WaitForFunctionAsync(
        """
        async pane => {
          const canvas = document.querySelector(`[data-viewport=pane-${pane}] canvas`);
          const sum = () => {
            const data = new Uint32Array(canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data.buffer);
            let total = 7;
            for (let i = 0; i < data.length; i += 5) total = (total * 31 + data[i]) | 0;
            return total;
          };
          const before = sum();
          const begun = performance.now();
          while (performance.now() - begun < 250) await new Promise(requestAnimationFrame);
          return sum() === before;
        }
        """, pane, new PageWaitForFunctionOptions { PollingInterval = 50 });

    /// <summary>Mean grey values at the left and at the right edge of a pane, half way down.</summary>
    public Task<double[]> EdgesAsync(int pane) => Page.EvaluateAsync<double[]>(
        """
        pane => {
          const canvas = document.querySelector(`[data-viewport=pane-${pane}] canvas`);
          const [width, height] = [Math.round(canvas.width * 0.04), Math.round(canvas.height * 0.04)];
          return [0, canvas.width - width].map(left => {
            const { data } = canvas.getContext('2d').getImageData(left, Math.round((canvas.height - height) / 2), width, height);
            let sum = 0;
            for (let i = 0; i < data.length; i += 4) sum += data[i];
            return sum / (data.length / 4);
          });
        }
        """, pane);

    /// <summary>The place of a pixel of a square image that fills the pane, on the page.</summary>
    public async Task<(float X, float Y)> PlaceAsync(int pane, int imageSize, double column, double row)
    {
        LocatorBoundingBoxResult box = await Pane(pane).BoundingBoxAsync() ?? throw new InvalidOperationException();
        double scale = Math.Min(box.Width, box.Height) / imageSize;
        return ((float)(box.X + box.Width / 2 + (column + 0.5 - imageSize / 2.0) * scale), (float)(box.Y + box.Height / 2 + (row + 0.5 - imageSize / 2.0) * scale));
    }

    /// <summary>Grey values of the canvas where the given pixels of a square image lie that fills the pane.</summary>
    public Task<int[]> PixelsAsync(int pane, int imageSize, int[][] pixels) => Page.EvaluateAsync<int[]>(
        """
        ({ pane, size, pixels }) => {
          const canvas = document.querySelector(`[data-viewport=pane-${pane}] canvas`);
          const scale = Math.min(canvas.width, canvas.height) / size;
          const context = canvas.getContext('2d');
          return pixels.map(([column, row]) => context.getImageData(
            Math.round(canvas.width / 2 + (column + 0.5 - size / 2) * scale - 0.5),
            Math.round(canvas.height / 2 + (row + 0.5 - size / 2) * scale - 0.5), 1, 1).data[0]);
        }
        """, new { pane, size = imageSize, pixels });

    /// <summary>The share of a viewport's pixels that are not black.</summary>
    public Task<double> LitAsync(string viewport) => Page.EvaluateAsync<double>($"viewport => ({Light})(viewport)", viewport);

    /// <summary>Waits until more than a share of a viewport's pixels are not black.</summary>
    public Task WaitForLightAsync(string viewport, double share) => Page.WaitForFunctionAsync($"({{ viewport, share }}) => ({Light})(viewport) > share", new { viewport, share }, new PageWaitForFunctionOptions { PollingInterval = 100 });

    /// <summary>Drags with the left button between two pixels of a square image that fills the pane.</summary>
    public async Task DragAsync(int pane, int imageSize, (double Column, double Row) from, (double Column, double Row) to)
    {
        (float x1, float y1) = await PlaceAsync(pane, imageSize, from.Column, from.Row);
        (float x2, float y2) = await PlaceAsync(pane, imageSize, to.Column, to.Row);
        await Page.Mouse.MoveAsync(x1, y1);
        await Page.Mouse.DownAsync();
        await Page.Mouse.MoveAsync(x2, y2, new MouseMoveOptions { Steps = 6 });
        await Page.Mouse.UpAsync();
    }

    /// <summary>Runs axe over the page: no violation of WCAG 2 A or AA.</summary>
    public async Task AssertAccessibleAsync()
    {
        string axe = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "samples", "Viewer", "node_modules", "axe-core", "axe.min.js"));
        await Page.EvaluateAsync(axe);
        string[] violations = await Page.EvaluateAsync<string[]>(
            """
            async () => {
              const result = await axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'] });
              return result.violations.map(v => `${v.id}: ${v.help} (${v.nodes.slice(0, 3).map(n => n.html.slice(0, 160)).join(' | ')})`);
            }
            """);
        Assert.That(violations, Is.Empty);
    }

    /// <summary>Waits until something that the page itself cannot look into, such as the browser's PDF viewer, shows more than one colour.</summary>
    public static async Task WaitForPictureAsync(ILocator element)
    {
        // An even area of a screen is a PNG of a few kilobytes.
        const int Something = 8_000;
        var waited = System.Diagnostics.Stopwatch.StartNew();
        while ((await element.ScreenshotAsync()).Length < Something) Assert.That(waited.ElapsedMilliseconds, Is.LessThan(PatienceInMilliseconds), "the area stays even");
    }

    /// <summary>A button by its name, whole or in part.</summary>
    public ILocator Button(string name, bool exact = true) => Page.GetByRole(AriaRole.Button, new() { Name = name, Exact = exact });

    /// <summary>Keeps a picture for people, and fails on what must not have happened.</summary>
    public async Task FinishAsync(string? name = null)
    {
        string file = Path.Combine(Repository.Screenshots, $"{name ?? TestContext.CurrentContext.Test.MethodName}.png");
        await Page.ScreenshotAsync(new PageScreenshotOptions { Path = file });
        TestContext.AddTestAttachment(file);
        _isFinished = true;
        lock (_faults) Assert.That(_faults, Is.Empty);
    }

    public async ValueTask DisposeAsync()
    {
        // A test that did not come to its end leaves a picture of where it stood.
        if (!_isFinished) await Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(Repository.Screenshots, $"{TestContext.CurrentContext.Test.MethodName}_stopped.png") });
        await _context.DisposeAsync();
    }

    private void Note(string fault)
    {
        lock (_faults) _faults.Add(fault);
    }
}
