using System.IO.Pipelines;
using Pacs.Archive;
using Pacs.Core;
using Pacs.Network;

namespace Pacs.Server.Tests;

public sealed class PacsServerTests
{
    private static readonly DicomUid Study = new("1.2.826.0.1.3680043.10.999.1"), Series = new("1.2.826.0.1.3680043.10.999.1.1");

    [Test]
    public async Task Store_ThenFind_GivesTheStudyWithItsCounts()
    {
        await using Bench bench = await Bench.StartAsync();
        string[] paths = await SyntheticStudy.WriteAsync(bench.Files, "P1", Study, Series, 3);
        List<StoreResult> stored = await bench.Client.StoreAsync(paths).ToListAsync();
        Assert.That(stored.Select(result => result.Status), Has.All.EqualTo(DicomStatus.Success));

        List<DicomDataset> studies = await bench.Client.FindAsync(DicomQuery.Studies().Match(DicomTag.PatientID, "P1")
            .Return(DicomTag.StudyInstanceUID, DicomTag.PatientName, DicomTag.ModalitiesInStudy, DicomTag.NumberOfStudyRelatedInstances, DicomTag.InstanceAvailability)).ToListAsync();
        DicomDataset study = studies.Single();
        Assert.That(study.GetUid(DicomTag.StudyInstanceUID), Is.EqualTo(Study));
        Assert.That(study.GetString(DicomTag.ModalitiesInStudy), Is.EqualTo("OT"));
        Assert.That(study.GetInt32(DicomTag.NumberOfStudyRelatedInstances), Is.EqualTo(3));
        Assert.That(study.GetString(DicomTag.RetrieveAETitle), Is.EqualTo("PACS"));
        Assert.That(study.GetString(DicomTag.InstanceAvailability), Is.EqualTo("ONLINE"));
    }

    [Test]
    public async Task Get_OfAStudy_GivesBackTheDataSetBytesThatWereSent()
    {
        await using Bench bench = await Bench.StartAsync();
        string[] paths = await SyntheticStudy.WriteAsync(bench.Files, "P1", Study, Series, 3);
        await bench.Client.StoreAsync(paths).ToListAsync();
        var sink = new CollectingSink();
        RetrieveResult result = await bench.Client.GetAsync(InstanceSelector.Study(Study), sink, new GetOptions { SopClasses = [DicomUid.SecondaryCaptureImageStorage] });
        Assert.That(result.Status, Is.EqualTo(DicomStatus.Success));
        Assert.That(result.Counters.Completed, Is.EqualTo(3));
        foreach (string path in paths)
        {
            await using DicomFile file = await DicomFile.OpenAsync(path);
            byte[] sent = (await File.ReadAllBytesAsync(path))[(int)file.DatasetOffset..];
            Assert.That(sink.Received[file.Id.SopInstance], Is.EqualTo(sent));
        }
    }

    [Test]
    public async Task Move_ToAKnownPeer_SendsThere()
    {
        await using Bench target = await Bench.StartAsync(options => options with { AeTitle = "TARGET" });
        await using Bench bench = await Bench.StartAsync(options => options with { Peers = [$"TARGET@127.0.0.1:{target.Server.EndPoint.Port}"] });
        await bench.Client.StoreAsync(await SyntheticStudy.WriteAsync(bench.Files, "P1", Study, Series, 2)).ToListAsync();
        RetrieveResult result = await bench.Client.MoveAsync(InstanceSelector.Study(Study), "TARGET");
        Assert.That(result.Status, Is.EqualTo(DicomStatus.Success));
        Assert.That(await target.Archive.LocateAsync(InstanceSelector.Study(Study)).CountAsync(), Is.EqualTo(2));
    }

    [Test]
    public async Task WhatANoteRejects_IsNeitherFoundNorSent()
    {
        await using Bench target = await Bench.StartAsync(options => options with { AeTitle = "TARGET" });
        await using Bench bench = await Bench.StartAsync(options => options with { Peers = [$"TARGET@127.0.0.1:{target.Server.EndPoint.Port}"] });
        string[] paths = await SyntheticStudy.WriteAsync(bench.Files, "P1", Study, Series, 3);
        await bench.Client.StoreAsync(paths).ToListAsync();
        string note = Path.Combine(bench.Files, "note.dcm");
        await using (DicomFile rejected = await DicomFile.OpenAsync(paths[0]))
        await using (var file = new DicomFile(new KeyObjectSelection(new CodedConcept("113001", "DCM", "Rejected for Quality Reasons")).Add(InstanceReference.Of(rejected.Dataset)).ToDataset(ObjectContext.OfStudy(rejected.Dataset))))
            await file.SaveAsync(note);

        StoreResult stored = await bench.Client.StoreAsync([note]).SingleAsync();
        List<DicomDataset> found = await bench.Client.FindAsync(DicomQuery.Instances().Match(DicomTag.StudyInstanceUID, Study).Match(DicomTag.SeriesInstanceUID, Series).Return(DicomTag.SOPInstanceUID)).ToListAsync();
        var sink = new CollectingSink();
        RetrieveResult got = await bench.Client.GetAsync(InstanceSelector.OneSeries(Study, Series), sink, new GetOptions { SopClasses = [DicomUid.SecondaryCaptureImageStorage] });
        RetrieveResult moved = await bench.Client.MoveAsync(InstanceSelector.OneSeries(Study, Series), "TARGET");

        Assert.That(stored.Status, Is.EqualTo(DicomStatus.Success));
        Assert.That(found.Select(i => i.GetString(DicomTag.SOPInstanceUID)), Is.EquivalentTo(new[] { $"{Series}.2", $"{Series}.3" }));
        Assert.That((got.Counters.Completed, moved.Counters.Completed), Is.EqualTo((2, 2)));
        Assert.That(sink.Received.Keys, Does.Not.Contain(new DicomUid($"{Series}.1")));
    }

    [Test]
    [Category("PS3.4 §C.4.2.1.5")]
    public async Task Move_ToAnUnknownPeer_IsRefusedWithA801()
    {
        await using Bench bench = await Bench.StartAsync();
        RetrieveResult result = await bench.Client.MoveAsync(InstanceSelector.Study(Study), "NOWHERE");
        Assert.That(result.Status.Code, Is.EqualTo(0xA801));
    }

    [Test]
    [Category("PS3.4 §C.4.1")]
    public async Task Find_WithoutALevel_IsRefusedWithA900()
    {
        await using Bench bench = await Bench.StartAsync();
        var identifier = new DicomDataset();
        identifier.Set(DicomTag.PatientID, "P1");
        DimseException? refused = Assert.ThrowsAsync<DimseException>(async () =>
            await bench.Client.FindAsync(DicomUid.StudyRootQueryRetrieveInformationModelFind, identifier).ToListAsync());
        Assert.That(refused!.Status.Code, Is.EqualTo(0xA900));
        Assert.That(refused.Status.Comment, Does.Contain("QueryRetrieveLevel").And.Not.Contain("P1"));
    }

    [Test]
    public async Task Store_TheSameInstanceTwice_KeepsOne()
    {
        await using Bench bench = await Bench.StartAsync();
        string[] paths = await SyntheticStudy.WriteAsync(bench.Files, "P1", Study, Series, 1);
        await bench.Client.StoreAsync(paths).ToListAsync();
        List<StoreResult> again = await bench.Client.StoreAsync(paths).ToListAsync();
        Assert.That(again.Single().Status, Is.EqualTo(DicomStatus.Success));
        Assert.That(await bench.Archive.LocateAsync(InstanceSelector.Study(Study)).CountAsync(), Is.EqualTo(1));
    }

    [Test]
    public async Task Store_OtherBytesUnderAKnownUid_AreRefusedAndTheFirstIsKept()
    {
        await using Bench bench = await Bench.StartAsync();
        string[] paths = await SyntheticStudy.WriteAsync(bench.Files, "P1", Study, Series, 1);
        await bench.Client.StoreAsync(paths).ToListAsync();
        IndexEntry first = (await bench.Archive.LocateAsync(InstanceSelector.Study(Study)).ToListAsync()).Single();
        await using (DicomFile file = SyntheticStudy.Instance("P1", Study, Series, 1, pixelBytes: 1024)) await file.SaveAsync(paths[0]);
        List<StoreResult> other = await bench.Client.StoreAsync(paths).ToListAsync();
        Assert.That(other.Single().Status.IsFailure, Is.True);
        IndexEntry kept = (await bench.Archive.LocateAsync(InstanceSelector.Study(Study)).ToListAsync()).Single();
        Assert.That(kept.ContentHash, Is.EqualTo(first.ContentHash));
    }

    [Test]
    public async Task StartAsync_WhenKnownCallersAreRequired_RejectsOthers()
    {
        await using Bench bench = await Bench.StartAsync(options => options with { RequireKnownCaller = true, Peers = ["FRIEND@127.0.0.1:104"] });
        Assert.ThrowsAsync<AssociationRejectedException>(async () => await bench.Client.EchoAsync());
        await using var friend = new DicomClient(bench.Peer, "FRIEND");
        Assert.That(await friend.EchoAsync(), Is.EqualTo(DicomStatus.Success));
    }

    [Test]
    public async Task Archive_OpenedAgain_HoldsWhatWasAcknowledged()
    {
        string folder = Directory.CreateTempSubdirectory("pacs-server-test-").FullName;
        try
        {
            await using (DicomArchive archive = await Archive.Sqlite.SqliteArchive.OpenAsync(folder))
            await using (DicomFile file = SyntheticStudy.Instance("P1", Study, Series, 1))
                Assert.That((await archive.StoreAsync(file)).Status, Is.EqualTo(DicomStatus.Success));
            await using DicomArchive again = await Archive.Sqlite.SqliteArchive.OpenAsync(folder);
            Assert.That(await again.FindAsync(DicomQuery.Studies()).CountAsync(), Is.EqualTo(1));
            Assert.That(await again.VerifyAsync().CountAsync(), Is.Zero);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private sealed class CollectingSink : IStoreScp
    {
        public Dictionary<DicomUid, byte[]> Received { get; } = [];

        public async ValueTask<DicomStatus> StoreAsync(StoreRequest request, PipeReader dataset, CancellationToken ct)
        {
            using var bytes = new MemoryStream();
            await dataset.CopyToAsync(bytes, ct);
            Received[request.Id.SopInstance] = bytes.ToArray();
            return DicomStatus.Success;
        }
    }
}
