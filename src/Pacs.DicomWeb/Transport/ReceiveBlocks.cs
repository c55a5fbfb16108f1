using System.Buffers;
using System.Collections.Concurrent;
using Microsoft.AspNetCore.Connections;

namespace Pacs.DicomWeb;

/// <summary>
/// Memory for what the server receives, in blocks that hold more than the usual 4 KiB: a block is what one call to the socket fills, and after each the request's reader is woken.
/// With 64 KiB an image comes in ten pieces, not in a hundred and thirty. A connection on which nothing comes holds none.
/// </summary>
internal sealed class ReceiveBlocks : MemoryPool<byte>, IMemoryPoolFactory<byte>
{
    public const int BlockLength = 64 * 1024;

    // What is kept for the next connection: 16 MiB. More is used when it is needed, and left to the collector then.
    private const int MostKept = 256;

    private readonly ConcurrentQueue<Block> _free = new();
    private int _kept;

    public override int MaxBufferSize => BlockLength;

    /// <summary>The blocks of one service are shared by all that it listens on.</summary>
    public MemoryPool<byte> Create(MemoryPoolOptions? options = null) => this;

    public override IMemoryOwner<byte> Rent(int minBufferSize = -1)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(minBufferSize, BlockLength);
        if (!_free.TryDequeue(out Block? block)) return new Block(this).Take();
        Interlocked.Decrement(ref _kept);
        return block.Take();
    }

    // The server disposes what its factory made for each listener; the blocks are common.
    protected override void Dispose(bool disposing)
    {
    }

    private void Return(Block block)
    {
        if (Interlocked.Increment(ref _kept) <= MostKept) _free.Enqueue(block);
        else Interlocked.Decrement(ref _kept);
    }

    private sealed class Block(ReceiveBlocks pool) : IMemoryOwner<byte>
    {
        // Pinned, as the socket would pin it each time.
        private readonly byte[] _bytes = GC.AllocateUninitializedArray<byte>(BlockLength, pinned: true);
        private int _isTaken;

        public Memory<byte> Memory => _isTaken != 0 ? _bytes : throw new ObjectDisposedException(nameof(Block));

        public Block Take()
        {
            _isTaken = 1;
            return this;
        }

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _isTaken, 0) != 0) pool.Return(this);
        }
    }
}
