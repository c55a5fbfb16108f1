using System.Globalization;
using Pacs.Interop.Tests.Harness;

namespace Pacs.Interop.Tests.Hosting;

public sealed class RunScriptTests
{
    [Test]
    public async Task Run_FromAnotherFolder_BuildsStartsAndEndsWithSigterm()
    {
        Command.Require("bash", "echoscu");
        using var workspace = new Workspace();
        var (dicom, http) = (Ports.Free(), Ports.Free());
        await using var server = await BackgroundProcess.StartAsync(Path.Combine(Shared.Repository, "run"),
            ["--dicom-port", dicom.ToString(CultureInfo.InvariantCulture), "--http-port", http.ToString(CultureInfo.InvariantCulture)], dicom, workspace.Folder, TimeSpan.FromMinutes(5));

        (await Command.RunAsync("echoscu", "-aec", "PACS", "127.0.0.1", dicom.ToString(CultureInfo.InvariantCulture))).MustSucceed("echoscu");
        Assert.That(await server.TerminateAsync(), Is.Zero, server.Log);
        Assert.That(workspace.PathOf("data"), Does.Exist, "the default folder is ./data of where it was started");
    }
}
