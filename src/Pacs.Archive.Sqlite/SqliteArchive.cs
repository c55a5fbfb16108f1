namespace Pacs.Archive.Sqlite;

/// <summary>Opens a whole archive in a folder: segments of objects in <c>blobs</c>, a SQLite index in <c>index.db</c>.</summary>
public static class SqliteArchive
{
    private const string IndexName = "index.db";

    /// <summary>Opens the archive in a folder, made where it is not there.</summary>
    /// <inheritdoc cref="OpenAsync(string, ArchiveOptions?, CancellationToken)"/>
    public static ValueTask<DicomArchive> OpenAsync(string folder, CancellationToken ct = default) => OpenAsync(folder, null, ct);

    /// <summary>Opens the archive in a folder, made where it is not there, with choices of one's own.</summary>
    /// <param name="folder">The folder. One process at a time can have it open.</param>
    /// <param name="options">How instances are taken in; null for the defaults.</param>
    /// <param name="ct">Gives up.</param>
    /// <returns>The archive. The caller disposes it.</returns>
    /// <exception cref="BlobStoreException">Another process has the folder open, or it cannot be used.</exception>
    /// <exception cref="IndexException">The index cannot be opened. One that is damaged is put aside as <c>index.db.damaged</c> and built anew from the objects instead.</exception>
    public static async ValueTask<DicomArchive> OpenAsync(string folder, ArchiveOptions? options, CancellationToken ct = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        options ??= new ArchiveOptions();
        string blobFolder = Path.Combine(folder, "blobs");
        bool isKnown = Directory.Exists(blobFolder);
        Directory.CreateDirectory(folder);
        // The store first: it holds the folder against other processes.
        SegmentBlobStore blobs = await SegmentBlobStore.OpenAsync(blobFolder, new SegmentStoreOptions { Loggers = options.Loggers }, ct).ConfigureAwait(false);
        IArchiveIndex index;
        try
        {
            index = await OpenIndexAsync(Path.Combine(folder, IndexName), isKnown, ct).ConfigureAwait(false);
        }
        catch
        {
            await blobs.DisposeAsync().ConfigureAwait(false);
            throw;
        }

        return await DicomArchive.OpenAsync(blobs, index, options, ct).ConfigureAwait(false);
    }

    private static async ValueTask<SqliteIndex> OpenIndexAsync(string path, bool isKnown, CancellationToken ct)
    {
        try
        {
            return await SqliteIndex.OpenAsync(path, ct: ct).ConfigureAwait(false);
        }
        catch (IndexException damaged) when (damaged.Fault == IndexFault.Corrupt || (isKnown && SqliteFault.IsNoDatabase(damaged)))
        {
            // All of the index can be made again; the file stays for whoever wants to know what happened.
            File.Move(path, path + ".damaged", overwrite: true);
            File.Delete(path + "-wal");
            File.Delete(path + "-shm");
            return await SqliteIndex.OpenAsync(path, ct: ct).ConfigureAwait(false);
        }
    }
}
