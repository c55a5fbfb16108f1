using System.Buffers;

namespace Pacs.Archive;

/// <summary>Bytes collected in blocks of a <see cref="BlockPool"/>, with room before them for the head of a record: head and bytes go to the device together, from where they are.</summary>
/// <param name="pool">Where blocks come from.</param>
/// <param name="headLength">Room in bytes at the start of the first block; less than a block.</param>
internal sealed class BlockBuffer(BlockPool pool, int headLength) : IDisposable
{
    private readonly List<Memory<byte>> _blocks = [];
    private long _end = headLength;

    public long Length => _end - headLength;

    /// <summary>Takes all bytes, or as many as there is room for when the pool is exhausted; returns how many.</summary>
    public long Append(in ReadOnlySequence<byte> bytes)
    {
        long taken = 0;
        foreach (ReadOnlyMemory<byte> memory in bytes)
        {
            ReadOnlySpan<byte> rest = memory.Span;
            while (!rest.IsEmpty)
            {
                if (!TryMakeRoom()) return taken;
                int at = (int)(_end % BlockPool.BlockLength);
                int count = Math.Min(rest.Length, BlockPool.BlockLength - at);
                rest[..count].CopyTo(_blocks[^1].Span[at..]);
                rest = rest[count..];
                _end += count;
                taken += count;
            }
        }

        return taken;
    }

    /// <summary>Copies bytes out; returns how many there were.</summary>
    public int Read(long offset, Span<byte> destination)
    {
        int total = 0;
        for (long from = headLength + offset; total < destination.Length && from < _end;)
        {
            int at = (int)(from % BlockPool.BlockLength);
            int count = (int)Math.Min(Math.Min(destination.Length - total, BlockPool.BlockLength - at), _end - from);
            _blocks[(int)(from / BlockPool.BlockLength)].Span.Slice(at, count).CopyTo(destination[total..]);
            total += count;
            from += count;
        }

        return total;
    }

    /// <summary>Appends the bytes, without the head, to a list; valid until the buffer is emptied.</summary>
    public void AddTo(List<ReadOnlyMemory<byte>> buffers) => Add(buffers, headLength, _end);

    /// <summary>Writes the head before the bytes and appends both to a list, filled with zeros to a whole number of pages; false when there are no bytes, and so no block.</summary>
    /// <param name="header">First part of the head.</param>
    /// <param name="meta">Second part; both together have the length that was left for them.</param>
    /// <param name="pages">Where to append; valid until the buffer is emptied. Every piece begins at a page of memory and is whole pages long.</param>
    public bool TryAddPages(ReadOnlySpan<byte> header, ReadOnlySpan<byte> meta, List<ReadOnlyMemory<byte>> pages)
    {
        if (header.Length + meta.Length != headLength) throw new InvalidOperationException($"A head of {header.Length + meta.Length} bytes where room was left for {headLength}.");
        if (_blocks.Count == 0) return false;
        Span<byte> first = _blocks[0].Span;
        header.CopyTo(first);
        meta.CopyTo(first[header.Length..]);
        int past = (int)(_end % PageMemory.PageLength), padding = past == 0 ? 0 : PageMemory.PageLength - past;
        if (padding > 0) _blocks[^1].Span.Slice((int)(_end % BlockPool.BlockLength), padding).Clear();
        Add(pages, 0, _end + padding);
        return true;
    }

    /// <summary>Gives the blocks back.</summary>
    public void Clear()
    {
        foreach (Memory<byte> block in _blocks) pool.Return(block);
        _blocks.Clear();
        _end = headLength;
    }

    public void Dispose() => Clear();

    private bool TryMakeRoom()
    {
        if (_end < (long)_blocks.Count * BlockPool.BlockLength) return true;
        if (pool.TryRent() is not { } block) return false;
        _blocks.Add(block);
        return true;
    }

    private void Add(List<ReadOnlyMemory<byte>> buffers, long start, long end)
    {
        for (int i = 0; i < _blocks.Count; i++)
        {
            long blockStart = (long)i * BlockPool.BlockLength;
            int from = (int)Math.Max(0, start - blockStart), to = (int)Math.Min(BlockPool.BlockLength, end - blockStart);
            if (from < to) buffers.Add(_blocks[i][from..to]);
        }
    }
}
