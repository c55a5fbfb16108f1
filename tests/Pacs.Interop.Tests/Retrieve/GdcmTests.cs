using System.Globalization;
using Pacs.Interop.Tests.Harness;
using Pacs.Interop.Tests.Raw;

namespace Pacs.Interop.Tests.Retrieve;

/// <summary>
/// gdcmscu, all four services. GDCM 3.0.21 as Debian has it throws out of its own release handling after the answer has come,
/// with every peer (DCMTK and Orthanc too): so what counts is what it said and wrote before that, not its exit code.
/// </summary>
public sealed class GdcmTests
{
    [Test]
    public async Task Gdcmscu_EchoesStoresFindsAndMoves()
    {
        Command.Require("gdcmscu", "storescp");
        var file = Store.Corpus.Files.First(file => Store.Corpus.NameOf(file) == "native/CT_small.dcm");
        using var workspace = new Workspace();
        var (direct, returned, directPort, scpPort) = (workspace.NewFolder("direct"), workspace.NewFolder("returned"), Ports.Free(), Ports.Free());
        await using var directScp = await Dcmtk.StartStoreScpAsync(direct, directPort);
        await using var server = await ServerProcess.StartAsync(workspace.PathOf("data"), ["--peer", $"GDCMSCU@127.0.0.1:{scpPort}"]);

        Assert.That(await GdcmAsync(server.DicomPort, "--echo"), Does.Contain("(0000,0900) ?? (US) 0 "));
        Assert.That(await GdcmAsync(directPort, "--store", file.Path), Does.Contain("was successful"));
        Assert.That(await GdcmAsync(server.DicomPort, "--store", file.Path), Does.Contain("was successful"));
        var (instance, place) = (await Hierarchy.WalkAsync(server.DicomPort)).Single();

        var found = await GdcmAsync(server.DicomPort, "--find", "--patientroot", "--patient", "--key", "10,20=1CT1");
        Assert.That(found, Does.Contain("C-Find was successful").And.Contain("(US) 65280 "), found);

        var moved = await GdcmAsync(server.DicomPort, "--move", "--studyroot", "--study", "--key", "20,d=" + place.Study,
            "--port-scp", scpPort.ToString(CultureInfo.InvariantCulture), "-o", returned);
        Assert.That(Directory.GetFiles(returned, $"{instance}*"), Is.Not.Empty, moved);

        // GDCM writes what it receives anew; what the archive holds is what it sent, as the direct way shows.
        using var association = await RawAssociation.ConnectAsync(server.DicomPort, [(Uids.StudyGet, Uids.ImplicitLittleEndian), (file.SopClass, file.TransferSyntax)], [file.SopClass]);
        var body = new MemoryStream();
        await association.GetAsync(Uids.StudyGet, Hierarchy.Image(instance, place), (_, _) => fragment => body.Write(fragment.Span));
        await association.ReleaseAsync();
        Assert.That(body.ToArray(), Is.EqualTo(Part10File.InFolder(direct)[instance].ReadDataset()));
        await server.StopAsync();
    }

    private static async Task<string> GdcmAsync(int port, string operation, params string[] more) =>
        (await Command.RunAsync("gdcmscu", [operation, "-D", "--call", "PACS", "--aetitle", "GDCMSCU", "127.0.0.1", port.ToString(CultureInfo.InvariantCulture), .. more])).Output;
}
