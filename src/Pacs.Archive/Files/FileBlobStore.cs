using Pacs.Core;

namespace Pacs.Archive;

/// <summary>The plain store: each object a DICOM file (PS3.10) of its own, a thousand to a folder, with a small log that says which files are objects and in which order they came.</summary>
/// <remarks>
/// The same log, recovery and folder as <see cref="SegmentBlobStore"/>, which it equals with nothing in the log but references; so one can be opened as the other.
/// Each object costs the flush of a new file before that of the log: for many small objects it is slower by a multiple.
/// </remarks>
public sealed class FileBlobStore : IBlobStore
{
    private readonly SegmentBlobStore _store;

    private FileBlobStore(SegmentBlobStore store) => _store = store;

    /// <summary>True: the log is the truth.</summary>
    public bool IndexFollows => _store.IndexFollows;

    /// <summary>Opens the store in a folder, made when it is not there, and puts right what a crash left.</summary>
    /// <exception cref="BlobStoreException">Another process has it open (<see cref="BlobFault.InUse"/>), the folder cannot be used, or a newer version wrote it.</exception>
    public static async ValueTask<FileBlobStore> OpenAsync(string folder, FileStoreOptions? options = null, CancellationToken ct = default)
    {
        options ??= new FileStoreOptions();
        var inner = new SegmentStoreOptions
        {
            InlineLimit = 0,
            DirectFrom = 0,
            SegmentSize = options.LogSegmentSize,
            BufferMemory = options.BufferMemory,
            Loggers = options.Loggers,
            Layer = options.Layer,
            InlineChores = options.InlineChores,
        };
        return new FileBlobStore(await SegmentBlobStore.OpenAsync(folder, inner, ct).ConfigureAwait(false));
    }

    /// <inheritdoc/>
    public ValueTask<IBlobWriter> BeginAsync(BlobHeader header, CancellationToken ct) => _store.BeginAsync(header, ct);

    /// <inheritdoc/>
    public ValueTask<IEncodedDataset> OpenAsync(BlobAddress address, CancellationToken ct) => _store.OpenAsync(address, ct);

    /// <inheritdoc/>
    public ValueTask<BlobRemoval?> RemoveAsync(BlobAddress address, CancellationToken ct) => _store.RemoveAsync(address, ct);

    /// <inheritdoc/>
    public IAsyncEnumerable<BlobLogEntry> ReadLogAsync(string? afterCheckpoint, CancellationToken ct) => _store.ReadLogAsync(afterCheckpoint, ct);

    /// <inheritdoc/>
    public ValueTask TrimAsync(string checkpoint, CancellationToken ct) => _store.TrimAsync(checkpoint, ct);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _store.DisposeAsync();
}
