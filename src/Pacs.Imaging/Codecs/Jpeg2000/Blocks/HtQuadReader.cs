using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Pacs.Imaging;

/// <summary>
/// Reads what an HT cleanup pass says of its quads: significance, what is known of the exponents, and u (ISO/IEC 15444-15 §7.3.4 to §7.3.6).
/// A quad's word holds its entry of <see cref="HtDecodeTables.Codes"/> in bits 0 to 15 and u from bit 16.
/// </summary>
/// <remarks>Two quads take one load of 64 bits, of which 38 at most are used; each step is a look-up that waits for the one before, so the fewest of them win.</remarks>
internal ref struct HtQuadReader
{
    private readonly ref byte _codes;
    private readonly int _end;
    private int _position;
    private HtMel _mel;
    private int _run;

    /// <param name="codes">The VLC stream.</param>
    /// <param name="mel">The bytes that begin with the MEL stream.</param>
    public HtQuadReader(HtBits codes, ReadOnlySpan<byte> mel)
    {
        _codes = ref codes.First;
        _end = codes.Length;
        _mel = new HtMel(mel);
        _run = _mel.NextRun();
    }

    /// <summary>Reads the first row of quads, whose contexts are the quad to the left alone (§7.3.5).</summary>
    /// <param name="quads">Takes the words; one more than <paramref name="count"/> when that is odd.</param>
    /// <param name="count">Quads in the row.</param>
    public void ReadFirstRow(ref uint quads, int count)
    {
        ref ushort table = ref MemoryMarshal.GetArrayDataReference(HtDecodeTables.Codes);
        uint context = 0;
        for (int q = 0; q < count; q += 2)
        {
            ulong bits = Start(out int position);
            uint first = Code(ref table, context, ref bits, ref position), second = 0;
            context = (first & 0x10) << 3 | (first & 0xE0) << 2;
            if (q + 1 < count)
            {
                second = Code(ref table, context, ref bits, ref position);
                context = (second & 0x10) << 3 | (second & 0xE0) << 2;
            }

            uint mode = (first >> 3 & 1) | (second >> 2 & 2);
            if (mode == 3 && NextSymbol()) mode = 4;
            Exponents(HtDecodeTables.FirstRowExponents, mode, ref bits, ref position, out uint firstU, out uint secondU);
            Unsafe.Add(ref quads, q) = first | (firstU << 16);
            Unsafe.Add(ref quads, q + 1) = second | (secondU << 16);
            _position = position;
        }
    }

    /// <summary>Reads another row.</summary>
    /// <param name="quads">As above.</param>
    /// <param name="above">The row above, with a quad of nothing before and two behind.</param>
    /// <param name="count">Quads in the row.</param>
    public void ReadRow(ref uint quads, ref uint above, int count)
    {
        ref ushort table = ref HtDecodeTables.Codes[1024];
        uint context = 0;
        for (int q = 0; q < count; q += 2)
        {
            ulong bits = Start(out int position);
            // Significance north-west and north in bit 7, west and south-west in bit 8, north-east and further east in bit 9.
            uint north = Unsafe.Add(ref above, q), northEast = Unsafe.Add(ref above, q + 1);
            uint first = Code(ref table, context | (north & 0xA0) << 2 | (northEast & 0x20) << 4, ref bits, ref position), second = 0;
            context = (first & 0x40) << 2 | (first & 0x80) << 1 | (north & 0x80);
            if (q + 1 < count)
            {
                second = Code(ref table, context | (northEast & 0xA0) << 2 | (Unsafe.Add(ref above, q + 2) & 0x20) << 4, ref bits, ref position);
                context = (second & 0x40) << 2 | (second & 0x80) << 1 | (northEast & 0x80);
            }

            Exponents(HtDecodeTables.Exponents, (first >> 3 & 1) | (second >> 2 & 2), ref bits, ref position, out uint firstU, out uint secondU);
            Unsafe.Add(ref quads, q) = first | (firstU << 16);
            Unsafe.Add(ref quads, q + 1) = second | (secondU << 16);
            _position = position;
        }
    }

    // A position past the end stays there: zeros follow, as many as a pair can take.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly ulong Start(out int position)
    {
        position = Math.Min(_position, _end);
        return HtBits.Peek(ref _codes, position);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private uint Code(ref ushort table, uint context, ref ulong bits, ref int position)
    {
        uint code = Unsafe.Add(ref table, (nint)(context | ((uint)bits & 0x7F)));
        if (context == 0 && !NextSymbol()) return 0;
        int length = (int)code & 7;
        bits >>= length;
        position += length;
        return code;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool NextSymbol()
    {
        int run = _run - 2;
        _run = run < 0 ? _mel.NextRun() : run;
        return run == -1;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Exponents(ushort[] table, uint mode, ref ulong bits, ref int position, out uint first, out uint second)
    {
        uint entry = Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(table), (nint)((mode << 6) | ((uint)bits & 0x3F)));
        int prefixes = (int)entry & 7, suffixes = (int)entry >> 3 & 15, firstSuffix = (int)entry >> 7 & 7;
        bits >>= prefixes;
        uint rest = (uint)bits & ((1u << suffixes) - 1);
        first = (entry >> 10 & 7) + (rest & ((1u << firstSuffix) - 1));
        second = (entry >> 13) + (rest >> firstSuffix);
        position += prefixes + suffixes;
        if (Math.Max(first, second) >= 33) Extend(mode == 4 ? 2u : 0, bits >> suffixes, ref position, ref first, ref second);
    }

    // A suffix of 28 and more has four bits behind, in fours (§7.3.6).
    private static void Extend(uint more, ulong bits, ref int position, ref uint first, ref uint second)
    {
        if (first - more >= 33)
        {
            first += 4 * (uint)(bits & 15);
            bits >>= 4;
            position += 4;
        }

        if (second - more < 33 || second < more) return;
        second += 4 * (uint)(bits & 15);
        position += 4;
    }
}
