using System.Buffers;

namespace Pacs.Archive;

/// <summary>Bytes collected in blocks of a <see cref="BlockPool"/>.</summary>
internal sealed class BlockBuffer(BlockPool pool) : IDisposable
{
    private readonly List<byte[]> _blocks = [];
    private long _length;

    public long Length => _length;

    /// <summary>Takes all bytes, or as many as there is room for when the pool is exhausted; returns how many.</summary>
    public long Append(in ReadOnlySequence<byte> bytes)
    {
        long taken = 0;
        foreach (ReadOnlyMemory<byte> memory in bytes)
        {
            ReadOnlySpan<byte> rest = memory.Span;
            while (!rest.IsEmpty)
            {
                int at = (int)(_length % BlockPool.BlockLength);
                if (at == 0 && _length / BlockPool.BlockLength == _blocks.Count)
                {
                    if (pool.TryRent() is not { } block) return taken;
                    _blocks.Add(block);
                }

                int count = Math.Min(rest.Length, BlockPool.BlockLength - at);
                rest[..count].CopyTo(_blocks[^1].AsSpan(at));
                rest = rest[count..];
                _length += count;
                taken += count;
            }
        }

        return taken;
    }

    /// <summary>Copies bytes out; returns how many there were.</summary>
    public int Read(long offset, Span<byte> destination)
    {
        int total = 0;
        while (total < destination.Length && offset < _length)
        {
            int at = (int)(offset % BlockPool.BlockLength);
            int count = (int)Math.Min(Math.Min(destination.Length - total, BlockPool.BlockLength - at), _length - offset);
            _blocks[(int)(offset / BlockPool.BlockLength)].AsSpan(at, count).CopyTo(destination[total..]);
            total += count;
            offset += count;
        }

        return total;
    }

    /// <summary>Appends the filled parts of the blocks to a list; valid until the buffer is emptied.</summary>
    public void AddTo(List<ReadOnlyMemory<byte>> buffers)
    {
        long rest = _length;
        foreach (byte[] block in _blocks)
        {
            int count = (int)Math.Min(rest, BlockPool.BlockLength);
            buffers.Add(block.AsMemory(0, count));
            rest -= count;
        }
    }

    /// <summary>Gives the blocks back.</summary>
    public void Clear()
    {
        foreach (byte[] block in _blocks) pool.Return(block);
        _blocks.Clear();
        _length = 0;
    }

    public void Dispose() => Clear();
}
