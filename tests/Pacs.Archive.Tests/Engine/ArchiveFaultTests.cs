using Pacs.Core;
using Pacs.Testing;

namespace Pacs.Archive.Tests;

/// <summary>Any call to the file system fails, once or for a while: what cannot be kept is refused, what was acknowledged stays, and when the trouble is over all goes on.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class ArchiveFaultTests
{
    [Test]
    public async Task Disk_FullForAWhile_RefusesAndRecovers([Values] bool isFileStore, [Values(1, 6, 1000)] int calls) => await FailEverywhere(isFileStore, calls, SimulatedDisk.NoSpace);

    [Test]
    public async Task Device_FailsForAWhile_RefusesAndRecovers([Values] bool isFileStore, [Values(1, 6, 1000)] int calls) => await FailEverywhere(isFileStore, calls, SimulatedDisk.DeviceError);

    [Test]
    public async Task Disk_Full_IsToldAsOutOfResources()
    {
        var disk = new SimulatedDisk();
        await using DicomArchive archive = await ArchiveScript.OpenAsync(disk, new MemoryIndex(), isFileStore: false);
        disk.Fault = (_, _) => throw SimulatedDisk.NoSpace();
        StoreOutcome outcome = await archive.ReceiveAsync(SyntheticImage.Make(1, 1));
        Assert.That((outcome.Kind, outcome.Status.Code, outcome.Status.Comment), Is.EqualTo((StoreKind.Refused, DicomStatus.OutOfResources.Code, "No space left")));
        disk.Fault = null;
        Assert.That((await archive.ReceiveAsync(SyntheticImage.Make(1, 1))).Kind, Is.EqualTo(StoreKind.Stored));
    }

    private static async Task FailEverywhere(bool isFileStore, int calls, Func<IOException> failure)
    {
        int total = await RunAsync(isFileStore, int.MaxValue, 0, failure);
        for (int from = await FirstCallAsync(isFileStore); from < total; from += 3) await RunAsync(isFileStore, from, calls, failure);
    }

    // Calls that opening a fresh store takes: a failure there keeps it shut, and nothing is lost.
    private static async Task<int> FirstCallAsync(bool isFileStore)
    {
        var disk = new SimulatedDisk();
        await using DicomArchive archive = await ArchiveScript.OpenAsync(disk, new MemoryIndex(), isFileStore);
        return disk.Journal.Count;
    }

    private static async Task<int> RunAsync(bool isFileStore, int from, int calls, Func<IOException> failure)
    {
        var disk = new SimulatedDisk();
        var index = await VolatileIndex.OpenAsync(disk, []);
        var script = new ArchiveScript(disk);
        string where = $"call {from} and {calls - 1} more failed";
        await using (DicomArchive archive = await ArchiveScript.OpenAsync(disk, index, isFileStore))
        {
            disk.Fault = (call, _) =>
            {
                if (call >= from && call - from < calls) throw failure();
            };
            await script.RunAsync(archive, seed: 7);
            disk.Fault = null;
            await script.CheckAsync(archive, disk.Journal.Count, where);
            int refused = script.Refused;
            await script.StoreAsync(archive, 50, 3200, seed: 0);
            await script.StoreAsync(archive, 51, 32_000, seed: 0);
            Assert.That(script.Refused, Is.EqualTo(refused), $"{where}: it did not recover");
        }

        int count = disk.Journal.Count;
        await using DicomArchive again = await ArchiveScript.OpenAsync(disk, await VolatileIndex.OpenAsync(disk, []), isFileStore);
        await script.CheckAsync(again, int.MaxValue - 1, where);
        Assert.That(disk.Files.Where(f => f.StartsWith("/archive/incoming/", StringComparison.Ordinal)), Is.Empty, where);
        return count;
    }
}
