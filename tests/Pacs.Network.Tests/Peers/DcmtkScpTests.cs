using Pacs.Core;
using Pacs.Network.Tests.Scp;

namespace Pacs.Network.Tests.Peers;

/// <summary>Our client against DCMTK's SCPs.</summary>
[Category("Peers")]
public sealed class DcmtkScpTests
{
    private SyntheticFiles _files = null!;

    [SetUp]
    public void MakeFolder() => _files = new SyntheticFiles();

    [TearDown]
    public void RemoveFolder() => _files.Dispose();

    [Test]
    public async Task Storescp_TakesFilesAndAnswersEchoes()
    {
        int port = PeerProcess.FreePort();
        string received = _files.Subfolder("received");
        await using PeerProcess scp = await PeerProcess.StartServerAsync(port, "storescp", "+B", "-od", received, $"{port}");
        await using var client = new DicomClient(new Peer("STORESCP", "127.0.0.1", port), "CLIENT");
        Assert.That(await client.EchoAsync(), Is.EqualTo(DicomStatus.Success));
        string[] paths = await _files.WriteAsync(12);
        await foreach (StoreResult result in client.StoreAsync(paths)) Assert.That(result.Status, Is.EqualTo(DicomStatus.Success));
        Assert.That(Directory.GetFiles(received), Has.Length.EqualTo(12));
    }

    [Test]
    public async Task Dcmqrscp_KeepsFindsMovesAndGives()
    {
        int port = PeerProcess.FreePort(), destinationPort = PeerProcess.FreePort();
        string config = Path.Combine(_files.Folder, "dcmqrscp.cfg");
        await File.WriteAllTextAsync(config, $"""
            NetworkTCPPort = {port}
            MaxPDUSize = 16384
            MaxAssociations = 16
            HostTable BEGIN
            dest = (DEST, 127.0.0.1, {destinationPort})
            HostTable END
            VendorTable BEGIN
            VendorTable END
            AETable BEGIN
            QR {_files.Subfolder("qr")} RW (1000, 1024mb) ANY
            AETable END
            """);
        await using PeerProcess scp = await PeerProcess.StartServerAsync(port, "dcmqrscp", "-c", config);
        await using var client = new DicomClient(new Peer("QR", "127.0.0.1", port), "CLIENT");
        await foreach (StoreResult result in client.StoreAsync(await _files.WriteAsync(5))) Assert.That(result.Status, Is.EqualTo(DicomStatus.Success));

        var key = new DicomDataset();
        key.Set(DicomTag.QueryRetrieveLevel, "IMAGE");
        key.Set(DicomTag.StudyInstanceUID, SyntheticFiles.Study);
        key.Set(DicomTag.SeriesInstanceUID, SyntheticFiles.Series);
        key.Set(DicomTag.SOPInstanceUID, "");
        List<DicomUid?> found = [];
        await foreach (DicomDataset match in client.FindAsync(DicomUid.StudyRootQueryRetrieveInformationModelFind, key)) found.Add(match.GetUid(DicomTag.SOPInstanceUID));
        Assert.That(found, Has.Count.EqualTo(5));
        await foreach (DicomDataset _ in client.FindAsync(DicomUid.StudyRootQueryRetrieveInformationModelFind, key)) break; // cancels, and what follows still works

        var moved = new FakeStore();
        await using DicomServer destination = await DicomServer.StartAsync(new() { AeTitle = "DEST", BindAddress = System.Net.IPAddress.Loopback, Port = destinationPort }, new() { Store = moved });
        RetrieveResult move = await client.MoveAsync(InstanceSelector.Study(SyntheticFiles.Study), "DEST");
        Assert.That((move.Status, move.Counters.Completed), Is.EqualTo((DicomStatus.Success, 5)));
        Assert.That(moved.Received, Has.Count.EqualTo(5));
        Assert.That(moved.Received.First().Request.MoveOriginator?.AeTitle, Is.EqualTo("CLIENT"));

        var got = new FakeStore();
        RetrieveResult get = await client.GetAsync(InstanceSelector.Study(SyntheticFiles.Study), got);
        Assert.That((get.Status, get.Counters.Completed), Is.EqualTo((DicomStatus.Success, 5)));
        Assert.That(got.Received.Select(r => (DicomUid?)r.Request.Id.SopInstance), Is.EquivalentTo(found));
        Assert.That((await client.MoveAsync(InstanceSelector.Study(SyntheticFiles.Study), "NOBODY")).Status.Code, Is.EqualTo(0xA801));
    }
}
