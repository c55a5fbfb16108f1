using NUnit.Framework;
using Pacs.Archive;
using Pacs.Core;

namespace Pacs.Testing;

/// <summary>How every <see cref="IArchiveIndex"/> takes changes and tells of them. The base of <see cref="ArchiveIndexContract"/>, which is the one to derive from.</summary>
public abstract class ArchiveIndexChangeContract
{
    private readonly SyntheticEntries _entries = new(1);
    private IArchiveIndex? _index;
    private long _sequence;

    /// <summary>The index under test, empty at the start of each test.</summary>
    protected IArchiveIndex Index => _index ?? throw new InvalidOperationException("The index is made in SetUp.");

    /// <summary>Makes an empty index with the standard attributes. The suite disposes it.</summary>
    protected abstract ValueTask<IArchiveIndex> CreateAsync();

    /// <summary>Makes the index.</summary>
    [SetUp]
    public async Task MakeIndex()
    {
        _sequence = 0;
        _index = await CreateAsync().ConfigureAwait(false);
    }

    /// <summary>Disposes the index.</summary>
    [TearDown]
    public async Task DisposeIndex()
    {
        if (_index is not null) await _index.DisposeAsync().ConfigureAwait(false);
    }

#pragma warning disable CS1591, CA1861 // the names of the tests say what they test
    [Test]
    public async Task GetCheckpoint_OfAnEmptyIndex_IsNull() =>
        Assert.That(await Index.GetCheckpointAsync(default).ConfigureAwait(false), Is.Null);

    [Test]
    public async Task Apply_RemembersTheCheckpoint()
    {
        await Index.ApplyAsync(new IndexBatch([Stored(Image("1"))], "segment 1 @ 4096", Durable: true), default).ConfigureAwait(false);
        await Index.ApplyAsync(new IndexBatch([], "segment 2 @ 0", Durable: false), default).ConfigureAwait(false);
        Assert.That(await Index.GetCheckpointAsync(default).ConfigureAwait(false), Is.EqualTo("segment 2 @ 0"));
    }

    [Test]
    public async Task Get_GivesTheEntryAsItWasStored()
    {
        IndexEntry entry = Image("1", d => { d.Set(DicomTag.Modality, "MR"); d.SetUInt16(DicomTag.Rows, 320); });
        await StoreAsync(Image("0"), entry, Image("2")).ConfigureAwait(false);
        IndexEntry? found = await Index.GetAsync(entry.Id.SopInstance, default).ConfigureAwait(false);
        Assert.That(found, Is.Not.Null);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(found!.Id, Is.EqualTo(entry.Id));
            Assert.That(found.Study, Is.EqualTo(entry.Study));
            Assert.That(found.Series, Is.EqualTo(entry.Series));
            Assert.That(found.PatientId, Is.EqualTo(entry.PatientId));
            Assert.That(found.TransferSyntax, Is.EqualTo(entry.TransferSyntax));
            Assert.That(found.Blob, Is.EqualTo(entry.Blob));
            Assert.That(found.DatasetLength, Is.EqualTo(entry.DatasetLength));
            Assert.That(found.ContentHash, Is.EqualTo(entry.ContentHash));
            Assert.That(found.ReceivedAt, Is.EqualTo(entry.ReceivedAt));
            Assert.That(found.CallingAe, Is.EqualTo(entry.CallingAe));
            Assert.That(found.Attributes.GetString(DicomTag.Modality), Is.EqualTo("MR"));
            Assert.That(found.Attributes.GetUInt16(DicomTag.Rows), Is.EqualTo(320));
            Assert.That(found.Attributes.GetString(DicomTag.PatientID), Is.EqualTo("P1"));
        }
    }

    [Test]
    public async Task Get_OfAnUnknownInstance_IsNull()
    {
        await StoreAsync(Image("1")).ConfigureAwait(false);
        Assert.That(await Index.GetAsync(new DicomUid("1.2.3.4.5"), default).ConfigureAwait(false), Is.Null);
    }

    [Test]
    public async Task Apply_TheSameBatchAgain_ChangesNothing()
    {
        var batch = new IndexBatch([Stored(Image("1")), Stored(Image("2")), Removed(Image("1"))], "A", Durable: true);
        await Index.ApplyAsync(batch, default).ConfigureAwait(false);
        await Index.ApplyAsync(batch, default).ConfigureAwait(false);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(await InstancesAsync().ConfigureAwait(false), Is.EqualTo(new[] { Image("2").Id.SopInstance.Value }));
            Assert.That(await CountAsync(DicomTag.NumberOfStudyRelatedInstances).ConfigureAwait(false), Is.EqualTo(1));
        }
    }

    [Test]
    public async Task Apply_ABatchThatOverlapsTheLast_AppliesTheNewChangesOnly()
    {
        InstanceStored first = Stored(Image("1")), second = Stored(Image("2")), third = Stored(Image("3"));
        await Index.ApplyAsync(new IndexBatch([first, second], "A", Durable: true), default).ConfigureAwait(false);
        await Index.ApplyAsync(new IndexBatch([second, third], "B", Durable: true), default).ConfigureAwait(false);
        Assert.That(await CountAsync(DicomTag.NumberOfStudyRelatedInstances).ConfigureAwait(false), Is.EqualTo(3));
    }

    [Test]
    public async Task Apply_Cancelled_AppliesNothing()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync().ConfigureAwait(false);
        Assert.That(async () => await Index.ApplyAsync(new IndexBatch([Stored(Image("1"))], "A", Durable: false), cancelled.Token).ConfigureAwait(false),
            Throws.InstanceOf<OperationCanceledException>());
        using (Assert.EnterMultipleScope())
        {
            Assert.That(await InstancesAsync().ConfigureAwait(false), Is.Empty);
            Assert.That(await Index.GetCheckpointAsync(default).ConfigureAwait(false), Is.Null);
        }
    }

    [Test]
    public async Task Store_OfAKnownInstance_ReplacesIt()
    {
        await StoreAsync(Image("1", d => d.Set(DicomTag.InstanceNumber, "1"))).ConfigureAwait(false);
        await StoreAsync(Image("1", d => d.Set(DicomTag.InstanceNumber, "2"))).ConfigureAwait(false);
        List<DicomDataset> found = await FindAsync(DicomQuery.Instances()).ConfigureAwait(false);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(found.Select(d => d.GetString(DicomTag.InstanceNumber)), Is.EqualTo(new[] { "2" }));
            Assert.That(await CountAsync(DicomTag.NumberOfStudyRelatedInstances).ConfigureAwait(false), Is.EqualTo(1));
        }
    }

    [Test]
    public async Task Store_OfAKnownInstanceInAnotherStudy_MovesIt()
    {
        await StoreAsync(_entries.Entry("P1", "1.1", "1.1.1", "1.1.1.1", d => d.Set(DicomTag.StudyDescription, "OLD"))).ConfigureAwait(false);
        await StoreAsync(_entries.Entry("P1", "1.2", "1.2.1", "1.1.1.1", d => d.Set(DicomTag.StudyDescription, "NEW"))).ConfigureAwait(false);
        List<DicomDataset> studies = await FindAsync(DicomQuery.Studies()).ConfigureAwait(false);
        Assert.That(studies.Select(d => d.GetString(DicomTag.StudyDescription)), Is.EqualTo(new[] { "NEW" }));
    }

    [Test]
    public async Task Remove_LowersTheCounts()
    {
        IndexEntry ct = Image("1", d => d.Set(DicomTag.Modality, "CT"));
        IndexEntry sr = _entries.Entry("P1", "1.1", "1.1.2", "1.1.2.1", d =>
        {
            d.Set(DicomTag.Modality, "SR");
            d.Set(DicomTag.SOPClassUID, DicomUid.BasicTextSRStorage);
        });
        await StoreAsync(ct, Image("2"), sr).ConfigureAwait(false);
        await RemoveAsync(sr).ConfigureAwait(false);
        DicomDataset study = (await FindAsync(DicomQuery.Studies()).ConfigureAwait(false)).Single();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(study.GetInt32(DicomTag.NumberOfStudyRelatedSeries), Is.EqualTo(1));
            Assert.That(study.GetInt32(DicomTag.NumberOfStudyRelatedInstances), Is.EqualTo(2));
            Assert.That(study.GetString(DicomTag.ModalitiesInStudy), Is.EqualTo("CT"));
            Assert.That(study.GetString(DicomTag.SOPClassesInStudy), Is.EqualTo(DicomUid.CTImageStorage.Value));
        }
    }

    [Test]
    public async Task Remove_OfTheLastInstance_RemovesSeriesStudyAndPatient()
    {
        await StoreAsync(Image("1")).ConfigureAwait(false);
        await RemoveAsync(Image("1")).ConfigureAwait(false);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(await FindAsync(DicomQuery.Series()).ConfigureAwait(false), Is.Empty);
            Assert.That(await FindAsync(DicomQuery.Studies()).ConfigureAwait(false), Is.Empty);
            Assert.That(await FindAsync(DicomQuery.Patients()).ConfigureAwait(false), Is.Empty);
            Assert.That(await FindAsync(DicomQuery.Studies().Match(DicomTag.PatientID, "P1")).ConfigureAwait(false), Is.Empty);
        }
    }

    [Test]
    public async Task Remove_OfAnUnknownInstance_ChangesNothing()
    {
        await StoreAsync(Image("1")).ConfigureAwait(false);
        await RemoveAsync(Image("2")).ConfigureAwait(false);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(await InstancesAsync().ConfigureAwait(false), Has.Count.EqualTo(1));
            Assert.That((await ChangesAsync(0).ConfigureAwait(false)).Select(c => c.Sequence), Is.EqualTo(new long[] { 1 }));
        }
    }

    [Test]
    public async Task Remove_AndStoreInOneBatch_StartsTheStudyAnew()
    {
        IndexEntry old = Image("1", d => d.Set(DicomTag.StudyDescription, "OLD")), renewed = Image("2", d => d.Set(DicomTag.StudyDescription, "NEW"));
        await StoreAsync(old).ConfigureAwait(false);
        await Index.ApplyAsync(new IndexBatch([Removed(old), Stored(renewed)], "B", Durable: true), default).ConfigureAwait(false);
        DicomDataset study = (await FindAsync(DicomQuery.Studies()).ConfigureAwait(false)).Single();
        Assert.That(study.GetString(DicomTag.StudyDescription), Is.EqualTo("NEW"));
    }

    [Test]
    public async Task Locate_SelectsByEachKeyAndTheirCombination()
    {
        IndexEntry[] all = [.. new SyntheticEntries(7).Archive(studies: 6, seriesPerStudy: 2, imagesPerSeries: 2)];
        await StoreAsync(all).ConfigureAwait(false);
        IndexEntry one = all[9];
        using (Assert.EnterMultipleScope())
        {
            Assert.That(await LocateAsync(InstanceSelector.Instance(one.Id.SopInstance)).ConfigureAwait(false), Is.EqualTo(new[] { one.Id }));
            Assert.That(await LocateAsync(InstanceSelector.OneSeries(one.Study, one.Series)).ConfigureAwait(false), Is.EquivalentTo(all.Where(e => e.Series == one.Series).Select(e => e.Id)));
            Assert.That(await LocateAsync(InstanceSelector.Study(one.Study)).ConfigureAwait(false), Is.EquivalentTo(all.Where(e => e.Study == one.Study).Select(e => e.Id)));
            Assert.That(await LocateAsync(InstanceSelector.Patient(one.PatientId)).ConfigureAwait(false), Is.EquivalentTo(all.Where(e => e.PatientId == one.PatientId).Select(e => e.Id)));
            Assert.That(await LocateAsync(new InstanceSelector()).ConfigureAwait(false), Is.EquivalentTo(all.Select(e => e.Id)));
            Assert.That(await LocateAsync(new InstanceSelector { PatientId = "nobody", Studies = [one.Study] }).ConfigureAwait(false), Is.Empty);
            Assert.That(await LocateAsync(new InstanceSelector { Studies = [.. all.Select(e => e.Study)] }).ConfigureAwait(false), Has.Count.EqualTo(all.Length));
        }
    }

    [Test]
    public async Task Locate_OfThousandsOfInstances_FindsThemAll()
    {
        IndexEntry[] all = [.. new SyntheticEntries(8).Archive(studies: 1, seriesPerStudy: 1, imagesPerSeries: 3000)];
        await StoreAsync(all).ConfigureAwait(false);
        var which = new InstanceSelector { Instances = [.. all.Select(e => e.Id.SopInstance), new DicomUid("1.2.3")] };
        Assert.That(await LocateAsync(which).ConfigureAwait(false), Has.Count.EqualTo(3000));
    }

    [Test]
    public async Task Changes_ComeInOrder_WithWhatWasStoredAndRemoved()
    {
        await StoreAsync(Image("1"), Image("2")).ConfigureAwait(false);
        await RemoveAsync(Image("1")).ConfigureAwait(false);
        await StoreAsync(Image("3")).ConfigureAwait(false);
        List<ArchiveChange> changes = await ChangesAsync(0).ConfigureAwait(false);
        using (Assert.EnterMultipleScope())
        {
            // The first was stored and is gone: only its removal is told.
            Assert.That(changes.Select(c => c.Sequence), Is.EqualTo(new long[] { 2, 3, 4 }));
            Assert.That(changes[0], Is.InstanceOf<InstanceStored>());
            Assert.That(changes[1], Is.EqualTo(new InstanceRemoved(3, At(3), Image("1").Id, Image("1").Study, Image("1").Series)));
            Assert.That(((InstanceStored)changes[2]).Entry.Id, Is.EqualTo(Image("3").Id));
            Assert.That(changes[2].At, Is.EqualTo(At(4)));
        }
    }

    [Test]
    public async Task Changes_AfterANumber_BeginBeyondIt()
    {
        await StoreAsync([.. Enumerable.Range(0, 700).Select(i => Image($"{i}"))]).ConfigureAwait(false);
        using (Assert.EnterMultipleScope())
        {
            Assert.That((await ChangesAsync(100).ConfigureAwait(false)).Select(c => c.Sequence), Is.EqualTo(Enumerable.Range(101, 600).Select(i => (long)i)));
            Assert.That(await ChangesAsync(700).ConfigureAwait(false), Is.Empty);
            Assert.That(await ChangesAsync(long.MaxValue).ConfigureAwait(false), Is.Empty);
        }
    }

    [Test]
    public async Task Changes_OfAReplacedInstance_TellTheLatest()
    {
        await StoreAsync(Image("1")).ConfigureAwait(false);
        await StoreAsync(Image("1")).ConfigureAwait(false);
        Assert.That((await ChangesAsync(0).ConfigureAwait(false)).Select(c => c.Sequence), Is.EqualTo(new long[] { 2 }));
    }

    [Test]
    public async Task LastSequence_IsThatOfTheNewestChange_WhetherOrNotItIsStillReported()
    {
        Assert.That(await Index.GetLastSequenceAsync(default).ConfigureAwait(false), Is.Zero);
        IndexEntry entry = Image("1");
        await StoreAsync(entry, Image("2")).ConfigureAwait(false);
        Assert.That(await Index.GetLastSequenceAsync(default).ConfigureAwait(false), Is.EqualTo(2));
        await RemoveAsync(entry).ConfigureAwait(false);
        Assert.That(await Index.GetLastSequenceAsync(default).ConfigureAwait(false), Is.EqualTo(3));
    }

    [Test]
    public async Task Rejected_BeforeOrAfterItCame_AnInstanceIsHiddenFromQueriesCountsAndFeed()
    {
        IndexEntry early = Image("1", d => d.Set(DicomTag.Modality, "CT")), late = Image("2"), kept = Image("3");
        await StoreAsync(early, kept).ConfigureAwait(false);
        await StoreAsync(Note("9", early, late)).ConfigureAwait(false);
        await StoreAsync(late).ConfigureAwait(false);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(await InstancesAsync().ConfigureAwait(false), Is.EquivalentTo(new[] { "1.1.1.3", "1.1.1.9" }));
            Assert.That(await CountAsync(DicomTag.NumberOfStudyRelatedInstances).ConfigureAwait(false), Is.EqualTo(2));
            Assert.That(await LocateAsync(new InstanceSelector()).ConfigureAwait(false), Has.Count.EqualTo(2));
            Assert.That((await ChangesAsync(0).ConfigureAwait(false)).Select(c => c.Sequence), Is.EqualTo(new long[] { 2, 3 }));
            Assert.That(await Index.GetLastSequenceAsync(default).ConfigureAwait(false), Is.EqualTo(4));
        }
    }

    [Test]
    public async Task Rejected_AnInstanceIsKnown_AndLocatedWhereAskedFor()
    {
        IndexEntry entry = Image("1", d => d.Set(DicomTag.Modality, "CT"));
        await StoreAsync(entry, Image("2"), Note("9", entry)).ConfigureAwait(false);
        IndexEntry? known = await Index.GetAsync(entry.Id.SopInstance, default).ConfigureAwait(false);
        Assert.That((known?.Id, known?.Blob, known?.PatientId, known?.Study, known?.Series), Is.EqualTo(((InstanceId?)entry.Id, (BlobAddress?)entry.Blob, entry.PatientId, (DicomUid?)entry.Study, (DicomUid?)entry.Series)));
        Assert.That(known!.Attributes.GetString(DicomTag.Modality), Is.EqualTo("CT"));
        foreach (InstanceSelector which in (InstanceSelector[])[new(), InstanceSelector.Study(entry.Study), InstanceSelector.OneSeries(entry.Study, entry.Series), InstanceSelector.Patient("P1")])
            Assert.That(await LocateAsync(which with { IncludesRejected = true }).ConfigureAwait(false), Has.Count.EqualTo(3));
        Assert.That(await LocateAsync(InstanceSelector.Instance(entry.Id.SopInstance) with { IncludesRejected = true }).ConfigureAwait(false), Is.EqualTo(new[] { entry.Id }));
        Assert.That(await LocateAsync(InstanceSelector.Study(new DicomUid("1.9")) with { IncludesRejected = true }).ConfigureAwait(false), Is.Empty);
    }

    [Test]
    public async Task WhenAllOfASeriesIsRejected_TheSeriesIsGone_AndComesBackWithTheNote()
    {
        IndexEntry a = _entries.Entry("P1", "1.1", "1.1.7", "1.1.7.1", d => d.Set(DicomTag.Modality, "MR")), b = _entries.Entry("P1", "1.1", "1.1.7", "1.1.7.2", d => d.Set(DicomTag.Modality, "MR")), note = Note("9", a, b);
        await StoreAsync(a, b, Image("1", d => d.Set(DicomTag.Modality, "CT"))).ConfigureAwait(false);
        await StoreAsync(note).ConfigureAwait(false);
        Assert.That(await FindAsync(DicomQuery.Series()).ConfigureAwait(false), Has.Count.EqualTo(1));
        Assert.That((await FindAsync(DicomQuery.Studies()).ConfigureAwait(false)).Single().GetString(DicomTag.ModalitiesInStudy), Does.Not.Contain("MR"));
        await RemoveAsync(note).ConfigureAwait(false);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(await FindAsync(DicomQuery.Series()).ConfigureAwait(false), Has.Count.EqualTo(2));
            Assert.That((await FindAsync(DicomQuery.Studies()).ConfigureAwait(false)).Single().GetString(DicomTag.ModalitiesInStudy), Does.Contain("MR"));
            Assert.That(await CountAsync(DicomTag.NumberOfStudyRelatedInstances).ConfigureAwait(false), Is.EqualTo(3));
            // With the numbers they had, in their places.
            Assert.That((await ChangesAsync(0).ConfigureAwait(false)).Select(c => c.Sequence), Is.EqualTo(new long[] { 1, 2, 3, 5 }));
        }
    }

    [Test]
    public async Task RejectedTwice_AnInstanceShowsWhenBothNotesAreGone()
    {
        IndexEntry entry = Image("1"), first = Note("8", entry), second = Note("9", entry);
        await StoreAsync(entry, first, second).ConfigureAwait(false);
        await RemoveAsync(first).ConfigureAwait(false);
        Assert.That(await InstancesAsync().ConfigureAwait(false), Is.EqualTo(new[] { "1.1.1.9" }));
        await RemoveAsync(second).ConfigureAwait(false);
        Assert.That(await InstancesAsync().ConfigureAwait(false), Is.EqualTo(new[] { "1.1.1.1" }));
    }

    [Test]
    public async Task RejectedAndStoredAgain_AnInstanceStaysHidden_AndRemovedItIsGone()
    {
        IndexEntry entry = Image("1"), note = Note("9", entry);
        await StoreAsync(entry, note).ConfigureAwait(false);
        await StoreAsync(entry with { Blob = new BlobAddress("elsewhere") }).ConfigureAwait(false);
        Assert.That(await InstancesAsync().ConfigureAwait(false), Is.EqualTo(new[] { "1.1.1.9" }));
        Assert.That((await Index.GetAsync(entry.Id.SopInstance, default).ConfigureAwait(false))?.Blob, Is.EqualTo(new BlobAddress("elsewhere")));
        await RemoveAsync(entry).ConfigureAwait(false);
        Assert.That(await Index.GetAsync(entry.Id.SopInstance, default).ConfigureAwait(false), Is.Null);
        Assert.That((await ChangesAsync(3).ConfigureAwait(false)).OfType<InstanceRemoved>().Single().Id, Is.EqualTo(entry.Id));
        await RemoveAsync(note).ConfigureAwait(false);
        Assert.That(await InstancesAsync().ConfigureAwait(false), Is.Empty);
    }

    [Test]
    public async Task ANoteThatIsReplaced_RejectsWhatTheNewOneNames()
    {
        IndexEntry a = Image("1"), b = Image("2");
        await StoreAsync(a, b, Note("9", a)).ConfigureAwait(false);
        await StoreAsync(Note("9", b)).ConfigureAwait(false);
        Assert.That(await InstancesAsync().ConfigureAwait(false), Is.EquivalentTo(new[] { "1.1.1.1", "1.1.1.9" }));
    }

    [Test]
    public async Task Readers_WhileBatchesAreApplied_SeeWholeBatches()
    {
        using var done = new CancellationTokenSource();
        Task<int> reading = Task.Factory.StartNew(() =>
        {
            int rounds = 0;
            while (!done.IsCancellationRequested || rounds == 0)
            {
                List<DicomDataset> studies = FindAsync(DicomQuery.Studies()).GetAwaiter().GetResult();
                // Each batch adds one instance to each of two studies.
                Assert.That(studies.Select(s => s.GetInt32(DicomTag.NumberOfStudyRelatedInstances)).Distinct().Count(), Is.LessThan(2));
                rounds++;
            }

            return rounds;
        }, default, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        for (int i = 0; i < 200; i++)
            await StoreAsync(_entries.Entry("P1", "1.1", "1.1.1", $"1.1.1.{i}"), _entries.Entry("P2", "1.2", "1.2.1", $"1.2.1.{i}")).ConfigureAwait(false);
        await done.CancelAsync().ConfigureAwait(false);
        Assert.That(await reading.ConfigureAwait(false), Is.Positive);
    }
#pragma warning restore CS1591, CA1861

    /// <summary>Stores entries in one batch.</summary>
    protected ValueTask StoreAsync(params IReadOnlyList<IndexEntry> entries) =>
        Index.ApplyAsync(new IndexBatch([.. entries.Select(Stored)], $"after {_sequence}", Durable: false), default);

    /// <summary>Removes an instance in a batch of its own.</summary>
    protected ValueTask RemoveAsync(IndexEntry entry) =>
        Index.ApplyAsync(new IndexBatch([Removed(entry)], $"after {_sequence}", Durable: false), default);

    /// <summary>All results of a query.</summary>
    protected async Task<List<DicomDataset>> FindAsync(DicomQuery query)
    {
        var found = new List<DicomDataset>();
        await foreach (DicomDataset dataset in Index.FindAsync(query, default).ConfigureAwait(false)) found.Add(dataset);
        return found;
    }

    /// <summary>The change that stores an entry, with the next sequence number.</summary>
    protected InstanceStored Stored(IndexEntry entry) => new(++_sequence, At(_sequence), entry);

    /// <summary>The change that removes an instance, with the next sequence number.</summary>
    protected InstanceRemoved Removed(IndexEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return new InstanceRemoved(++_sequence, At(_sequence), entry.Id, entry.Study, entry.Series);
    }

    private IndexEntry Image(string number, Action<DicomDataset>? change = null) => _entries.Entry("P1", "1.1", "1.1.1", $"1.1.1.{number}", change);

    private IndexEntry Note(string number, params IReadOnlyList<IndexEntry> rejected) => Image(number) with { Rejects = [.. rejected.Select(r => r.Id.SopInstance)] };

    private static DateTimeOffset At(long sequence) => DateTimeOffset.UnixEpoch.AddMinutes(sequence);

    private async Task<List<string?>> InstancesAsync() =>
        [.. (await FindAsync(DicomQuery.Instances()).ConfigureAwait(false)).Select(d => d.GetString(DicomTag.SOPInstanceUID))];

    private async Task<int?> CountAsync(DicomTag tag) => (await FindAsync(DicomQuery.Studies()).ConfigureAwait(false)).Single().GetInt32(tag);

    private async Task<List<InstanceId>> LocateAsync(InstanceSelector which)
    {
        var found = new List<InstanceId>();
        await foreach (IndexEntry entry in Index.LocateAsync(which, default).ConfigureAwait(false)) found.Add(entry.Id);
        return found;
    }

    private async Task<List<ArchiveChange>> ChangesAsync(long after)
    {
        var changes = new List<ArchiveChange>();
        await foreach (ArchiveChange change in Index.ChangesAsync(after, default).ConfigureAwait(false)) changes.Add(change);
        return changes;
    }
}
