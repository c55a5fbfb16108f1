using Pacs.Testing;

namespace Pacs.Archive.Sqlite.Tests;

public sealed class SqliteIndexTests : ArchiveIndexContract
{
    private TemporaryFolder? _folder;

    protected override async ValueTask<IArchiveIndex> CreateAsync()
    {
        _folder = new TemporaryFolder();
        return await SqliteIndex.OpenAsync(_folder.File("index.db"));
    }

    [TearDown]
    public void RemoveFolder() => _folder?.Dispose();
}
