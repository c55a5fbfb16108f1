using System.Collections.Concurrent;

namespace Pacs.Archive;

/// <summary>Blocks of memory shared by all writers of a store, at most so many. They are pinned and long-lived: the collector neither moves nor scans them.</summary>
internal sealed class BlockPool(int maxBlocks)
{
    /// <summary>Length of a block in bytes.</summary>
    public const int BlockLength = 128 * 1024;

    private readonly ConcurrentStack<byte[]> _free = new();
    private int _made;

    /// <summary>A block with arbitrary content, or null when all are in use: the caller then writes to disk what it holds.</summary>
    public byte[]? TryRent()
    {
        if (_free.TryPop(out byte[]? block)) return block;
        if (Interlocked.Increment(ref _made) <= maxBlocks) return GC.AllocateUninitializedArray<byte>(BlockLength, pinned: true);
        Interlocked.Decrement(ref _made);
        return null;
    }

    public void Return(byte[] block) => _free.Push(block);
}
