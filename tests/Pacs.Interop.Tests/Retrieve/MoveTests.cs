using Pacs.Interop.Tests.Harness;
using Pacs.Interop.Tests.Query;
using Pacs.Interop.Tests.Raw;

namespace Pacs.Interop.Tests.Retrieve;

[Category("PS3.4 §C.4.2")]
public sealed class MoveTests
{
    private const string JpegLossless = "1.2.840.10008.1.2.4.70";

    [Test]
    public async Task Movescu_UnknownDestination_IsRefusedWithA801()
    {
        Command.Require("movescu");
        using var workspace = new Workspace();
        await using var server = await ServerProcess.StartAsync(workspace.PathOf("data"));
        await QueryArchive.FillAsync(server.DicomPort);

        var result = await Dcmtk.MoveAsync(server.DicomPort, "NOWHERE", "0008,0052=STUDY", "0020,000d=" + QueryArchive.Studies[0].Uid);

        Assert.That(result.Output, Does.Contain("Refused: MoveDestinationUnknown"));
        await server.StopAsync();
    }

    [Test]
    public async Task Move_OfAStudy_SendsEachInstanceOnceAndCountsThem()
    {
        await using var destination = new RawStoreScp();
        using var workspace = new Workspace();
        await using var server = await ServerProcess.StartAsync(workspace.PathOf("data"), ["--peer", $"DEST@127.0.0.1:{destination.Port}"]);
        await QueryArchive.FillAsync(server.DicomPort);
        var study = QueryArchive.Studies[0];

        using var association = await RawAssociation.ConnectAsync(server.DicomPort, [(Uids.StudyMove, Uids.ImplicitLittleEndian)]);
        var responses = await association.MoveAsync(Uids.StudyMove, "DEST", Hierarchy.Study(study.Uid));
        await association.ReleaseAsync();

        var final = responses[^1];
        Assert.Multiple(() =>
        {
            Assert.That(final.Status, Is.Zero);
            Assert.That((final.Completed, final.Failed, final.Warnings), Is.EqualTo(((ushort)4, (ushort)0, (ushort)0)));
            Assert.That(final.Has(0x1020), Is.False, "Number of Remaining Sub-operations is only in pending and cancelled responses (PS3.7 §9.1.4.1.7)");
            Assert.That(responses.SkipLast(1).Select(response => response.Remaining + response.Completed), Has.All.EqualTo(4));
            Assert.That(destination.Received, Has.Count.EqualTo(4));
            Assert.That(destination.MoveOriginators.Values, Has.All.EqualTo("RAWSCU"));
        });
        await server.StopAsync();
    }

    [Test]
    public async Task Move_ToAPeerThatLacksTheTransferSyntax_CountsAndListsTheFailure()
    {
        var compressed = Store.Corpus.Files.First(file => file.TransferSyntax == JpegLossless && Store.Corpus.MustBeAccepted(file));
        await using var destination = new RawStoreScp(syntax => syntax == Uids.ImplicitLittleEndian);
        using var workspace = new Workspace();
        await using var server = await ServerProcess.StartAsync(workspace.PathOf("data"), ["--peer", $"DEST@127.0.0.1:{destination.Port}"]);
        using (var storing = await RawAssociation.ConnectAsync(server.DicomPort, [(compressed.SopClass, JpegLossless)]))
        {
            Assert.That(await storing.StoreAsync(compressed.SopClass, compressed.SopInstance, JpegLossless, new MemoryStream(compressed.ReadDataset())), Is.Zero);
            await storing.ReleaseAsync();
        }
        var place = (await Hierarchy.WalkAsync(server.DicomPort))[compressed.SopInstance];

        using var association = await RawAssociation.ConnectAsync(server.DicomPort, [(Uids.StudyMove, Uids.ImplicitLittleEndian)]);
        var final = (await association.MoveAsync(Uids.StudyMove, "DEST", Hierarchy.Study(place.Study)))[^1];
        await association.ReleaseAsync();

        Assert.Multiple(() =>
        {
            Assert.That((final.Completed, final.Failed), Is.EqualTo(((ushort)0, (ushort)1)));
            Assert.That(final.Status, Is.EqualTo(0xB000).Or.EqualTo(0xA702), "all sub-operations failed");
            Assert.That(destination.Received, Is.Empty);
        });
        await server.StopAsync();
    }

    [Test]
    public async Task Move_WhenThePeerRefusesOneInstance_SendsTheOthersAndWarns()
    {
        var study = QueryArchive.Studies[0];
        var refused = QueryArchive.ImageUid(study, 0, 1);
        await using var destination = new RawStoreScp { StatusOf = instance => (ushort)(instance == refused ? 0xA700 : 0) };
        using var workspace = new Workspace();
        await using var server = await ServerProcess.StartAsync(workspace.PathOf("data"), ["--peer", $"DEST@127.0.0.1:{destination.Port}"]);
        await QueryArchive.FillAsync(server.DicomPort);

        using var association = await RawAssociation.ConnectAsync(server.DicomPort, [(Uids.StudyMove, Uids.ImplicitLittleEndian)]);
        var final = (await association.MoveAsync(Uids.StudyMove, "DEST", Hierarchy.Study(study.Uid)))[^1];
        await association.ReleaseAsync();

        Assert.Multiple(() =>
        {
            Assert.That(final.Status, Is.EqualTo(0xB000));
            Assert.That((final.Completed, final.Failed), Is.EqualTo(((ushort)3, (ushort)1)));
            Assert.That(destination.Received.Keys, Has.No.Member(refused).And.Count.EqualTo(3));
        });
        await server.StopAsync();
    }

    [Test]
    public async Task Move_ToAPeerThatIsAway_FailsAllAndTheServerGoesOn()
    {
        using var workspace = new Workspace();
        await using var server = await ServerProcess.StartAsync(workspace.PathOf("data"), ["--peer", $"DEST@127.0.0.1:{Ports.Free()}"]);
        await QueryArchive.FillAsync(server.DicomPort);

        using var association = await RawAssociation.ConnectAsync(server.DicomPort, [(Uids.StudyMove, Uids.ImplicitLittleEndian), (Uids.Verification, Uids.ImplicitLittleEndian)]);
        var final = (await association.MoveAsync(Uids.StudyMove, "DEST", Hierarchy.Study(QueryArchive.Studies[0].Uid)))[^1];

        Assert.Multiple(() =>
        {
            Assert.That(final.Status & 0xF000, Is.EqualTo(0xA000).Or.EqualTo(0xB000).Or.EqualTo(0xC000));
            Assert.That(final.Completed, Is.Zero);
        });
        Assert.That(await association.EchoAsync(), Is.Zero);
        await association.ReleaseAsync();
        await server.StopAsync();
    }

    [Test, Category("PS3.4 §C.4.3")]
    public async Task Get_WithoutAContextForAnInstance_CountsAndListsTheFailure()
    {
        using var workspace = new Workspace();
        await using var server = await ServerProcess.StartAsync(workspace.PathOf("data"));
        await QueryArchive.FillAsync(server.DicomPort);
        var study = QueryArchive.Studies[0];

        using var association = await RawAssociation.ConnectAsync(server.DicomPort, [(Uids.StudyGet, Uids.ImplicitLittleEndian), (Uids.CtImage, Uids.ExplicitLittleEndian)], [Uids.CtImage]);
        var (final, identifier) = await association.GetAsync(Uids.StudyGet, Hierarchy.Study(study.Uid), (_, _) => _ => Assert.Fail("nothing can be sent"));
        await association.ReleaseAsync();

        Assert.Multiple(() =>
        {
            Assert.That((final.Completed, final.Failed), Is.EqualTo(((ushort)0, (ushort)4)));
            Assert.That(final.Status, Is.Not.Zero);
            Assert.That(identifier[0x00080058].Split('\\'), Has.Length.EqualTo(4), "Failed SOP Instance UID List");
        });
        await server.StopAsync();
    }
}
