using System.Buffers;
using System.Buffers.Binary;

namespace Pacs.Core;

/// <summary>A growing buffer in which a length can be filled in once it is known.</summary>
internal sealed class ByteWriter(int capacity) : IBufferWriter<byte>
{
    private byte[] _bytes = new byte[capacity];

    /// <summary>Bytes written since the last <see cref="Clear"/>.</summary>
    public int Length { get; private set; }

    public ReadOnlyMemory<byte> Written => _bytes.AsMemory(0, Length);

    public void Clear() => Length = 0;

    public void Advance(int count) => Length += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _bytes.AsMemory(Length);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _bytes.AsSpan(Length);
    }

    /// <summary>Overwrites four bytes written before.</summary>
    public void PatchUInt32(int position, uint value, bool isBigEndian)
    {
        Span<byte> at = _bytes.AsSpan(position, 4);
        if (isBigEndian) BinaryPrimitives.WriteUInt32BigEndian(at, value);
        else BinaryPrimitives.WriteUInt32LittleEndian(at, value);
    }

    private void Reserve(int sizeHint)
    {
        long needed = Length + (long)Math.Max(1, sizeHint);
        if (needed <= _bytes.Length) return;
        if (needed > Array.MaxLength) throw new DicomDataException($"{needed} bytes do not fit into memory at once.");
        Array.Resize(ref _bytes, (int)Math.Min(Array.MaxLength, Math.Max(needed, _bytes.Length * 2L)));
    }
}
