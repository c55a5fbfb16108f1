using System.Numerics;
using System.Runtime.CompilerServices;

namespace Pacs.Imaging;

/// <summary>The MQ arithmetic encoder (ISO/IEC 15444-1 §C.2). A and C are locals of the caller; what happens seldom is here.</summary>
internal struct MqEncoder
{
    public const uint StartA = 0x8000, StartC = 0;
    private readonly byte[] _bytes;
    private int _count;

    /// <summary>Starts a codeword segment (§C.2.8).</summary>
    /// <param name="bytes">Takes it, from index 1; index 0 is a byte before the first that may carry. Never grows: two bytes for each coded bit are more than enough.</param>
    public MqEncoder(byte[] bytes)
    {
        (_bytes, _count, At) = (bytes, 12, 0);
        bytes[0] = 0;
    }

    /// <summary>Index of the last byte written; the segment's length so far.</summary>
    public int At { get; private set; }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Encode(ref MqEncoder encoder, ref uint a, ref uint c, ref uint context, uint bit)
    {
        uint row = context, qe = row >> 16;
        a -= qe;
        if (bit == (row & 1) && (a & 0x8000) != 0)
        {
            c += qe;
            return;
        }

        ulong both = Renormalise(ref encoder, ref context, a, c, bit);
        (a, c) = ((uint)both, (uint)(both >> 32));
    }

    // Gives A in the lower half and C in the upper: values in registers instead of locals in memory.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ulong Renormalise(ref MqEncoder encoder, ref uint context, uint a, uint c, uint bit)
    {
        uint row = context, qe = row >> 16;
        bool isMps = bit == (row & 1);
        // The smaller interval goes to the less probable symbol (Figures C.6 and C.7).
        if (a < qe == isMps) a = qe;
        else c += qe;
        context = Unsafe.Add(ref MqTables.FirstRow, isMps ? row >> 1 & 0x7F : row >> 9 & 0x7F);
        int shift = BitOperations.LeadingZeroCount(a) - 16;
        a <<= shift;
        while (shift >= encoder._count)
        {
            c <<= encoder._count;
            shift -= encoder._count;
            encoder.ByteOut(ref c);
        }

        c <<= shift;
        encoder._count -= shift;
        return a | ((ulong)c << 32);
    }

    /// <summary>Ends the segment (§C.2.9); gives its length.</summary>
    public int Flush(uint a, uint c)
    {
        uint limit = c + a;
        c |= 0xFFFF;
        if (c >= limit) c -= 0x8000;
        c <<= _count;
        ByteOut(ref c);
        c <<= _count;
        ByteOut(ref c);
        // An FF at the end says nothing: a decoder reads ones behind the end.
        return _bytes[At] == 0xFF ? At - 1 : At;
    }

    private void ByteOut(ref uint c)
    {
        if (_bytes[At] != 0xFF && (c & 0x8000000) != 0)
        {
            // The carry goes into the byte before.
            _bytes[At]++;
            c &= 0x7FFFFFF;
        }

        if (_bytes[At] == 0xFF)
        {
            _bytes[++At] = (byte)(c >> 20);
            c &= 0xFFFFF;
            _count = 7;
        }
        else
        {
            _bytes[++At] = (byte)(c >> 19);
            c &= 0x7FFFF;
            _count = 8;
        }
    }
}
