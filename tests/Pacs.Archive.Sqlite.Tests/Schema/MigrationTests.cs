using Pacs.Core;
using Pacs.Testing;

namespace Pacs.Archive.Sqlite.Tests;

/// <summary>Files of earlier and later versions of the schema.</summary>
public sealed class MigrationTests
{
    private static readonly Migration Next = new(SchemaVersions.All[^1].Version + 1, "ALTER TABLE studies ADD COLUMN note TEXT NOT NULL DEFAULT 'none'; CREATE INDEX studies_note ON studies (note);");
    private TemporaryFolder _folder = null!;

    private string Path => _folder.File("index.db");

    [SetUp]
    public void MakeFolder() => _folder = new TemporaryFolder();

    [TearDown]
    public void RemoveFolder() => _folder.Dispose();

    [Test]
    public async Task Open_OfAFileOfVersion1_ReadsAllOfIt()
    {
        // Written by the first release; later ones must go on reading it.
        using (var database = Database.Open(Path, isReader: false))
            database.Execute(await File.ReadAllTextAsync(System.IO.Path.Combine(TestContext.CurrentContext.TestDirectory, "Schema", "version1.sql")));
        await using SqliteIndex index = await SqliteIndex.OpenAsync(Path);
        Assert.That(await index.GetCheckpointAsync(default), Is.EqualTo("6"));
        List<DicomDataset> studies = await index.FindAsync(DicomQuery.Studies().Match(DicomTag.PatientName, "müller*"));
        Assert.That(studies.Select(s => s.GetString(DicomTag.StudyInstanceUID)), Is.EqualTo(new[] { "1.2.3" }));
        Assert.That(studies[0].GetInt32(DicomTag.NumberOfStudyRelatedInstances), Is.EqualTo(3));
        Assert.That((await index.FindAsync(DicomQuery.Studies().OrderBy(DicomTag.PatientName))).Select(s => s.GetString(DicomTag.StudyInstanceUID)), Is.EqualTo(new[] { "1.2.4", "1.2.3" }));
        List<IndexEntry> entries = await index.LocateAsync(InstanceSelector.Patient("P2"));
        Assert.That(entries.Single().Blob, Is.EqualTo(new BlobAddress("2:4096")));
        Assert.That(entries[0].Attributes.GetString(DicomTag.Modality), Is.EqualTo("MR"));
        Assert.That((await index.ChangesAsync()).Select(c => (c.Sequence, c is InstanceStored)), Is.EqualTo(new[] { (1L, true), (2L, true), (3L, true), (4L, true), (6L, false) }));

        await index.StoreAsync([new SyntheticEntries(1).Entry("P3", "1.7", "1.7.1", "1.7.1.1")], after: 6);
        Assert.That(await index.LocateAsync(), Has.Count.EqualTo(5));
    }

    [Test]
    public async Task Open_WithAMigrationDue_AppliesItAndKeepsTheEntries()
    {
        List<IndexEntry> before;
        await using (SqliteIndex old = await SqliteIndex.OpenAsync(Path))
        {
            await old.StoreAsync(new SyntheticEntries(1).Archive(20, 2, 2));
            before = await old.LocateAsync();
        }

        await using (SqliteIndex migrated = OpenNext())
        {
            Assert.That((await migrated.LocateAsync()).Select(e => (e.Id, e.Blob)), Is.EqualTo(before.Select(e => (e.Id, e.Blob))));
            Assert.That(await migrated.GetCheckpointAsync(default), Is.EqualTo("80"));
            await migrated.StoreAsync([new SyntheticEntries(2).Entry("PX", "9.1", "9.1.1", "9.1.1.1")], after: 80);
        }

        using var database = Database.Open(Path, isReader: true);
        Assert.That(database.QueryInt64("PRAGMA user_version"), Is.EqualTo(Next.Version));
        Assert.That(database.QueryInt64("SELECT count(*) FROM studies WHERE note = 'none'"), Is.EqualTo(21));
    }

    [Test]
    public async Task Open_OfANewerVersion_IsRefused_AndTheFileStaysAsItIs()
    {
        await OpenNext().DisposeAsync();
        byte[] before = await File.ReadAllBytesAsync(Path);
        var error = Assert.Throws<IndexException>(() => SqliteIndex.OpenAsync(Path).AsTask().GetAwaiter().GetResult());
        Assert.That(error!.Fault, Is.EqualTo(IndexFault.TooNew));
        Assert.That(await File.ReadAllBytesAsync(Path), Is.EqualTo(before));
    }

    [Test]
    public async Task Migration_ThatFails_LeavesTheVersionBefore()
    {
        await using (SqliteIndex old = await SqliteIndex.OpenAsync(Path)) await old.StoreAsync(new SyntheticEntries(1).Archive(3, 1, 1));
        Migration broken = new(Next.Version + 1, "CREATE TABLE extra (id INTEGER PRIMARY KEY); INSERT INTO nowhere VALUES (1);");
        Assert.Throws<IndexException>(() => SqliteIndex.Open(Path, new SqliteIndexOptions(), [.. SchemaVersions.All, Next, broken], default));
        await using SqliteIndex again = await SqliteIndex.OpenAsync(Path);
        Assert.That(await again.LocateAsync(), Has.Count.EqualTo(3));
    }

    [Test]
    public async Task Open_OfAForeignDatabase_IsRefused()
    {
        using (var database = Database.Open(Path, isReader: false)) database.Execute("CREATE TABLE customers (id INTEGER PRIMARY KEY)");
        byte[] before = await File.ReadAllBytesAsync(Path);
        var error = Assert.Throws<IndexException>(() => SqliteIndex.OpenAsync(Path).AsTask().GetAwaiter().GetResult());
        Assert.That(error!.Fault, Is.EqualTo(IndexFault.Foreign));
        Assert.That(await File.ReadAllBytesAsync(Path), Is.EqualTo(before));
    }

    [Test]
    public async Task Open_WithMoreAttributes_NamesThoseThatEarlierEntriesLack()
    {
        await using (SqliteIndex old = await SqliteIndex.OpenAsync(Path)) await old.StoreAsync(new SyntheticEntries(1).Archive(3, 1, 1));
        var options = new SqliteIndexOptions { Attributes = IndexAttributes.Default.With(QueryLevel.Series, DicomTag.KVP) };
        await using SqliteIndex index = await SqliteIndex.OpenAsync(Path, options);
        Assert.That(index.IncompleteAttributes, Is.EqualTo(new[] { DicomTag.KVP }));
    }

    private SqliteIndex OpenNext() => SqliteIndex.Open(Path, new SqliteIndexOptions(), [.. SchemaVersions.All, Next], default);
}
