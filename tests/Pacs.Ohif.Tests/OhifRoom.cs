using System.Diagnostics;
using System.Globalization;
using Microsoft.Playwright;

namespace Pacs.Ohif.Tests;

/// <summary>One server with the test studies and OHIF's build, and one browser. Ignored, with the reason, where something is missing.</summary>
[SetUpFixture]
internal sealed class OhifRoom
{
    /// <summary>40 slices with a window of centre 40 and width 400.</summary>
    public const string CtStudy = "2.25.60144148195069121742119898812934946250";

    /// <summary>Ten frames, compressed with JPEG-LS.</summary>
    public const string MultiFrame = "jpeg-ls/emri_small_jpeg_ls_lossless.dcm";

    public const string MultiFrameStudy = "1.2.826.0.1.3680043.2.1143.3365540476747857567072393009509418480";

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
        _ = SharedData.DicomFolder;
        string build = await BuildAsync();
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
        _server = await ViewerServer.StartAsync("--ohif", build);
        await _server.StoreAsync([.. SharedData.Files("studies/ct-volume-current"), SharedData.File(MultiFrame)]);
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Chromium,
            // WebGL 2 without a graphics processor.
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

    // The folder of OHIF's build: fetched once into the checkout's artifacts.
    private static async Task<string> BuildAsync()
    {
        string script = Path.Combine(Repository.Root, "samples", "ServerHost", "Ohif", "fetch.sh");
        string? said = null;
        using var fetch = new Process { StartInfo = new ProcessStartInfo("bash", [script]) { RedirectStandardOutput = true, RedirectStandardError = true } };
        fetch.ErrorDataReceived += (_, line) => said = line.Data ?? said;
        fetch.Start();
        fetch.BeginErrorReadLine();
        string folder = (await fetch.StandardOutput.ReadToEndAsync()).Trim();
        await fetch.WaitForExitAsync();
        if (fetch.ExitCode != 0) Assert.Ignore(said ?? "OHIF's build could not be had.");
        return folder;
    }
}
