using System.Globalization;
using Microsoft.Playwright;
using Pacs.Viewer.Tests.Harness;

namespace Pacs.Viewer.Tests;

/// <summary>One server with the test studies and one browser for all tests. Ignored, with the reason, where something is missing.</summary>
[SetUpFixture]
internal sealed class Room
{
    private const string Chromium = "/usr/bin/chromium";
    private static ViewerServer? _server;
    private static IPlaywright? _playwright;
    private static IBrowser? _browser;

    public static ViewerServer Server => _server ?? throw new InvalidOperationException();

    public static IBrowser Browser => _browser ?? throw new InvalidOperationException();

    [OneTimeSetUp]
    public async Task OpenAsync()
    {
        if (!File.Exists(Chromium)) Assert.Ignore($"{Chromium} is missing (Debian: chromium).");
        if (!File.Exists(Path.Combine(Path.GetDirectoryName(Repository.ServerExecutable)!, "viewer", "index.html"))) Assert.Ignore("The viewer was not built: Node.js or its packages are missing.");
        _ = SharedData.DicomFolder;
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
        _server = await ViewerServer.StartAsync();
        await _server.StoreAsync([.. SharedData.Files("studies"), .. TestStudies.Singles.Select(SharedData.File)]);
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Chromium,
            // WebGL 2 without a graphics processor; the page itself is composed by the processor, as Chromium does where there is none.
            Args = ["--no-sandbox", "--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--disable-gpu-compositing"],
        });
    }

    [OneTimeTearDown]
    public async Task CloseAsync()
    {
        if (_browser is not null) await _browser.CloseAsync();
        _playwright?.Dispose();
        if (_server is not null) await _server.DisposeAsync();
    }
}
