using Pacs.Archive;
using Pacs.Core;

namespace Pacs.DicomWeb.Tests;

/// <summary>Counts how often an object is opened.</summary>
internal sealed class CountingStore(IBlobStore inner) : IBlobStore
{
    private int _opened;

    public int Opened => _opened;

    public bool IndexFollows => inner.IndexFollows;

    public ValueTask<IBlobWriter> BeginAsync(BlobHeader header, CancellationToken ct) => inner.BeginAsync(header, ct);

    public ValueTask<IEncodedDataset> OpenAsync(BlobAddress address, CancellationToken ct)
    {
        Interlocked.Increment(ref _opened);
        return inner.OpenAsync(address, ct);
    }

    public ValueTask<BlobRemoval?> RemoveAsync(BlobAddress address, CancellationToken ct) => inner.RemoveAsync(address, ct);

    public IAsyncEnumerable<BlobLogEntry> ReadLogAsync(string? afterCheckpoint, CancellationToken ct) => inner.ReadLogAsync(afterCheckpoint, ct);

    public ValueTask TrimAsync(string checkpoint, CancellationToken ct) => inner.TrimAsync(checkpoint, ct);

    public ValueTask DisposeAsync() => inner.DisposeAsync();
}
