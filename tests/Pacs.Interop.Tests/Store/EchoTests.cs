using System.Globalization;
using Pacs.Interop.Tests.Harness;

namespace Pacs.Interop.Tests.Store;

[Category("PS3.7 §9.1.5")]
public sealed class EchoTests
{
    [Test]
    public async Task AServerJustStarted_AnswersEchoscu()
    {
        Command.Require("echoscu");
        using var workspace = new Workspace();
        await using var server = await ServerProcess.StartAsync(workspace.PathOf("data"));
        var port = server.DicomPort.ToString(CultureInfo.InvariantCulture);

        (await Command.RunAsync("echoscu", "-aec", "PACS", "127.0.0.1", port)).MustSucceed("echoscu");
        await server.StopAsync();
    }
}
