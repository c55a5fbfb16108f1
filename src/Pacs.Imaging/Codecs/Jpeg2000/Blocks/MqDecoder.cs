using System.Numerics;
using System.Runtime.CompilerServices;

namespace Pacs.Imaging;

/// <summary>The MQ arithmetic decoder (ISO/IEC 15444-1 Annex C), arranged so that the common case costs a subtraction and a test.</summary>
/// <remarks>
/// A symbol is the more probable one, without renormalisation, while both C - Qe and A - Qe - 8000h stay positive. Both fall by the same Qe, so
/// only their minimum is kept up to date, in a local of the caller (<c>distance</c>); A and C are held less that minimum and are made whole
/// when it turns negative. Both carry 16 fraction bits. The bytes end with FF FF, behind which the decoder never moves (§C.3.4).
/// </remarks>
internal ref struct MqDecoder
{
    private const long Half = 0x8000_0000;
    private ref byte _at;
    private long _a;
    private long _c;
    private int _count;

    /// <summary>Starts a codeword segment (§C.3.5).</summary>
    /// <param name="bytes">The first of its bytes, which end with FF FF.</param>
    /// <param name="distance">The first distance.</param>
    public MqDecoder(ref byte bytes, out long distance)
    {
        _at = ref bytes;
        _c = (long)bytes << 16;
        ByteIn();
        _c <<= 7;
        _count -= 7;
        _a = Half;
        distance = Split();
    }

    /// <summary>Decodes a symbol (§C.3.2).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Decode(ref MqDecoder decoder, ref long distance, ref uint context)
    {
        uint row = context;
        distance -= row & 0xFFFF0000;
        if (distance >= 0) return row & 1;
        long result = Renormalise(ref decoder, ref context, distance);
        distance = result >> 1;
        return (uint)result & 1;
    }

    // Gives the symbol in bit 0 and the new distance above it: a value in a register instead of a local in memory.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static long Renormalise(ref MqDecoder decoder, ref uint context, long distance)
    {
        uint row = context;
        long a = decoder._a + distance, c = decoder._c + distance, qe = row & 0xFFFF0000;
        bool isSwapped = a < qe;
        if (c < 0)
        {
            c += qe;
            a = qe;
            isSwapped = !isSwapped;
        }

        uint next = isSwapped ? row >> 9 & 0x7F : row >> 1 & 0x7F;
        context = Unsafe.Add(ref MqTables.FirstRow, next);
        int shift = BitOperations.LeadingZeroCount((uint)a), count = decoder._count;
        a <<= shift;
        while (shift > count)
        {
            c <<= count;
            shift -= count;
            // Inlined ByteIn, on locals.
            uint last = decoder._at, byteIn = Unsafe.Add(ref decoder._at, 1);
            if (last != 0xFF)
            {
                c += byteIn << 8;
                count = 8;
                decoder._at = ref Unsafe.Add(ref decoder._at, 1);
            }
            else if (byteIn > 0x8F)
            {
                c += 0xFF00;
                count = 8;
            }
            else
            {
                c += byteIn << 9;
                count = 7;
                decoder._at = ref Unsafe.Add(ref decoder._at, 1);
            }
        }

        c <<= shift;
        decoder._count = count - shift;
        long minimum = Math.Min(c, a - Half);
        decoder._a = a - minimum;
        decoder._c = c - minimum;
        return (minimum << 1) | ((row ^ (isSwapped ? 1u : 0u)) & 1);
    }

    private long Split()
    {
        long minimum = Math.Min(_c, _a - Half);
        _a -= minimum;
        _c -= minimum;
        return minimum;
    }

    private void ByteIn()
    {
        uint next = Unsafe.Add(ref _at, 1);
        if (_at == 0xFF)
        {
            if (next > 0x8F)
            {
                (_c, _count) = (_c + 0xFF00, 8);
                return;
            }

            (_c, _count) = (_c + (next << 9), 7);
        }
        else (_c, _count) = (_c + (next << 8), 8);
        _at = ref Unsafe.Add(ref _at, 1);
    }
}
