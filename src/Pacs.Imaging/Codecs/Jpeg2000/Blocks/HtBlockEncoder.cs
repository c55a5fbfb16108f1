using System.Numerics;
using System.Runtime.CompilerServices;

namespace Pacs.Imaging;

/// <summary>Encodes code blocks with the HT coder, in one cleanup pass (ISO/IEC 15444-15 §7.3). Not thread-safe; use it again.</summary>
internal sealed class HtBlockEncoder
{
    // A coefficient takes 31 bits at most, with one in seven stuffed; a pair of quads 38 bits of codes.
    private readonly byte[] _magSgnBytes = new byte[20 * 1024];
    private readonly byte[] _vlcBytes = new byte[4 * 1024];
    private readonly byte[] _melBytes = new byte[1024];
    private readonly byte[] _joined = new byte[25 * 1024];

    // Significance of a row's quads and exponents of its lower coefficients, this row's and the one above's, with borders.
    private byte[] _significance = [];
    private byte[] _exponents = [];

    /// <summary>Encodes a block in full.</summary>
    /// <param name="magnitudes">Magnitudes row by row, bit 31 the sign.</param>
    /// <param name="width">Coefficients in a row.</param>
    /// <param name="height">Rows.</param>
    /// <param name="planes">Magnitude bit planes of the band.</param>
    /// <param name="block">Takes the result; no pass when all is zero.</param>
    public void Encode(uint[] magnitudes, int width, int height, int planes, ref CodedBlock block)
    {
        block.ZeroPlanes = planes - 1;
        block.KeptPasses = 0;
        uint all = 0;
        foreach (uint magnitude in magnitudes.AsSpan(0, width * height)) all |= magnitude;
        if ((all & 0x7FFFFFFF) == 0) return;

        int quads = (width + 1) / 2;
        if (_significance.Length < quads + 3) (_significance, _exponents) = (new byte[quads + 3], new byte[(2 * quads) + 6]);
        _significance.AsSpan().Clear();
        _exponents.AsSpan().Clear();
        var magSgn = new HtMagSgnWriter(_magSgnBytes);
        var vlc = new HtVlcEncoder(_vlcBytes);
        var mel = new HtMelEncoder(_melBytes);
        for (int y = 0; y < height; y += 2) EncodeRow(magnitudes.AsSpan(y * width), width, y + 1 < height, y == 0, ref magSgn, ref vlc, ref mel);
        magSgn.Finish();
        vlc.Finish();
        mel.Finish();
        block.SetBytes(Join(magSgn.Length, mel.Length, vlc.Length));
        block.KeptPasses = 1;
    }

    private void EncodeRow(ReadOnlySpan<uint> magnitudes, int width, bool hasLower, bool isFirst, ref HtMagSgnWriter magSgn, ref HtVlcEncoder vlc, ref HtMelEncoder mel)
    {
        Span<uint> values = stackalloc uint[4];
        uint left = 0, northWest = 0, exponentWest = 0;
        int firstU = 0;
        for (int x = 0; x < width; x += 2)
        {
            int q = x / 2;
            uint significance = Values(magnitudes, x, width, hasLower, values, out uint greatest);

            // Context (§7.3.5) and prediction (§7.3.7) from the row above, before this row takes its place.
            uint north = _significance[q + 1], northEast = _significance[q + 2];
            uint context = isFirst
                ? (left & 1) | (left >> 1)
                : ((northWest >> 3 | north >> 1) & 1) | ((left >> 2 | left >> 3) & 1) << 1 | ((north >> 3 | northEast >> 1) & 1) << 2;
            int above = (int)Math.Max(Math.Max(exponentWest, _exponents[x + 2]), Math.Max((uint)_exponents[x + 3], _exponents[x + 4]));
            int predicted = !isFirst && (significance & (significance - 1)) != 0 ? Math.Max(1, above - 1) : 1;
            (northWest, exponentWest, left) = (north, _exponents[x + 3], significance);
            _significance[q + 1] = (byte)significance;
            _exponents[x + 2] = (significance & 2) != 0 ? Exponent(values[1]) : (byte)0;
            _exponents[x + 3] = (significance & 8) != 0 ? Exponent(values[3]) : (byte)0;

            if (context == 0) mel.Encode(significance != 0);
            int most = Math.Max((int)greatest, predicted), u = significance == 0 ? 0 : most - predicted;
            uint code = 0;
            if (significance != 0 || context != 0)
            {
                uint holders = u == 0 ? 0 : Holders(values, significance, greatest);
                code = HtEncodeTables.Codes[(isFirst ? 0u : 2048) | (context << 8) | (significance << 4) | holders];
                vlc.Write(code & 0x7F, (int)code >> 8 & 7);
                WriteMagnitudes(values, significance, most, code >> 12, ref magSgn);
            }

            // u is written for pairs of quads, behind both their codes.
            if ((q & 1) == 0 && x + 2 < width) firstU = u;
            else if ((q & 1) == 0) WriteExponents(u, 0, isFirst, ref vlc, ref mel);
            else WriteExponents(firstU, u, isFirst, ref vlc, ref mel);
        }
    }

    // The four coefficients as 2(magnitude - 1) + sign; gives which are significant and the greatest exponent.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Values(ReadOnlySpan<uint> magnitudes, int x, int width, bool hasLower, Span<uint> values, out uint greatest)
    {
        uint significance = 0;
        greatest = 0;
        bool hasRight = x + 1 < width;
        significance |= Value(magnitudes[x], ref values[0], ref greatest);
        if (hasLower) significance |= Value(magnitudes[x + width], ref values[1], ref greatest) << 1;
        if (hasRight) significance |= Value(magnitudes[x + 1], ref values[2], ref greatest) << 2;
        if (hasRight && hasLower) significance |= Value(magnitudes[x + 1 + width], ref values[3], ref greatest) << 3;
        return significance;
    }

    // Without a branch on what is as good as random: nothing becomes 2(0 - 1) + sign and is masked.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Value(uint magnitude, ref uint value, ref uint greatest)
    {
        uint doubled = magnitude << 1, isSignificant = doubled == 0 ? 0u : 1;
        value = (doubled - 2 * isSignificant) | (magnitude >> 31 & isSignificant);
        // The exponent is the length of 2m - 1, which is 0 for nothing.
        greatest = Math.Max(greatest, (uint)(32 - BitOperations.LeadingZeroCount(doubled - isSignificant)));
        return isSignificant;
    }

    private static uint Holders(ReadOnlySpan<uint> values, uint significance, uint greatest)
    {
        uint holders = 0;
        for (int n = 0; n < 4; n++)
            if ((significance >> n & 1) != 0 && Exponent(values[n]) == greatest) holders |= 1u << n;
        return holders;
    }

    private static void WriteMagnitudes(ReadOnlySpan<uint> values, uint significance, int most, uint known, ref HtMagSgnWriter magSgn)
    {
        for (int n = 0; n < 4; n++)
        {
            if ((significance >> n & 1) == 0) continue;
            int length = most - (int)(known >> n & 1);
            magSgn.Write(values[n] & (uint)((1UL << length) - 1), length);
        }
    }

    // Prefixes, suffixes and extensions of the two take turns (§7.3.6).
    private static void WriteExponents(int first, int second, bool isFirst, ref HtVlcEncoder vlc, ref HtMelEncoder mel)
    {
        if (isFirst && first > 0 && second > 0)
        {
            bool areBothLarge = first > 2 && second > 2;
            mel.Encode(areBothLarge);
            if (areBothLarge) (first, second) = (first - 2, second - 2);
            else if (first > 2)
            {
                WritePrefix(first, ref vlc);
                vlc.Write((uint)second - 1, 1);
                WriteSuffix(first, ref vlc);
                WriteExtension(first, ref vlc);
                return;
            }
        }

        WritePrefix(first, ref vlc);
        WritePrefix(second, ref vlc);
        WriteSuffix(first, ref vlc);
        WriteSuffix(second, ref vlc);
        WriteExtension(first, ref vlc);
        WriteExtension(second, ref vlc);
    }

    private static void WritePrefix(int u, ref HtVlcEncoder vlc)
    {
        switch (u)
        {
            case 0: break;
            case 1: vlc.Write(1, 1); break;
            case 2: vlc.Write(2, 2); break;
            case 3 or 4: vlc.Write(4, 3); break;
            default: vlc.Write(0, 3); break;
        }
    }

    private static void WriteSuffix(int u, ref HtVlcEncoder vlc)
    {
        if (u is 3 or 4) vlc.Write((uint)u - 3, 1);
        else if (u >= 5) vlc.Write((uint)(u < 33 ? u - 5 : 28 + ((u - 33) & 3)), 5);
    }

    private static void WriteExtension(int u, ref HtVlcEncoder vlc)
    {
        if (u >= 33) vlc.Write((uint)(u - 33) >> 2, 4);
    }

    private ReadOnlySpan<byte> Join(int magSgn, int mel, int vlc)
    {
        Span<byte> joined = _joined.AsSpan(0, magSgn + mel + vlc);
        _magSgnBytes.AsSpan(0, magSgn).CopyTo(joined);
        _melBytes.AsSpan(0, mel).CopyTo(joined[magSgn..]);
        _vlcBytes.AsSpan(0, vlc).CopyTo(joined[(magSgn + mel)..]);
        joined[(magSgn + mel)..].Reverse();
        // The last 12 bits say how long MEL and VLC are together (§7.1.1).
        joined[^1] = (byte)((mel + vlc) >> 4);
        joined[^2] = (byte)((joined[^2] & 0xF0) | ((mel + vlc) & 15));
        return joined;
    }

    private static byte Exponent(uint value) => (byte)(32 - BitOperations.LeadingZeroCount(value | 1));
}
