using Pacs.Core;
using Pacs.Testing;

namespace Pacs.Archive.Tests;

/// <summary>The same SOP Instance UID again.</summary>
public sealed class DuplicateTests
{
    private SimulatedDisk _disk = null!;

    [SetUp]
    public void MakeDisk() => _disk = new SimulatedDisk();

    [Test]
    public async Task Store_OfTheSameBytes_IsAcknowledgedAndKeptOnce([Values] DuplicatePolicy policy)
    {
        await using DicomArchive archive = await OpenAsync(policy);
        StoreOutcome first = await archive.ReceiveAsync(SyntheticImage.Make(1, 1));
        StoreOutcome again = await archive.ReceiveAsync(SyntheticImage.Make(1, 1));
        Assert.Multiple(() =>
        {
            Assert.That(again.Kind, Is.EqualTo(StoreKind.AlreadyStored));
            Assert.That(again.Status, Is.EqualTo(DicomStatus.Success));
            Assert.That(again.Entry!.Blob, Is.EqualTo(first.Entry!.Blob));
        });
        Assert.That(await archive.EntriesAsync(), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Store_OfOtherBytes_KeepsTheFirstAndSaysSo()
    {
        await using DicomArchive archive = await OpenAsync(DuplicatePolicy.KeepFirst);
        using DicomFile first = SyntheticImage.Make(1, 1);
        await archive.ReceiveAsync(first);
        StoreOutcome second = await archive.ReceiveAsync(SyntheticImage.Make(1, 1, seed: 2));
        Assert.That(second.Kind, Is.EqualTo(StoreKind.Conflict));
        Assert.That(second.Status.Code, Is.EqualTo(DicomStatus.DuplicateSopInstance.Code));
        Assert.That(await archive.BytesAsync((await archive.EntriesAsync()).Single()), Is.EqualTo(await SyntheticImage.EncodeAsync(first)));
    }

    [Test]
    public async Task Store_OfOtherBytes_ReplacesWherePolicySaysSo([Values] bool isIndexed)
    {
        await using DicomArchive archive = await OpenAsync(DuplicatePolicy.KeepLatest);
        StoreOutcome first = await archive.ReceiveAsync(SyntheticImage.Make(1, 1));
        if (isIndexed) await archive.EntriesAsync(); // else it still waits for the index
        using DicomFile file = SyntheticImage.Make(1, 1, pixelLength: 40_000, seed: 2);
        StoreOutcome second = await archive.ReceiveAsync(file);
        Assert.That(second.Kind, Is.EqualTo(StoreKind.Replaced));
        Assert.That(await archive.BytesAsync((await archive.EntriesAsync()).Single()), Is.EqualTo(await SyntheticImage.EncodeAsync(file)));
        var gone = Assert.ThrowsAsync<BlobStoreException>(async () => await archive.OpenAsync(first.Entry!));
        Assert.That(gone!.Fault, Is.EqualTo(BlobFault.Missing));
    }

    [Test]
    public async Task Store_OfTheSameInstanceByManyAtOnce_StoresItOnce()
    {
        await using DicomArchive archive = await OpenAsync(DuplicatePolicy.KeepFirst);
        for (int number = 1; number <= 10; number++)
        {
            StoreOutcome[] outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => archive.ReceiveAsync(SyntheticImage.Make(1, number)))));
            Assert.That(outcomes.Count(o => o.Kind == StoreKind.Stored), Is.EqualTo(1));
            Assert.That(outcomes.Count(o => o.Kind == StoreKind.AlreadyStored), Is.EqualTo(7));
        }

        Assert.That(await archive.EntriesAsync(), Has.Count.EqualTo(10));
    }

    [Test]
    public async Task Store_OfOtherBytesByManyAtOnce_KeepsExactlyOneOfThem([Values] DuplicatePolicy policy)
    {
        await using DicomArchive archive = await OpenAsync(policy);
        StoreOutcome[] outcomes = await Task.WhenAll(Enumerable.Range(1, 12).Select(seed => Task.Run(() => archive.ReceiveAsync(SyntheticImage.Make(1, 1, seed: seed)))));
        Assert.That(outcomes.Count(o => o.Kind == StoreKind.Stored), Is.EqualTo(1));
        Assert.That(outcomes.Count(o => o.Kind == (policy == DuplicatePolicy.KeepFirst ? StoreKind.Conflict : StoreKind.Replaced)), Is.EqualTo(11));
        IndexEntry kept = (await archive.EntriesAsync()).Single();
        Assert.That(outcomes.Where(o => o.IsStored).Select(o => o.Entry!.Blob), Does.Contain(kept.Blob));
        Assert.That(await archive.FindingsAsync(), Is.Empty);
    }

    [Test]
    public async Task Store_OfWhatWasDamagedOnDisk_HealsIt()
    {
        await using DicomArchive archive = await OpenAsync(DuplicatePolicy.KeepFirst);
        using DicomFile file = SyntheticImage.Make(1, 1, pixelLength: 9_600);
        StoreOutcome first = await archive.ReceiveAsync(file);
        _disk.Damage(_disk.Files.First(f => f.EndsWith(".seg", StringComparison.Ordinal)), RecordPlace.Parse(first.Entry!.Blob).Offset + 5000, [1, 2, 3, 4]);
        Assert.That((await archive.FindingsAsync()).Select(f => f.Kind), Is.EqualTo(new[] { VerifyFindingKind.Corrupt }));

        Assert.That((await archive.ReceiveAsync(file)).IsStored, Is.True);
        Assert.That(await archive.FindingsAsync(), Is.Empty);
        Assert.That(await archive.BytesAsync((await archive.EntriesAsync()).Single()), Is.EqualTo(await SyntheticImage.EncodeAsync(file)));
    }

    private async Task<DicomArchive> OpenAsync(DuplicatePolicy policy) =>
        await DicomArchive.OpenAsync(await StoreScript.OpenAsync(_disk, isFileStore: false), new MemoryIndex(), new ArchiveOptions { Duplicates = policy });
}
