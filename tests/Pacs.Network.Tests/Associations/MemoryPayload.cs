using Pacs.Core;

namespace Pacs.Network.Tests;

/// <summary>Encoded bytes in memory, which can fail from an offset on.</summary>
internal sealed class MemoryPayload(byte[] bytes, long failAt = long.MaxValue, bool hops = false) : IEncodedDataset
{
    public TransferSyntax TransferSyntax => TransferSyntax.ExplicitVRLittleEndian;

    public long Length => bytes.Length;

    public async ValueTask<int> ReadAsync(long offset, Memory<byte> destination, CancellationToken ct)
    {
        if (hops) await Task.Yield();
        if (offset + destination.Length > failAt) throw new IOException("The disk is gone.");
        int count = (int)Math.Min(destination.Length, bytes.Length - offset);
        bytes.AsMemory((int)offset, count).CopyTo(destination);
        return count;
    }

    public async ValueTask<long> ReadAsync(long offset, IReadOnlyList<Memory<byte>> destinations, CancellationToken ct)
    {
        long read = 0;
        foreach (Memory<byte> destination in destinations) read += await ReadAsync(offset + read, destination, ct);
        return read;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
