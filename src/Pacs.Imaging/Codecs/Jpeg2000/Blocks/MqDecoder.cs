using System.Numerics;
using System.Runtime.CompilerServices;

namespace Pacs.Imaging;

/// <summary>The MQ arithmetic decoder (ISO/IEC 15444-1 Annex C). A and C are locals of the caller, so that they stay in registers.</summary>
/// <remarks>
/// Both have 32 fraction bits: bytes come in up to four at a time. The bytes end with FF FF, behind which the decoder never moves (§C.3.4).
/// </remarks>
internal ref struct MqDecoder
{
    /// <summary>Fraction bits of A and C.</summary>
    public const int Fraction = 32;

    /// <summary>A at the start of a segment: 8000h, the least that it is between symbols.</summary>
    public const long StartA = 0x8000L << Fraction;

    // Leading zeros of an A that needs no renormalisation.
    private const int LeadingZeros = 64 - 16 - Fraction;
    private ref byte _at;
    // Bits of the fraction of C that came in and are not shifted out yet.
    private int _bits;

    /// <summary>Starts a codeword segment (§C.3.5).</summary>
    /// <param name="bytes">The first of its bytes, which end with FF FF.</param>
    /// <param name="c">The first C.</param>
    public MqDecoder(ref byte bytes, out long c)
    {
        _at = ref bytes;
        _bits = -7;
        c = ByteIn(ref this, (long)bytes << (Fraction + 7));
    }

    /// <summary>Decodes a symbol that is likely the more probable one (§C.3.2).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Decode(ref MqDecoder decoder, ref long a, ref long c, ref ulong contexts, nint context)
    {
        ulong row = Unsafe.Add(ref contexts, context);
        long qe = (long)(row >> MqTables.QeShift), rest = a - qe, code = c - qe;
        if ((code | (rest - StartA)) >= 0)
        {
            a = rest;
            c = code;
            return (uint)row & 1;
        }

        long without = rest - qe, isLower = code >> 63;
        ulong isSwapped = (ulong)(without ^ code) >> 63;
        rest -= without & isLower;
        code += qe & isLower;
        Unsafe.Add(ref contexts, context) = Unsafe.Add(ref contexts, (nint)(((row >> 1) & 0x3FF) + isSwapped + 2));
        int shift = BitOperations.LeadingZeroCount((ulong)rest) - LeadingZeros;
        a = rest << shift;
        c = code << shift;
        if ((decoder._bits -= shift) < 0) c = ByteIn(ref decoder, c);
        return (uint)(row ^ isSwapped) & 1;
    }

    /// <summary>Decodes a symbol of which nothing is known before: without a branch that would often be predicted wrong.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint DecodeEven(ref MqDecoder decoder, ref long a, ref long c, ref ulong contexts, nint context)
    {
        ulong row = Unsafe.Add(ref contexts, context);
        long qe = (long)(row >> MqTables.QeShift), rest = a - qe, code = c - qe;
        long without = rest - qe, isLower = code >> 63;
        ulong isSwapped = (ulong)(without ^ code) >> 63;
        rest -= without & isLower;
        code += qe & isLower;
        ulong isRenormalised = ((ulong)~rest >> (Fraction + 15)) & 1;
        Unsafe.Add(ref contexts, context) = Unsafe.Add(ref contexts, (nint)(((row >> 1) & 0x3FF) + isSwapped + (2 * isRenormalised)));
        int shift = BitOperations.LeadingZeroCount((ulong)rest) - LeadingZeros;
        a = rest << shift;
        c = code << shift;
        if ((decoder._bits -= shift) < 0) c = ByteIn(ref decoder, c);
        return (uint)(row ^ isSwapped) & 1;
    }

    // Fills the fraction of C (§C.3.4).
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static long ByteIn(ref MqDecoder decoder, long c)
    {
        int bits = decoder._bits;
        ref byte at = ref decoder._at;
        do
        {
            long next = Unsafe.Add(ref at, 1);
            if (at != 0xFF)
            {
                c += next << (Fraction - 8 - bits);
                bits += 8;
            }
            else if (next > 0x8F)
            {
                c += 0xFFL << (Fraction - 8 - bits);
                bits += 8;
                continue;
            }
            else
            {
                // What carries into the byte before must not be seen before it is needed, as in a decoder that reads one byte.
                if (next > 0x7F && bits >= 0) break;
                c += next << (Fraction - 7 - bits);
                bits += 7;
            }

            at = ref Unsafe.Add(ref at, 1);
        }
        while (bits <= Fraction - 8);

        decoder._at = ref at;
        decoder._bits = bits;
        return c;
    }
}
