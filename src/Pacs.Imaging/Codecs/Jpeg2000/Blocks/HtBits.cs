using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Pacs.Imaging;

/// <summary>A bit stream of an HT segment with its stuffing taken out beforehand, so that any bits are one load and one shift away (ISO/IEC 15444-15 §7.1).</summary>
internal sealed class HtBits
{
    // What a reader may take after it looked whether it is past the end: two quads of 4 x 31 bits, or a code pair of 40.
    private const int Tail = 48;
    private byte[] _bytes = new byte[1024];

    /// <summary>Number of bits.</summary>
    public int Length { get; private set; }

    /// <summary>Sixty-four bits from a position, at least 57 of them true; the next bit is the lowest. Positions up to some hundred bits past the end are allowed.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Peek(ref byte bytes, int position)
    {
        ulong word = Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref bytes, position >> 3));
        if (!BitConverter.IsLittleEndian) word = BinaryPrimitives.ReverseEndianness(word);
        return word >> (position & 7);
    }

    public ref byte First => ref MemoryMarshal.GetArrayDataReference(_bytes);

    /// <summary>Loads bytes read forward, where the byte after FF has seven bits; ones follow the end, or zeros.</summary>
    public void LoadForward(ReadOnlySpan<byte> source, byte filler)
    {
        Span<byte> target = Start(source.Length);
        ulong pending = 0;
        int count = 0, written = 0, i = 0;
        bool isStuffed = false;
        while (i < source.Length)
        {
            // Eight bytes without FF go through at once.
            if (!isStuffed && i + 8 <= source.Length)
            {
                ulong word = BinaryPrimitives.ReadUInt64LittleEndian(source[i..]);
                // A byte of its complement is zero where one is FF.
                ulong complement = ~word;
                if (((complement - 0x0101010101010101) & word & 0x8080808080808080) == 0)
                {
                    BinaryPrimitives.WriteUInt64LittleEndian(target[written..], pending | (word << count));
                    pending = count == 0 ? 0 : word >> (64 - count);
                    written += 8;
                    i += 8;
                    continue;
                }
            }

            uint next = source[i++];
            pending |= (ulong)next << count;
            count += isStuffed ? 7 : 8;
            // The stuffed bit is the highest and, in sound data, zero.
            if (isStuffed) pending &= (1UL << count) - 1;
            isStuffed = next == 0xFF;
            for (; count >= 8; count -= 8, pending >>= 8) target[written++] = (byte)pending;
        }

        Finish(target, written, pending, count, filler);
    }

    /// <summary>Loads bytes read backward from the last, where a byte whose low seven bits are ones has seven bits if the one before exceeds 8F; zeros follow.</summary>
    /// <param name="source">The bytes, the last one first to be read.</param>
    /// <param name="isVlc">Whether the last byte is half a byte of lengths: only its upper four bits are read, three if these are ones.</param>
    public void LoadBackward(ReadOnlySpan<byte> source, bool isVlc)
    {
        Span<byte> target = Start(source.Length);
        ulong pending = 0;
        int count = 0, written = 0, i = source.Length - 1;
        uint last = 0xFF;
        if (isVlc && i >= 0)
        {
            last = source[i--];
            pending = last >> 4;
            count = (pending & 7) == 7 ? 3 : 4;
            pending &= (1UL << count) - 1;
            last |= 0x0F;
        }

        for (; i >= 0; i--)
        {
            uint next = source[i];
            pending |= (ulong)next << count;
            count += last > 0x8F && (next & 0x7F) == 0x7F ? 7 : 8;
            pending &= (1UL << count) - 1;
            last = next;
            for (; count >= 8; count -= 8, pending >>= 8) target[written++] = (byte)pending;
        }

        Finish(target, written, pending, count, 0);
    }

    private Span<byte> Start(int length)
    {
        if (_bytes.Length < length + 8 + Tail) _bytes = new byte[2 * (length + 8 + Tail)];
        return _bytes;
    }

    private void Finish(Span<byte> target, int written, ulong pending, int count, byte filler)
    {
        Length = (8 * written) + count;
        target[written] = (byte)(pending | ((ulong)filler << count));
        target.Slice(written + 1, Tail).Fill(filler);
    }
}
