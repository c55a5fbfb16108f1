using System.Buffers;
using Pacs.Core;

namespace Pacs.Archive.Tests;

/// <summary>A store whose commit of one instance hangs until it is released.</summary>
internal sealed class HeldStore(IBlobStore inner) : IBlobStore, IDisposable
{
    private readonly ManualResetEventSlim _released = new();
    private readonly TaskCompletionSource _held = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private DicomUid _instance;

    /// <summary>Completes when the commit hangs.</summary>
    public Task Held => _held.Task;

    public bool IndexFollows => inner.IndexFollows;

    public void Hold(DicomUid instance) => _instance = instance;

    public void Release() => _released.Set();

    public async ValueTask<IBlobWriter> BeginAsync(BlobHeader header, CancellationToken ct)
    {
        IBlobWriter writer = await inner.BeginAsync(header, ct);
        return header.Id.SopInstance == _instance ? new HeldWriter(this, writer) : writer;
    }

    public ValueTask<IEncodedDataset> OpenAsync(BlobAddress address, CancellationToken ct) => inner.OpenAsync(address, ct);

    public ValueTask<BlobRemoval?> RemoveAsync(BlobAddress address, CancellationToken ct) => inner.RemoveAsync(address, ct);

    public IAsyncEnumerable<BlobLogEntry> ReadLogAsync(string? afterCheckpoint, CancellationToken ct) => inner.ReadLogAsync(afterCheckpoint, ct);

    public ValueTask TrimAsync(string checkpoint, CancellationToken ct) => inner.TrimAsync(checkpoint, ct);

    public ValueTask DisposeAsync() => inner.DisposeAsync();

    public void Dispose() => _released.Dispose();

    private sealed class HeldWriter(HeldStore store, IBlobWriter inner) : IBlobWriter
    {
        public ValueTask WriteAsync(ReadOnlySequence<byte> bytes, CancellationToken ct) => inner.WriteAsync(bytes, ct);

        public ValueTask FinishAsync(UInt128 contentHash, CancellationToken ct) => inner.FinishAsync(contentHash, ct);

        public ValueTask<int> ReadAsync(long offset, Memory<byte> destination, CancellationToken ct) => inner.ReadAsync(offset, destination, ct);

        public ValueTask<BlobRecord> CommitAsync(BlobAddress? replaces)
        {
            store._held.TrySetResult();
            store._released.Wait();
            return inner.CommitAsync(replaces);
        }

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }
}
