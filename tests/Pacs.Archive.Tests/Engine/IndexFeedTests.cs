using Microsoft.Extensions.Time.Testing;
using Pacs.Core;
using Pacs.Testing;

namespace Pacs.Archive.Tests;

/// <summary>How acknowledged changes reach the index, and who waits for them. Time stands still unless a test moves it.</summary>
public sealed class IndexFeedTests
{
    private SimulatedDisk _disk = null!;
    private FakeTimeProvider _time = null!;
    private FaultyIndex _index = null!;
    private DicomArchive _archive = null!;

    private ArchiveOptions Options => new() { Time = _time };

    [SetUp]
    public async Task OpenAsync()
    {
        _disk = new SimulatedDisk();
        _time = new FakeTimeProvider();
        _index = new FaultyIndex(new MemoryIndex());
        _archive = await OpenAsync(Options);
    }

    [TearDown]
    public async Task CloseAsync()
    {
        await _archive.DisposeAsync();
        await _index.DisposeAsync();
    }

    [Test]
    public async Task Changes_WaitForTheInterval_AndGoTogether()
    {
        await StoreAsync(1, 2, 3);
        Assert.That(_archive.PendingIndexChanges, Is.EqualTo(3));
        Assert.That(_index.Batches, Is.Empty);
        await AdvanceUntilAsync(() => _archive.PendingIndexChanges == 0);
        Assert.That(_index.Batches.Single().Changes, Has.Count.EqualTo(3));
    }

    [Test]
    public async Task Changes_ThatFillABatch_DoNotWait()
    {
        await ReopenAsync(Options with { IndexBatchSize = 4 });
        await StoreAsync(1, 2, 3, 4);
        await AppliedAsync(4);
    }

    [Test]
    public async Task Find_DoesNotWaitForTheInterval()
    {
        await StoreAsync(1, 2, 3);
        Assert.That(await _archive.InstancesAsync(), Has.Count.EqualTo(3));
    }

    [Test]
    public async Task Changes_DueWhileACommitIsUnderWay_GoWhenItEnds()
    {
        // 2 is durable while the commit of 1, begun before it, still hangs: the order up to 2 is not known to be complete.
        using var blobs = new HeldStore(await StoreScript.OpenAsync(new SimulatedDisk(), isFileStore: false));
        var index = new FaultyIndex(new MemoryIndex());
        await using DicomArchive archive = await DicomArchive.OpenAsync(blobs, index, Options);
        blobs.Hold(SyntheticImage.Instance(1, 1));
        Task<StoreOutcome> first = Task.Run(() => archive.ReceiveAsync(SyntheticImage.Make(1, 1)));
        await blobs.Held;
        await archive.ReceiveAsync(SyntheticImage.Make(1, 2));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.That(index.Batches, Is.Empty);

        blobs.Release();
        await first;
        while (archive.PendingIndexChanges > 0) await Task.Yield(); // without anyone asking, and without more time
        Assert.That(index.Batches.SelectMany(b => b.Changes).Select(c => c.Sequence), Is.Ordered.Ascending);
    }

    [Test]
    public async Task Restart_BringsTheIndexUpFromTheLog()
    {
        await StoreAsync(1, 2, 3);
        await _archive.InstancesAsync();
        _index.Before = _ => throw new IndexException(IndexFault.Io, "gone");
        await StoreAsync(4, 5);
        await _archive.DisposeAsync(); // cannot apply them
        Assert.That(_index.Batches.SelectMany(b => b.Changes), Has.Exactly(3).Items);

        _index.Before = null;
        _archive = await OpenAsync(Options);
        Assert.That(_index.Batches[^1].Changes, Has.Count.EqualTo(2));
        Assert.That(await _archive.InstancesAsync(), Has.Count.EqualTo(5));
    }

    [Test]
    public async Task Restart_WithAnEmptyIndex_BringsEverything()
    {
        await StoreAsync(1, 2, 3);
        await _archive.RemoveAsync(InstanceSelector.Instance(SyntheticImage.Instance(1, 2)));
        await _archive.DisposeAsync();
        _index = new FaultyIndex(new MemoryIndex());
        _archive = await OpenAsync(Options);
        Assert.That(await _archive.InstancesAsync(), Has.Count.EqualTo(2));
    }

    [Test]
    public async Task Index_ThatFails_DoesNotStopReception_AndGetsEverythingLater()
    {
        _index.Before = _ => throw new IndexException(IndexFault.Full, "No space is left for the index.");
        await StoreAsync(1, 2, 3);
        Assert.That(await _archive.InstancesAsync(), Is.Empty, "queries see what is there");
        Assert.That(_archive.IndexFailure, Is.TypeOf<IndexException>());
        await StoreAsync(4);

        _index.Before = null;
        await AdvanceUntilAsync(() => _archive.IndexFailure is null && _archive.PendingIndexChanges == 0);
        Assert.That(await _archive.InstancesAsync(), Has.Count.EqualTo(4));
    }

    [Test]
    public async Task Index_ThatFailsForLong_HasReceptionRefusedBeforeMemoryRunsOut()
    {
        await ReopenAsync(Options with { MaxPendingChanges = 3 });
        _index.Before = _ => throw new IndexException(IndexFault.Full, "No space is left for the index.");
        await StoreAsync(1, 2);
        await _archive.InstancesAsync(); // makes it try
        await StoreAsync(3);
        StoreOutcome refused = await _archive.ReceiveAsync(SyntheticImage.Make(1, 4));
        Assert.That((refused.Kind, refused.Status.Code), Is.EqualTo((StoreKind.Refused, DicomStatus.OutOfResources.Code)));

        _index.Before = null;
        await AdvanceUntilAsync(() => _archive.PendingIndexChanges == 0);
        Assert.That((await _archive.ReceiveAsync(SyntheticImage.Make(1, 4))).IsStored, Is.True);
    }

    [Test]
    public async Task Change_ThatTheIndexRefuses_DoesNotHoldUpTheOthers()
    {
        RefuseInstance(2);
        await StoreAsync(1, 2, 3);
        Assert.That(await _archive.InstancesAsync(), Is.EqualTo(new[] { SyntheticImage.Instance(1, 1).Value, SyntheticImage.Instance(1, 3).Value }));
        Assert.That((await _archive.FindingsAsync()).Single().Kind, Is.EqualTo(VerifyFindingKind.NotIndexed));
    }

    [Test]
    public async Task Restart_WithAChangeThatTheIndexRefuses_OpensWithTheOthers()
    {
        await StoreAsync(1, 2, 3);
        await _archive.DisposeAsync();
        _index = new FaultyIndex(new MemoryIndex());
        RefuseInstance(2);
        _archive = await OpenAsync(Options);
        Assert.That(await _archive.InstancesAsync(), Has.Count.EqualTo(2));
        Assert.That((await _archive.FindingsAsync()).Single().Kind, Is.EqualTo(VerifyFindingKind.NotIndexed));
    }

    [Test]
    public async Task ChangeFeed_ResumesAfterItsBookmark_OverARestart()
    {
        await StoreAsync(1, 2, 3);
        List<ArchiveChange> first = await _archive.ChangesAsync(0, 2);
        await _archive.RemoveAsync(InstanceSelector.Instance(SyntheticImage.Instance(1, 1)));
        await ReopenAsync(Options);
        await StoreAsync(4);
        List<ArchiveChange> rest = await _archive.ChangesAsync(first[^1].Sequence, 3);
        Assert.That(rest.Select(c => c is InstanceStored s ? "+" + s.Entry.Id.SopInstance.Value[^1] : "-" + ((InstanceRemoved)c).Id.SopInstance.Value[^1]), Is.EqualTo(new[] { "+3", "-1", "+4" }));
    }

    [Test]
    public async Task ChangeFeed_TellsWhatComesWhileItWaits()
    {
        await using IAsyncEnumerator<ArchiveChange> feed = _archive.ChangesAsync(0).GetAsyncEnumerator();
        ValueTask<bool> next = feed.MoveNextAsync();
        Assert.That(next.IsCompleted, Is.False);
        await StoreAsync(1);
        Task<bool> told = next.AsTask();
        await AdvanceUntilAsync(() => told.IsCompleted);
        Assert.That(((InstanceStored)feed.Current).Entry.Id.SopInstance, Is.EqualTo(SyntheticImage.Instance(1, 1)));
    }

    [Test]
    public async Task ChangeFeed_EndsWhenTheArchiveCloses()
    {
        Task<List<ArchiveChange>> feed = Task.Run(() => _archive.ChangesAsync(0, int.MaxValue));
        await _archive.DisposeAsync();
        try
        {
            Assert.That(await feed, Is.Empty);
        }
        catch (ObjectDisposedException)
        {
            // asked after it had closed
        }
    }

    private void RefuseInstance(int number) => _index.Before = batch =>
    {
        if (batch.Changes.OfType<InstanceStored>().Any(c => c.Entry.Id.SopInstance == SyntheticImage.Instance(1, number))) throw new InvalidOperationException("not this one");
    };

    private async Task StoreAsync(params int[] numbers)
    {
        foreach (int number in numbers) Assert.That((await _archive.ReceiveAsync(SyntheticImage.Make(1, number))).Kind, Is.EqualTo(StoreKind.Stored));
    }

    private async Task AppliedAsync(int changes)
    {
        while (_archive.PendingIndexChanges > 0) await Task.Yield();
        Assert.That(_index.Batches.Sum(b => b.Changes.Count), Is.EqualTo(changes));
    }

    // The feeder works on a thread of its own: time goes on until it has done so.
    private async Task AdvanceUntilAsync(Func<bool> condition)
    {
        while (!condition())
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }
    }

    private async Task<DicomArchive> OpenAsync(ArchiveOptions options) => await DicomArchive.OpenAsync(await StoreScript.OpenAsync(_disk, isFileStore: false), _index, options);

    private async Task ReopenAsync(ArchiveOptions options)
    {
        await _archive.DisposeAsync();
        _archive = await OpenAsync(options);
    }
}
