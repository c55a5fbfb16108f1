using System.Buffers;

namespace Pacs.Imaging;

/// <summary>A growing buffer of the shared pool. Disposing gives it back.</summary>
internal sealed class PooledWriter(int capacity) : IBufferWriter<byte>, IMemoryOwner<byte>
{
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(capacity);

    public int WrittenCount { get; private set; }

    /// <inheritdoc/>
    public Memory<byte> Memory => _buffer.AsMemory(0, WrittenCount);

    /// <inheritdoc/>
    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)count, (uint)(_buffer.Length - WrittenCount), nameof(count));
        WrittenCount += count;
    }

    /// <inheritdoc/>
    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Grow(Math.Max(1, sizeHint));
        return _buffer.AsMemory(WrittenCount);
    }

    /// <inheritdoc/>
    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    /// <inheritdoc/>
    public void Dispose()
    {
        byte[] buffer = Interlocked.Exchange(ref _buffer, []);
        if (buffer.Length > 0) ArrayPool<byte>.Shared.Return(buffer);
    }

    private void Grow(int room)
    {
        if (_buffer.Length - WrittenCount >= room) return;
        long wanted = Math.Max((long)WrittenCount + room, Math.Min(2L * _buffer.Length, Array.MaxLength));
        if (wanted > Array.MaxLength) throw new DicomImageException($"An encoded frame of more than {WrittenCount} bytes is larger than an array can be.");
        byte[] larger = ArrayPool<byte>.Shared.Rent((int)wanted);
        _buffer.AsSpan(0, WrittenCount).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }
}
