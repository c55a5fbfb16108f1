using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Pacs.Interop.Tests.Harness;
using Pacs.Interop.Tests.Raw;

namespace Pacs.Interop.Tests.Hosting;

/// <summary>What the server says and does when it cannot start, and when it is told to end.</summary>
public sealed class CommandLineTests
{
    [TestCase("--dicom-port", "abc")]
    [TestCase("--dicom-port", "70000")]
    [TestCase("--http-port", "-1")]
    [TestCase("--peer", "nonsense")]
    [TestCase("--peer", "AE@host:port")]
    [TestCase("--bind", "999.1.1.1")]
    [TestCase("--ae-title", "A_TITLE_OF_MORE_THAN_16_CHARACTERS")]
    [TestCase("--ohif", "/no/such/folder")]
    [TestCase("--no-such-option", "x")]
    public async Task AnArgumentItCannotRead_IsToldInOneLine(string name, string value)
    {
        using var workspace = new Workspace();
        var result = await Command.RunAsync(ServerProcess.Executable, ["--data", workspace.PathOf("data"), name, value], workspace.Folder, TimeSpan.FromSeconds(30));

        Assert.That(result.ExitCode, Is.Not.Zero);
        MustBeShort(result, lines: name == "--no-such-option" ? 2 : 1);
        Assert.That(result.Output, Does.Contain(name).Or.Contain(value));
        Assert.That(workspace.PathOf("data"), Does.Not.Exist);
    }

    [TestCase("dicom")]
    [TestCase("http")]
    public async Task APortThatIsTaken_IsToldInOneLine(string which)
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        using var workspace = new Workspace();
        var (dicom, http) = which == "dicom" ? (port, Ports.Free()) : (Ports.Free(), port);
        var result = await Command.RunAsync(ServerProcess.Executable, ServerProcess.Arguments(workspace.PathOf("data"), dicom, http), workspace.Folder, TimeSpan.FromSeconds(30));

        Assert.That(result.ExitCode, Is.Not.Zero);
        MustBeShort(result);
        Assert.That(result.Output, Does.Contain(port.ToString(CultureInfo.InvariantCulture)));
    }

    [Test]
    public async Task AFolderThatIsAFile_IsToldInOneLine()
    {
        using var workspace = new Workspace();
        var file = workspace.Write("data", "not a folder");
        var result = await Command.RunAsync(ServerProcess.Executable, ServerProcess.Arguments(file, Ports.Free(), Ports.Free()), workspace.Folder, TimeSpan.FromSeconds(30));

        Assert.That(result.ExitCode, Is.Not.Zero);
        MustBeShort(result);
        Assert.That(result.Output, Does.Contain(file));
        Assert.That(File.ReadAllText(file), Is.EqualTo("not a folder"));
    }

    [Test]
    public async Task AFolderThatAnotherServerUses_IsToldInOneLine()
    {
        using var workspace = new Workspace();
        await using var first = await ServerProcess.StartAsync(workspace.PathOf("data"));
        var result = await Command.RunAsync(ServerProcess.Executable, ServerProcess.Arguments(workspace.PathOf("data"), Ports.Free(), Ports.Free()), workspace.Folder, TimeSpan.FromSeconds(30));

        Assert.That(result.ExitCode, Is.Not.Zero);
        MustBeShort(result);
        await first.StopAsync();
    }

    [Test]
    public async Task CtrlC_EndsItCleanly()
    {
        using var workspace = new Workspace();
        await using var server = await ServerProcess.StartAsync(workspace.PathOf("data"));
        server.Signal("INT");

        Assert.That(await server.WaitForExitAsync(TimeSpan.FromSeconds(20)), Is.Zero);
    }

    [Test]
    public async Task WhatItPrintsFirst_SaysWhereEverythingIs()
    {
        using var workspace = new Workspace();
        await using var server = await ServerProcess.StartAsync(workspace.PathOf("data"), ["--ae-title", "CT_ARCHIVE", "--peer", "WS1@127.0.0.1:11113"]);
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{server.HttpPort}/") };
        Assert.That(await http.GetStringAsync("health"), Is.EqualTo("Healthy"));
        await server.StopAsync();

        Assert.That(server.Log, Does.Contain($"CT_ARCHIVE@127.0.0.1:{server.DicomPort}").And.Contain($"http://127.0.0.1:{server.HttpPort}").And.Contain(server.Data).And.Contain("WS1@127.0.0.1:11113"));
    }

    [Test]
    public async Task Sigterm_DuringAStore_AnswersIt_ThenAbortsTheIdleAssociation()
    {
        using var workspace = new Workspace();
        var sent = new SyntheticObject("TERM", SyntheticObject.Root + ".8.1", 1, 20_000_000);
        await using (var server = await ServerProcess.StartAsync(workspace.PathOf("data")))
        {
            using var association = await RawAssociation.ConnectAsync(server.DicomPort, [(Uids.CtImage, Uids.ExplicitLittleEndian)]);
            var body = new GatedStream(sent.Open(), holdAt: 10_000_000);
            var storing = association.StoreAsync(Uids.CtImage, sent.SopInstance, Uids.ExplicitLittleEndian, body);
            await body.Held.WaitAsync(TimeSpan.FromSeconds(30));
            server.Signal("TERM");
            // It must have stopped listening before the rest is sent, or this would prove nothing.
            while (await Ports.AnswersAsync(server.DicomPort, CancellationToken.None))
                await Task.Delay(20);
            body.Release();

            Assert.That(await storing, Is.Zero, "the store in flight is answered");

            // Only a requestor releases (PS3.8 §7.2); an acceptor that must end an association aborts it (§7.3), here when it has become idle.
            var pdu = new byte[10];
            await association.Stream.ReadExactlyAsync(pdu).AsTask().WaitAsync(TimeSpan.FromSeconds(30));
            Assert.That(pdu[..6], Is.EqualTo(new byte[] { 7, 0, 0, 0, 0, 4 }), "A-ABORT (PS3.8 §9.3.8), and nothing before it");
            Assert.That(await association.Stream.ReadAsync(pdu).AsTask().WaitAsync(TimeSpan.FromSeconds(30)), Is.Zero, "then the connection is closed");
            Assert.That(await server.WaitForExitAsync(TimeSpan.FromSeconds(30)), Is.Zero, server.Log);
        }

        await using var again = await ServerProcess.StartAsync(workspace.PathOf("data"));
        Assert.That((await Hierarchy.WalkAsync(again.DicomPort)).Keys, Is.EqualTo([sent.SopInstance]));
        await again.StopAsync();
    }

    private static void MustBeShort(CommandResult result, int lines = 1) =>
        Assert.That(result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries), Has.Length.InRange(1, lines), result.Output);
}
