using System.Buffers;
using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Pacs.Imaging;

/// <summary>Writes segments and entropy coded data.</summary>
internal sealed class JpegBitWriter(IBufferWriter<byte> output) : IDisposable
{
    private readonly byte[] _buffer = ArrayPool<byte>.Shared.Rent(8192);
    private int _length;
    private ulong _bits;
    private int _count;

    /// <summary>Writes up to 32 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Put(uint bits, int count)
    {
        _bits = (_bits << count) | bits;
        _count += count;
        if (_count >= 32) PutWord((uint)(_bits >> (_count -= 32)));
    }

    /// <summary>Fills the last byte with ones, as a scan ends.</summary>
    public void Align()
    {
        int missing = -_count & 7;
        Put((1u << missing) - 1, missing);
        while (_count > 0) PutByte((byte)(_bits >> (_count -= 8)));
    }

    /// <summary>Writes a marker that stands alone.</summary>
    public void Marker(byte marker)
    {
        Reserve(2);
        _buffer[_length++] = 0xFF;
        _buffer[_length++] = marker;
    }

    /// <summary>Writes a marker and its segment.</summary>
    public void Segment(byte marker, ReadOnlySpan<byte> content)
    {
        Marker(marker);
        Reserve(2 + content.Length);
        BinaryPrimitives.WriteUInt16BigEndian(_buffer.AsSpan(_length), (ushort)(content.Length + 2));
        content.CopyTo(_buffer.AsSpan(_length + 2));
        _length += 2 + content.Length;
    }

    /// <summary>Hands everything to the output.</summary>
    public void Flush()
    {
        output.Write(_buffer.AsSpan(0, _length));
        _length = 0;
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(_buffer);

    /// <summary>Writes entropy coded data, where whole bytes were written before; a zero goes behind each byte of ones (ISO/IEC 10918-1 §F.1.2.3).</summary>
    public void PutCoded(ReadOnlySpan<byte> bytes)
    {
        // Thirty-two bytes a step, as far as there is none of ones among them: that is one in 256.
        while (bytes.Length >= 32)
        {
            Reserve(33);
            Vector256<byte> piece = Vector256.Create(bytes);
            piece.StoreUnsafe(ref _buffer[_length]);
            uint full = Vector256.Equals(piece, Vector256<byte>.AllBitsSet).ExtractMostSignificantBits();
            int taken = full == 0 ? 32 : BitOperations.TrailingZeroCount(full) + 1;
            _length += taken;
            if (full != 0) _buffer[_length++] = 0;
            bytes = bytes[taken..];
        }

        foreach (byte value in bytes) PutByte(value);
    }

    /// <summary>Writes 32 bits of entropy coded data where whole bytes were written before.</summary>
    public void PutWord(uint word)
    {
        Reserve(8);

        // Whether a byte of it is 0xFF, that is, one of its complement zero: taking 1 from each byte borrows there first.
        uint zeros = ~word;
        if (((zeros - 0x01010101) & ~zeros & 0x80808080) == 0)
        {
            BinaryPrimitives.WriteUInt32BigEndian(_buffer.AsSpan(_length), word);
            _length += 4;
            return;
        }

        for (int shift = 24; shift >= 0; shift -= 8) PutByte((byte)(word >> shift));
    }

    private void PutByte(byte value)
    {
        Reserve(2);
        _buffer[_length++] = value;
        if (value == 0xFF) _buffer[_length++] = 0;
    }

    private void Reserve(int length)
    {
        if (_buffer.Length - _length < length) Flush();
    }
}
