using Pacs.Core;
using Pacs.Testing;

namespace Pacs.Archive.Tests;

/// <summary>What verification finds, and that it finds nothing where nothing is wrong.</summary>
public sealed class VerifyTests
{
    private SimulatedDisk _disk = null!;
    private DicomArchive _archive = null!;
    private MemoryIndex _index = null!;

    [SetUp]
    public async Task StoreSome()
    {
        _disk = new SimulatedDisk();
        _index = new MemoryIndex();
        _archive = await DicomArchive.OpenAsync(await StoreScript.OpenAsync(_disk, isFileStore: false), _index);
        for (int number = 1; number <= 6; number++) await _archive.ReceiveAsync(SyntheticImage.Make(1, number, pixelLength: number % 2 == 0 ? 3200 : 32_000));
    }

    [TearDown]
    public async Task CloseAsync()
    {
        await _archive.DisposeAsync();
        await _index.DisposeAsync();
    }

    [Test]
    public async Task Verify_OfASoundArchive_FindsNothing()
    {
        await _archive.RemoveAsync(InstanceSelector.Instance(SyntheticImage.Instance(1, 3)));
        Assert.That(await _archive.FindingsAsync(), Is.Empty);
    }

    [Test]
    public async Task Verify_WhoWantsToKnow_IsToldAfterEachObject()
    {
        var told = new Told();
        await foreach (VerifyFinding finding in _archive.VerifyAsync(told)) Assert.Fail(finding.ToString());
        Assert.That(told.Values, Is.EqualTo(new long[] { 1, 2, 3, 4, 5, 6 }));
    }

    [Test]
    public async Task Verify_OfADamagedObject_NamesIt([Values(1, 2)] int number)
    {
        IndexEntry entry = await EntryAsync(number);
        bool isFile = number % 2 != 0;
        _disk.Damage(isFile ? FileOf(entry) : Segment(), isFile ? 20_000 : RecordPlace.Parse(entry.Blob).Offset + 2000, [9, 9, 9, 9]);
        VerifyFinding finding = (await _archive.FindingsAsync()).Single();
        Assert.That((finding.Kind, finding.SopInstance, finding.Address), Is.EqualTo((VerifyFindingKind.Corrupt, entry.Id.SopInstance, entry.Blob)));
    }

    [Test]
    public async Task Verify_OfALostFile_SaysThatItIsMissing()
    {
        IndexEntry entry = await EntryAsync(1);
        _disk.Delete(FileOf(entry));
        VerifyFinding finding = (await _archive.FindingsAsync()).Single();
        Assert.That((finding.Kind, finding.SopInstance), Is.EqualTo((VerifyFindingKind.Missing, entry.Id.SopInstance)));
    }

    [Test]
    public async Task Retrieve_OfALostFile_FailsInsteadOfLeavingItOut()
    {
        _disk.Delete(FileOf(await EntryAsync(1)));
        var lost = Assert.ThrowsAsync<BlobStoreException>(async () =>
        {
            await foreach (DicomFile file in _archive.RetrieveAsync(new InstanceSelector())) file.Dispose();
        });
        Assert.That(lost!.Fault, Is.EqualTo(BlobFault.Missing));
    }

    [Test]
    public async Task Verify_OfAnInstanceThatTheIndexLost_SaysSo_AndANewIndexHasIt()
    {
        IndexEntry entry = await EntryAsync(2);
        await _index.ApplyAsync(new IndexBatch([new InstanceRemoved(1000, default, entry.Id, entry.Study, entry.Series)], "1000", false), default);
        VerifyFinding finding = (await _archive.FindingsAsync()).Single();
        Assert.That((finding.Kind, finding.SopInstance), Is.EqualTo((VerifyFindingKind.NotIndexed, entry.Id.SopInstance)));

        await _archive.DisposeAsync();
        _archive = await DicomArchive.OpenAsync(await StoreScript.OpenAsync(_disk, isFileStore: false), new MemoryIndex());
        Assert.That(await _archive.FindingsAsync(), Is.Empty);
        Assert.That(await _archive.InstancesAsync(), Has.Count.EqualTo(6));
    }

    [Test]
    public async Task Verify_WhereTheIndexSaysAnotherLength_SaysThatTheyDiffer()
    {
        IndexEntry entry = await EntryAsync(2);
        await _index.ApplyAsync(new IndexBatch([new InstanceStored(1000, default, entry with { DatasetLength = 7 })], "1000", false), default);
        Assert.That((await _archive.FindingsAsync()).Single().Kind, Is.EqualTo(VerifyFindingKind.Differs));
    }

    [Test]
    public async Task Verify_BesideReceptionAndRemoval_FindsNothing()
    {
        using var done = new CancellationTokenSource();
        Task[] senders = [.. Enumerable.Range(10, 3).Select(study => Task.Run(async () =>
        {
            for (int round = 0; !done.IsCancellationRequested; round++)
            {
                await _archive.ReceiveAsync(SyntheticImage.Make(study, round % 7, pixelLength: round % 2 == 0 ? 3200 : 32_000));
                if (round % 3 == 0) await _archive.RemoveAsync(InstanceSelector.Study(SyntheticImage.Study(study)));
            }
        }))];
        for (int round = 0; round < 10; round++) Assert.That(await _archive.FindingsAsync(), Is.Empty);
        await done.CancelAsync();
        await Task.WhenAll(senders);
        Assert.That(await _archive.FindingsAsync(), Is.Empty);
    }

    private string Segment() => _disk.Files.First(f => f.EndsWith(".seg", StringComparison.Ordinal));

    private async Task<IndexEntry> EntryAsync(int number) => (await _archive.EntriesAsync(InstanceSelector.Instance(SyntheticImage.Instance(1, number)))).Single();

    // Files are numbered in the order in which they came: instances 1, 3 and 5.
    private string FileOf(IndexEntry entry) => _disk.Files.Where(f => f.EndsWith(".dcm", StringComparison.Ordinal)).ElementAt((int.Parse(entry.Id.SopInstance.Value[^1..]) - 1) / 2);

    private sealed class Told : IProgress<long>
    {
        public List<long> Values { get; } = [];

        public void Report(long value) => Values.Add(value);
    }
}
