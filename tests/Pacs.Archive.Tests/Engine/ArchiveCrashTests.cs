namespace Pacs.Archive.Tests;

/// <summary>Power is cut after any call to the file system, with the index as far behind as it may be: the archive opens, has all it acknowledged, and store and index agree.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class ArchiveCrashTests
{
    [Test]
    public async Task Crash_WithNothingUnflushed_KeepsAllThatWasAcknowledged([Values] bool isFileStore) => await CrashEverywhere(isFileStore, seed: 1, _ => () => false);

    [Test]
    public async Task Crash_WithAllUnflushed_KeepsAllThatWasAcknowledged([Values] bool isFileStore) => await CrashEverywhere(isFileStore, seed: 2, _ => () => true);

    [Test]
    public async Task Crash_WithAnyPartOfIt_KeepsAllThatWasAcknowledged([Values] bool isFileStore, [Values(3, 4, 5)] int seed) =>
        await CrashEverywhere(isFileStore, seed, cut =>
        {
            var random = new Random(cut * 10 + seed);
            return () => random.Next(100) < 50;
        });

    private static async Task CrashEverywhere(bool isFileStore, int seed, Func<int, Func<bool>> survives)
    {
        var disk = new SimulatedDisk();
        VolatileIndex index = await VolatileIndex.OpenAsync(disk, []);
        var script = new ArchiveScript(disk);
        await using (DicomArchive archive = await ArchiveScript.OpenAsync(disk, index, isFileStore)) await script.RunAsync(archive, seed);
        for (int cut = 0; cut <= disk.Journal.Count; cut++)
        {
            Func<bool> chance = survives(cut);
            SimulatedDisk image = CrashImage.Make(disk.Journal, cut, chance);
            VolatileIndex left = await VolatileIndex.OpenAsync(image, index.AfterCrash(cut, chance));
            string where = $"cut after {cut} calls";
            await using (DicomArchive archive = await ArchiveScript.OpenAsync(image, left, isFileStore))
            {
                await script.CheckAsync(archive, cut, where);
                Assert.That(image.Files.Where(f => f.StartsWith("/archive/incoming/", StringComparison.Ordinal)), Is.Empty, where);
            }

            // And it works on, with an index made anew.
            if (cut % 5 > 0) continue;
            await using DicomArchive again = await ArchiveScript.OpenAsync(image, await VolatileIndex.OpenAsync(image, []), isFileStore);
            await script.CheckAsync(again, cut, where);
            await new ArchiveScript(image).StoreAsync(again, 99, 3200, seed: 0);
            Assert.That(await again.FindingsAsync(), Is.Empty, where);
        }
    }
}
