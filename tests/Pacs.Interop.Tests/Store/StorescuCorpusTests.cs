using Pacs.Interop.Tests.Harness;
using Pacs.Interop.Tests.Raw;

namespace Pacs.Interop.Tests.Store;

/// <summary>
/// The corpus through storescu, and back through movescu to storescp. storescu writes each data set anew before it sends it,
/// so the bytes to compare with are those that the same storescu sends straight to a storescp.
/// </summary>
[Category("PS3.4 §B")]
public sealed class StorescuCorpusTests
{
    [Test]
    public async Task EveryFileStorescuCanSend_ComesBackThroughMovescuByteForByte()
    {
        Command.Require("storescu", "movescu", "storescp");
        using var workspace = new Workspace();
        var (direct, returned) = (workspace.NewFolder("direct"), workspace.NewFolder("returned"));
        var (directPort, returnPort) = (Ports.Free(), Ports.Free());
        await using var directScp = await Dcmtk.StartStoreScpAsync(direct, directPort);
        await using var returnScp = await Dcmtk.StartStoreScpAsync(returned, returnPort);
        await using var server = await ServerProcess.StartAsync(workspace.PathOf("data"), ["--peer", $"DEST@127.0.0.1:{returnPort}"]);

        var acknowledged = new HashSet<string>();
        // storescu sends the data set's UIDs, whatever the file meta information says: only files in which both agree can be followed, which those that may be refused need not.
        foreach (var syntax in Corpus.OneOfEachInstance().Where(Corpus.MustBeAccepted).GroupBy(file => file.TransferSyntax))
        {
            var files = syntax.ToList();
            var sendable = (await Dcmtk.StoreAsync(workspace, directPort, files, syntax.Key)).ToHashSet();
            var taken = await Dcmtk.StoreAsync(workspace, server.DicomPort, [.. files.Where(file => sendable.Contains(file.Path))], syntax.Key);
            TestContext.Out.WriteLine($"{syntax.Key}: {files.Count} files, {sendable.Count} sent by storescu, {taken.Count} acknowledged");
            var refused = files.Where(file => sendable.Contains(file.Path) && !taken.Contains(file.Path)).Select(Corpus.NameOf);
            Assert.That(refused, Is.Empty, syntax.Key);
            acknowledged.UnionWith(files.Where(file => taken.Contains(file.Path)).Select(file => file.SopInstance));
        }

        var places = await Hierarchy.WalkAsync(server.DicomPort);
        foreach (var study in places.Values.Select(place => place.Study).Distinct())
            (await Dcmtk.MoveAsync(server.DicomPort, "DEST", "0008,0052=STUDY", $"0020,000d={study}")).MustSucceed($"movescu of study {study}");

        var sent = Part10File.InFolder(direct);
        var received = Part10File.InFolder(returned);
        Assert.That(received.Keys, Is.EquivalentTo(acknowledged));
        var different = acknowledged.Where(instance => received[instance].TransferSyntax != sent[instance].TransferSyntax
            || !received[instance].ReadDataset().AsSpan().SequenceEqual(sent[instance].ReadDataset()));
        Assert.That(different, Is.Empty);
        Assert.That(acknowledged, Has.Count.GreaterThan(350));
        await server.StopAsync();
    }

    [Test]
    public async Task AStudySentByStorescu_ComesBackThroughGetscuByteForByte()
    {
        Command.Require("storescu", "getscu", "storescp");
        using var workspace = new Workspace();
        var (direct, returned) = (workspace.NewFolder("direct"), workspace.NewFolder("returned"));
        var directPort = Ports.Free();
        await using var directScp = await Dcmtk.StartStoreScpAsync(direct, directPort);
        await using var server = await ServerProcess.StartAsync(workspace.PathOf("data"));

        var files = Corpus.OneOfEachInstance().Where(file => Corpus.NameOf(file).StartsWith("studies/", StringComparison.Ordinal) && file.TransferSyntax == Uids.ExplicitLittleEndian).ToList();
        var sendable = (await Dcmtk.StoreAsync(workspace, directPort, files, Uids.ExplicitLittleEndian)).ToHashSet();
        var acknowledged = await Dcmtk.StoreAsync(workspace, server.DicomPort, [.. files.Where(file => sendable.Contains(file.Path))], Uids.ExplicitLittleEndian);
        foreach (var study in (await Hierarchy.WalkAsync(server.DicomPort)).Values.Select(place => place.Study).Distinct())
            (await Dcmtk.GetAsync(server.DicomPort, returned, "0008,0052=STUDY", $"0020,000d={study}")).MustSucceed($"getscu of study {study}");

        var sent = Part10File.InFolder(direct);
        var received = Part10File.InFolder(returned);
        Assert.That(received.Keys, Is.EquivalentTo(files.Where(file => acknowledged.Contains(file.Path)).Select(file => file.SopInstance)));
        Assert.That(received.Values.Where(file => !file.ReadDataset().AsSpan().SequenceEqual(sent[file.SopInstance].ReadDataset())), Is.Empty);
        Assert.That(received, Has.Count.GreaterThan(100));
        await server.StopAsync();
    }
}
