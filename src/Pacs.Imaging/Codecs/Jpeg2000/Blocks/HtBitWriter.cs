using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Pacs.Imaging;

/// <summary>Gathers the bits of an HT segment, the first one lowest. Stuffing comes afterwards, so that a write is a shift and a store (ISO/IEC 15444-15 §7.1).</summary>
internal struct HtBitWriter(byte[] bytes)
{
    /// <summary>Bytes behind the last bit that a write may touch.</summary>
    public const int Slack = 16;

    private ulong _pending;
    private int _count;
    private int _at;

    /// <summary>Writes up to 56 bits; the memory must have room for them and <see cref="Slack"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Write(ulong value, int length)
    {
        _pending |= value << _count;
        _count += length;
        ulong stored = BitConverter.IsLittleEndian ? _pending : BinaryPrimitives.ReverseEndianness(_pending);
        Unsafe.WriteUnaligned(ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(bytes), _at), stored);
        _at += _count >> 3;
        _pending >>= _count & 56;
        _count &= 7;
    }

    /// <summary>Number of bits.</summary>
    public readonly int Length => (8 * _at) + _count;

    /// <summary>Stuffs magnitudes and signs, whose byte after FF has seven bits. The last is filled with ones, and one of FF left out, since a reader finds ones behind the end (§7.1.2).</summary>
    /// <returns>Bytes of the target.</returns>
    public readonly int StuffForward(Span<byte> target)
    {
        int length = Length, position = 0, written = 0;
        bool isStuffed = false;
        ref byte source = ref MemoryMarshal.GetArrayDataReference(bytes);
        while (position < length)
        {
            ulong next = HtBits.Peek(ref source, position);
            // Seven bytes without FF go through at once.
            ulong complement = ~next | 0xFF00000000000000;
            if (!isStuffed && position + 56 <= length && ((complement - 0x0101010101010101) & ~complement & 0x8080808080808080) == 0)
            {
                BinaryPrimitives.WriteUInt64LittleEndian(target[written..], next);
                written += 7;
                position += 56;
                continue;
            }

            int taken = isStuffed ? 7 : 8;
            if (position + taken > length) next |= ~0UL << (length - position);
            byte value = (byte)(next & ((1UL << taken) - 1));
            position += taken;
            if (value == 0xFF && position >= length) return written;
            target[written++] = value;
            isStuffed = value == 0xFF;
        }

        return isStuffed ? written - 1 : written;
    }

    /// <summary>Stuffs codes, in the order of reading: behind a byte above 8F, seven ones are a byte of their own, so that no marker appears (§7.1.3). The last is filled with zeros.</summary>
    /// <param name="target">Takes the bytes.</param>
    /// <param name="last">The byte before the first.</param>
    /// <returns>Bytes of the target.</returns>
    public readonly int StuffCodes(Span<byte> target, uint last)
    {
        int length = Length, position = 0, written = 0;
        ref byte source = ref MemoryMarshal.GetArrayDataReference(bytes);
        while (position < length)
        {
            ulong next = HtBits.Peek(ref source, position), sevens = ~(next | 0x8080808080808080) | 0xFF00000000000000;
            if (position + 56 <= length && ((sevens - 0x0101010101010101) & ~sevens & 0x8080808080808080) == 0)
            {
                BinaryPrimitives.WriteUInt64LittleEndian(target[written..], next);
                written += 7;
                position += 56;
                last = (uint)(next >> 48) & 0xFF;
                continue;
            }

            if (position + 8 > length) next &= (1UL << (length - position)) - 1;
            bool isStuffed = last > 0x8F && (next & 0x7F) == 0x7F;
            last = isStuffed ? 0x7Fu : (uint)next & 0xFF;
            target[written++] = (byte)last;
            position += isStuffed ? 7 : 8;
        }

        return written;
    }
}
