using Pacs.Archive;
using Pacs.Archive.Sqlite;

namespace Pacs.Benchmarks.Archive;

/// <summary>The stores that are compared.</summary>
public enum StoreUnderTest
{
    /// <summary><see cref="SegmentBlobStore"/>.</summary>
    Segments,

    /// <summary><see cref="FileBlobStore"/>.</summary>
    Files,
}

/// <summary>A fresh archive in a folder of its own below PACS_LOAD or the temporary folder, removed with all that is in it.</summary>
internal sealed class ArchiveFolder : IAsyncDisposable
{
    private readonly string _folder;

    private ArchiveFolder(string folder, DicomArchive archive)
    {
        _folder = folder;
        Archive = archive;
    }

    public DicomArchive Archive { get; }

    public static string Root => Environment.GetEnvironmentVariable("PACS_LOAD") ?? Path.GetTempPath();

    public static async Task<ArchiveFolder> CreateAsync(StoreUnderTest store)
    {
        string folder = Path.Combine(Root, "pacs-bench-" + Guid.NewGuid().ToString("N"));
        Directory.CreateDirectory(folder);
        string blobs = Path.Combine(folder, "blobs");
        IBlobStore opened = store == StoreUnderTest.Segments ? await SegmentBlobStore.OpenAsync(blobs) : await FileBlobStore.OpenAsync(blobs);
        return new ArchiveFolder(folder, await DicomArchive.OpenAsync(opened, await SqliteIndex.OpenAsync(Path.Combine(folder, "index.db"))));
    }

    public async ValueTask DisposeAsync()
    {
        await Archive.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
