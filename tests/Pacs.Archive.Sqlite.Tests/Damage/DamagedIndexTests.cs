using Pacs.Core;
using Pacs.Testing;

namespace Pacs.Archive.Sqlite.Tests;

/// <summary>An archive in a folder whose index was damaged or lost: all of it can be made again from the objects.</summary>
public sealed class DamagedIndexTests
{
    private const int Count = 30;
    private TemporaryFolder _folder = null!;

    private string Folder => _folder.File("archive");

    private string Index => Path.Combine(Folder, "index.db");

    [SetUp]
    public async Task FillArchive()
    {
        _folder = new TemporaryFolder();
        await using DicomArchive archive = await SqliteArchive.OpenAsync(Folder);
        for (int i = 1; i <= Count; i++) Assert.That((await archive.StoreAsync(SyntheticImage.Make(study: i % 3 + 1, number: i))).IsStored, Is.True);
        await archive.RemoveAsync(InstanceSelector.Instance(SyntheticImage.Instance(1, 3)));
    }

    [TearDown]
    public void RemoveFolder() => _folder.Dispose();

    [Test]
    public async Task Open_AfterTheIndexWasDeleted_BuildsItAnew()
    {
        File.Delete(Index);
        await CheckAsync();
    }

    [Test]
    public async Task Open_OfAnIndexOverwrittenWithAnythingElse_PutsItAsideAndBuildsItAnew()
    {
        byte[] garbage = new byte[20_000];
        new Random(1).NextBytes(garbage);
        await File.WriteAllBytesAsync(Index, garbage);
        await CheckAsync();
        Assert.That(await File.ReadAllBytesAsync(Index + ".damaged"), Is.EqualTo(garbage));
    }

    [Test]
    public async Task Open_AfterACrashThatDamagedPages_PutsTheIndexAsideAndBuildsItAnew()
    {
        using (var database = Database.Open(Index, isReader: false))
            database.Execute("UPDATE meta SET value = '1' WHERE key = 'open'; PRAGMA wal_checkpoint(TRUNCATE);");
        await using (FileStream file = File.OpenWrite(Index))
        {
            // All but the first page, which says that it is a database.
            file.Position = 4096;
            byte[] garbage = new byte[file.Length - 4096];
            new Random(2).NextBytes(garbage);
            await file.WriteAsync(garbage);
        }

        await CheckAsync();
        Assert.That(File.Exists(Index + ".damaged"), Is.True);
    }

    [Test]
    public async Task Open_OfAnEmptyIndexFile_FillsIt()
    {
        await File.WriteAllBytesAsync(Index, []);
        await CheckAsync();
    }

    [Test]
    public void Open_OfAForeignDatabase_IsRefusedAndLeftAlone()
    {
        File.Delete(Index);
        using (var database = Database.Open(Index, isReader: false)) database.Execute("CREATE TABLE customers (id INTEGER PRIMARY KEY)");
        var error = Assert.ThrowsAsync<IndexException>(async () => await SqliteArchive.OpenAsync(Folder));
        Assert.That(error!.Fault, Is.EqualTo(IndexFault.Foreign));
        Assert.That(File.Exists(Index), Is.True);
    }

    private async Task CheckAsync()
    {
        await using DicomArchive archive = await SqliteArchive.OpenAsync(Folder);
        List<DicomUid> found = [];
        await foreach (IndexEntry entry in archive.LocateAsync(new InstanceSelector())) found.Add(entry.Id.SopInstance);
        Assert.That(found, Has.Count.EqualTo(Count - 1).And.Not.Contain(SyntheticImage.Instance(1, 3)));
        await foreach (VerifyFinding finding in archive.VerifyAsync()) Assert.Fail(finding.ToString());
    }
}
