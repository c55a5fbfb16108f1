using System.Collections.Concurrent;

namespace Pacs.Archive;

/// <summary>Blocks of memory shared by all writers of a store, at most so many. They are pinned, long-lived and begin at a page: the collector neither moves nor scans them, and a device can take them as they are.</summary>
internal sealed class BlockPool(int maxBlocks)
{
    /// <summary>Length of a block in bytes, a multiple of <see cref="PageMemory.PageLength"/>.</summary>
    public const int BlockLength = 128 * 1024;

    private readonly ConcurrentStack<Memory<byte>> _free = new();
    private int _made;

    /// <summary>A block with arbitrary content, or null when all are in use: the caller then writes to disk what it holds.</summary>
    public Memory<byte>? TryRent()
    {
        if (_free.TryPop(out Memory<byte> block)) return block;
        if (Interlocked.Increment(ref _made) <= maxBlocks) return PageMemory.Allocate(BlockLength);
        Interlocked.Decrement(ref _made);
        return null;
    }

    public void Return(Memory<byte> block) => _free.Push(block);
}
