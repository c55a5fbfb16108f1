using Pacs.Core;

namespace Pacs.Archive.Tests;

/// <summary>Power is cut after every single call to the file system, with nothing, all or any part of what was not flushed.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class StoreCrashTests
{
    [Test]
    public async Task Crash_AtAnyCallWithNothingUnflushed_KeepsAllThatWasAcknowledged([Values] bool isFileStore) =>
        await CrashEverywhere(isFileStore, rounds: 1, _ => () => false);

    [Test]
    public async Task Crash_AtAnyCallWithAllUnflushed_KeepsAllThatWasAcknowledged([Values] bool isFileStore) =>
        await CrashEverywhere(isFileStore, rounds: 1, _ => () => true);

    [Test]
    public async Task Crash_AtAnyCallWithAnyPagesTorn_KeepsAllThatWasAcknowledged([Values] bool isFileStore, [Values(20, 50, 80)] int percent) =>
        await CrashEverywhere(isFileStore, rounds: 1, seed => Chance(seed * 7 + percent, percent));

    [Test]
    public async Task Crash_DuringRecovery_IsRecoveredFrom([Values] bool isFileStore)
    {
        var disk = new SimulatedDisk();
        var script = new StoreScript(disk);
        await script.RunAsync(isFileStore);
        for (int cut = 1; cut <= disk.Journal.Count; cut += 5)
        {
            SimulatedDisk once = CrashImage.Make(disk.Journal, cut, Chance(cut, 50));
            int restored = once.Journal.Count;
            await (await StoreScript.OpenAsync(once, isFileStore)).DisposeAsync();
            for (int again = restored; again <= once.Journal.Count; again++)
            {
                SimulatedDisk twice = CrashImage.Make(once.Journal, again, Chance(again, 50));
                await CheckAsync(script, twice, cut, isFileStore);
            }
        }
    }

    private static async Task CrashEverywhere(bool isFileStore, int rounds, Func<int, Func<bool>> survives)
    {
        var disk = new SimulatedDisk();
        var script = new StoreScript(disk);
        await script.RunAsync(isFileStore);
        for (int cut = 0; cut <= disk.Journal.Count; cut++)
            for (int round = 0; round < rounds; round++)
            {
                SimulatedDisk image = CrashImage.Make(disk.Journal, cut, survives(cut * 100 + round));
                await CheckAsync(script, image, cut, isFileStore);
            }
    }

    private static async Task CheckAsync(StoreScript script, SimulatedDisk image, int cut, bool isFileStore)
    {
        string where = $"cut after {cut} calls";
        IBlobStore store = await StoreScript.OpenAsync(image, isFileStore);
        Dictionary<BlobAddress, BlobRecord> alive = await ReplayAsync(store);
        await CheckContentAsync(script, store, alive, cut, where);
        CheckNothingIsLeft(image, alive.Count, where);

        // And it works on: what comes now is kept with the rest, over another restart.
        long last = alive.Values.Select(r => r.Sequence).DefaultIfEmpty().Max();
        var later = new StoreScript(image);
        await later.StoreAsync(store, "7.7", 1000);
        await later.StoreAsync(store, "7.8", 40_000);
        await store.DisposeAsync();
        store = await StoreScript.OpenAsync(image, isFileStore);
        Dictionary<BlobAddress, BlobRecord> now = await ReplayAsync(store);
        Assert.That(now, Has.Count.EqualTo(alive.Count + 2), where);
        Assert.That(now.Values.Count(r => r.Sequence > last), Is.EqualTo(2), where);
        foreach (StoreScript.Blob blob in later.Blobs) Assert.That(await BytesAsync(store, blob.Address), Is.EqualTo(blob.Bytes), where);
        await store.DisposeAsync();
    }

    private static async Task CheckContentAsync(StoreScript script, IBlobStore store, Dictionary<BlobAddress, BlobRecord> alive, int cut, string where)
    {
        var found = new HashSet<StoreScript.Blob>();
        foreach (BlobRecord record in alive.Values)
        {
            byte[] bytes = await BytesAsync(store, record.Address);
            StoreScript.Blob? blob = script.Blobs.SingleOrDefault(b => b.Uid == record.Header.Id.SopInstance && b.Bytes.AsSpan().SequenceEqual(bytes));
            Assert.That(blob, Is.Not.Null, $"{where}: {record.Header.Id.SopInstance} is nothing that was ever stored");
            Assert.That(blob!.Begun, Is.LessThanOrEqualTo(cut), $"{where}: {blob.Uid} was not even begun");
            Assert.That(blob.Removed, Is.GreaterThan(cut), $"{where}: {blob.Uid} was removed");
            Assert.That(found.Add(blob), Is.True, $"{where}: {blob.Uid} is there twice");
        }

        foreach (StoreScript.Blob blob in script.Blobs)
            if (blob.Acknowledged <= cut && blob.RemovalBegun > cut)
                Assert.That(found, Does.Contain(blob), $"{where}: {blob.Uid} was acknowledged and is lost");
    }

    // A file in the objects' folder belongs to an object; nothing is left half written.
    private static void CheckNothingIsLeft(SimulatedDisk image, int alive, string where)
    {
        Assert.That(image.Files.Where(f => f.StartsWith("/archive/incoming/", StringComparison.Ordinal)), Is.Empty, where);
        Assert.That(image.Files.Count(f => f.StartsWith("/archive/objects/", StringComparison.Ordinal)), Is.LessThanOrEqualTo(alive), where);
    }

    private static async Task<Dictionary<BlobAddress, BlobRecord>> ReplayAsync(IBlobStore store)
    {
        var alive = new Dictionary<BlobAddress, BlobRecord>();
        long sequence = 0;
        await foreach (BlobLogEntry entry in store.ReadLogAsync(null, default))
        {
            Assert.That(entry.Sequence, Is.GreaterThan(sequence));
            sequence = entry.Sequence;
            if (entry is BlobRecord record)
            {
                if (record.Replaces is { } replaced) alive.Remove(replaced);
                alive.Add(record.Address, record);
            }
            else
            {
                alive.Remove(entry.Address);
            }
        }

        return alive;
    }

    private static async Task<byte[]> BytesAsync(IBlobStore store, BlobAddress address)
    {
        await using IEncodedDataset data = await store.OpenAsync(address, default);
        byte[] bytes = new byte[data.Length];
        await data.ReadAsync(0, bytes, default);
        return bytes;
    }

    private static Func<bool> Chance(int seed, int percent)
    {
        var random = new Random(seed);
        return () => random.Next(100) < percent;
    }
}
