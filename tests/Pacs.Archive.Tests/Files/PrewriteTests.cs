using Microsoft.Extensions.Time.Testing;
using Pacs.Core;

namespace Pacs.Archive.Tests;

/// <summary>Space for what will come, filled with zeros while nothing comes.</summary>
public sealed class PrewriteTests
{
    private const int SegmentSize = 128 * 1024;
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Test]
    public async Task WhileNothingComes_TheSpaceAskedFor_IsFilledWithZeros()
    {
        var disk = new SimulatedDisk();
        var time = new FakeTimeProvider();
        await using IBlobStore store = await OpenAsync(disk, time);
        await QuietAsync(disk, time, () => Zeros(disk) == SegmentSize);
        Assert.That(Segments(disk), Has.Count.EqualTo(4), "the first segments are a quarter of the size");
    }

    [Test]
    public async Task SpaceAhead_IsWholeSegments_AndNotMoreThanAskedFor()
    {
        var disk = new SimulatedDisk();
        var time = new FakeTimeProvider();
        await using SegmentBlobStore store = await SegmentBlobStore.OpenAsync(StoreScript.Folder, Options(disk, time) with { PrewriteAhead = 3 * SegmentSize });
        await QuietAsync(disk, time, () => Zeros(disk) == 3 * SegmentSize);
        Assert.That(Segments(disk), Has.Count.EqualTo(6), "four quarters and two whole ones");
    }

    [Test]
    public async Task WhatComesIntoFilledSpace_IsReadBack_AlsoAfterARestart()
    {
        var disk = new SimulatedDisk();
        var time = new FakeTimeProvider();
        var script = new StoreScript(disk);
        IBlobStore store = await OpenAsync(disk, time);
        await QuietAsync(disk, time, () => Zeros(disk) == SegmentSize);
        for (int i = 0; i < 8; i++) await script.StoreAsync(store, $"1.{i}", 12_000);
        await store.DisposeAsync();

        await using IBlobStore again = await OpenAsync(disk, time);
        foreach (StoreScript.Blob blob in script.Blobs)
        {
            await using IEncodedDataset data = await again.OpenAsync(blob.Address, default);
            byte[] bytes = new byte[data.Length];
            await data.ReadAsync(0, bytes, default);
            Assert.That(bytes, Is.EqualTo(blob.Bytes));
        }
    }

    [Test]
    public async Task WhileObjectsCome_NothingIsFilled_UntilAQuarterOfASecondPassesWithoutOne()
    {
        var disk = new SimulatedDisk();
        var time = new FakeTimeProvider();
        var script = new StoreScript(disk);
        await using IBlobStore store = await OpenAsync(disk, time);
        for (int i = 0; i < 5; i++)
        {
            time.Advance(Quiet * 0.9);
            await script.StoreAsync(store, $"1.{i}", 12_000);
        }

        Assert.That(Zeros(disk), Is.Zero);
        await QuietAsync(disk, time, () => Zeros(disk) > 0);
    }

    [Test]
    public async Task WithoutTheOption_NothingIsFilled()
    {
        var disk = new SimulatedDisk();
        var time = new FakeTimeProvider();
        SegmentBlobStore store = await SegmentBlobStore.OpenAsync(StoreScript.Folder, Options(disk, time) with { PrewriteAhead = 0 });
        time.Advance(TimeSpan.FromMinutes(1));
        await store.DisposeAsync(); // after the chores
        Assert.That(Zeros(disk), Is.Zero);
    }

    [Test]
    public async Task WhatWasPreparedAndNotUsed_IsGivenBackAtTheEnd()
    {
        var disk = new SimulatedDisk();
        var time = new FakeTimeProvider();
        IBlobStore store = await OpenAsync(disk, time);
        await QuietAsync(disk, time, () => Zeros(disk) == SegmentSize);
        await new StoreScript(disk).StoreAsync(store, "1.1", 12_000);
        await store.DisposeAsync();
        Assert.That(Segments(disk), Has.Count.EqualTo(1));
        Assert.That(disk.ReadFile(Segments(disk)[0]), Has.Length.LessThan(SegmentSize / 4));
    }

    [Test]
    public async Task WhatWasPreparedBeforeAPowerCut_IsGivenBackAtTheNextStart()
    {
        var disk = new SimulatedDisk();
        var time = new FakeTimeProvider();
        IBlobStore store = await OpenAsync(disk, time);
        await QuietAsync(disk, time, () => Zeros(disk) == SegmentSize);
        StoreScript.Blob blob = await new StoreScript(disk).StoreAsync(store, "1.1", 12_000);
        SimulatedDisk after = CrashImage.Make([.. disk.Journal], disk.Journal.Count, () => true);
        await store.DisposeAsync();

        IBlobStore again = await OpenAsync(after, time);
        await using (IEncodedDataset data = await again.OpenAsync(blob.Address, default)) Assert.That(data.Length, Is.EqualTo(12_000));
        await again.DisposeAsync();
        Assert.That(Segments(after), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task ADiskThatFillsWhileSpaceIsPrepared_TakesWhatFitsIntoIt_AndMoreOnceThereIsSpace()
    {
        var disk = new SimulatedDisk();
        var time = new FakeTimeProvider();
        int segments = 0;
        bool isFull = true;
        disk.Fault = (_, operation) =>
        {
            if (isFull && operation is DiskOperation.SetLength { Length: SegmentSize / 4 } && ++segments > 2) throw SimulatedDisk.NoSpace();
        };
        await using IBlobStore store = await OpenAsync(disk, time);
        await QuietAsync(disk, time, () => Zeros(disk) == SegmentSize / 2);
        var script = new StoreScript(disk);
        int taken = 0;
        var refused = Assert.ThrowsAsync<BlobStoreException>(async () =>
        {
            for (; taken < 100; taken++) await script.StoreAsync(store, $"1.{taken}", 12_000);
        });
        Assert.That(refused!.Fault, Is.EqualTo(BlobFault.NoSpace));
        Assert.That(taken, Is.GreaterThanOrEqualTo(2));
        isFull = false;
        await script.StoreAsync(store, "2.1", 12_000);
    }

    // Nothing is prewritten eagerly: objects here are larger than what that is for.
    private static SegmentStoreOptions Options(SimulatedDisk disk, TimeProvider time) => new()
    {
        Layer = disk,
        Time = time,
        InlineLimit = 16 * 1024,
        SegmentSize = SegmentSize,
        PrewriteBelow = 0,
        PrewriteAhead = SegmentSize,
        DirectFrom = 8 * 1024,
    };

    private static async ValueTask<IBlobStore> OpenAsync(SimulatedDisk disk, TimeProvider time) => await SegmentBlobStore.OpenAsync(StoreScript.Folder, Options(disk, time));

    private static List<string> Segments(SimulatedDisk disk) => [.. disk.Files.Where(f => f.StartsWith(StoreScript.Folder + "/log/", StringComparison.Ordinal))];

    private static long Zeros(SimulatedDisk disk)
    {
        lock (disk.Gate)
            return disk.Journal.OfType<DiskOperation.Write>().Where(w => !w.Bytes.AsSpan().ContainsAnyExcept((byte)0)).Sum(w => (long)w.Bytes.Length);
    }

    // Lets time pass until the store's own thread has done what is expected; every step of it ends in a flush.
    private static async Task QuietAsync(SimulatedDisk disk, FakeTimeProvider time, Func<bool> isDone)
    {
        using var step = new SemaphoreSlim(0);
        disk.Flushed = () => step.Release();
        time.Advance(Quiet);
        while (!isDone())
        {
            Assert.That(await step.WaitAsync(Patience), Is.True, "nothing more was prepared");
            time.Advance(Quiet);
        }

        disk.Flushed = null;
    }
}
