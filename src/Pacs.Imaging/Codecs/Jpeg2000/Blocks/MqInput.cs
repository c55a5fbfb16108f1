using System.Runtime.CompilerServices;

namespace Pacs.Imaging;

/// <summary>The bytes of a codeword segment on their way into the MQ decoder's C (ISO/IEC 15444-1 §C.3.4). Not thread-safe; use it again.</summary>
internal sealed class MqInput
{
    /// <summary>Bits of C's fraction that came in and are not shifted out yet; below 0, C wants more.</summary>
    public int Bits;

    private byte[] _bytes = [];
    private int _at;

    /// <summary>Starts a segment (§C.3.5).</summary>
    /// <param name="bytes">Its bytes from the first on, and FF FF, behind which is never read. Kept.</param>
    /// <returns>The first C.</returns>
    public long Start(byte[] bytes)
    {
        (_bytes, _at, Bits) = (bytes, 0, -7);
        return Fill((long)bytes[0] << (MqDecoder.Fraction + 7));
    }

    /// <summary>Fills the fraction of C. Not inlined, as it is seldom needed.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public long Fill(long c)
    {
        byte[] bytes = _bytes;
        (int at, int bits) = (_at, Bits);
        do
        {
            long next = bytes[at + 1];
            if (bytes[at] != 0xFF)
            {
                c += next << (MqDecoder.Fraction - 8 - bits);
                bits += 8;
            }
            else if (next > 0x8F)
            {
                // The end: ones, for as long as they are asked for.
                c += 0xFFL << (MqDecoder.Fraction - 8 - bits);
                bits += 8;
                continue;
            }
            else
            {
                // What carries into the byte before counts from when the byte is needed on, as if bytes came one by one.
                if (next > 0x7F && bits >= 0) break;
                c += next << (MqDecoder.Fraction - 7 - bits);
                bits += 7;
            }

            at++;
        }
        while (bits <= MqDecoder.Fraction - 8);

        (_at, Bits) = (at, bits);
        return c & ((0x10000L << MqDecoder.Fraction) - 1);
    }
}
