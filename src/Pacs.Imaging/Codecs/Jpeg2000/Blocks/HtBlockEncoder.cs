using System.Runtime.CompilerServices;

namespace Pacs.Imaging;

/// <summary>Encodes code blocks with the HT coder, in one cleanup pass (ISO/IEC 15444-15 §7.3). Not thread-safe; use it again.</summary>
internal sealed class HtBlockEncoder
{
    // A coefficient takes 38 bits at most, and one in fifteen is stuffed; a pair of quads 38 bits of codes.
    private const int MostMagnitudes = 24 * 1024, MostCodes = 4 * 1024;
    private readonly byte[] _bits = new byte[MostMagnitudes + HtBitWriter.Slack];
    private readonly byte[] _codes = new byte[MostCodes + HtBitWriter.Slack];
    private readonly byte[] _mel = new byte[1024];
    private readonly byte[] _stuffed = new byte[MostCodes + HtBitWriter.Slack];
    private readonly byte[] _joined = new byte[MostMagnitudes + MostCodes + 1024 + HtBitWriter.Slack];

    // Of this row and the one above: words of the quads, with one before and two behind; exponents of the lowest coefficients, with a column before and three behind.
    private uint[] _values = [];
    private ulong[] _wideValues = [];
    private uint[] _quads = [];
    private uint[] _quadsAbove = [];
    private int[] _lower = [];
    private int[] _lowerAbove = [];

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
        if (magnitudes.AsSpan(0, width * height).IndexOfAnyExcept(0u, 0x80000000u) < 0) return;
        HtBitWriter bits = new(_bits), codes = Start(width);
        if (_values.Length < 4 * _quads.Length) _values = new uint[4 * _quads.Length];
        var mel = new HtMelEncoder(_mel);
        for (int y = 0; y < height; y += 2)
        {
            ReadOnlySpan<uint> top = magnitudes.AsSpan(y * width, width), bottom = y + 1 < height ? magnitudes.AsSpan((y + 1) * width, width) : [];
            HtQuadSamples.Prepare(top, bottom, _values, _quads.AsSpan(1), _lower.AsSpan(1));
            EncodeRow(_values, (width + 1) / 2, y == 0, ref bits, ref codes, ref mel);
        }

        End(bits, codes, ref mel, ref block);
    }

    /// <inheritdoc cref="Encode"/>
    /// <remarks>For magnitudes of up to 37 bits; bit 63 is the sign.</remarks>
    public void EncodeWide(ulong[] magnitudes, int width, int height, int planes, ref CodedBlock block)
    {
        block.ZeroPlanes = planes - 1;
        block.KeptPasses = 0;
        if (magnitudes.AsSpan(0, width * height).IndexOfAnyExcept(0u, 1UL << 63) < 0) return;
        HtBitWriter bits = new(_bits), codes = Start(width);
        if (_wideValues.Length < 4 * _quads.Length) _wideValues = new ulong[4 * _quads.Length];
        var mel = new HtMelEncoder(_mel);
        for (int y = 0; y < height; y += 2)
        {
            ReadOnlySpan<ulong> top = magnitudes.AsSpan(y * width, width), bottom = y + 1 < height ? magnitudes.AsSpan((y + 1) * width, width) : [];
            HtQuadSamples.PrepareScalar(top, bottom, _wideValues, _quads.AsSpan(1), _lower.AsSpan(1));
            EncodeRow(_wideValues, (width + 1) / 2, y == 0, ref bits, ref codes, ref mel);
        }

        End(bits, codes, ref mel, ref block);
    }

    private HtBitWriter Start(int width)
    {
        int quads = ((width + 1) / 2) + 4, columns = (2 * quads) + 4;
        if (_quads.Length < quads) (_quads, _quadsAbove, _lower, _lowerAbove) = (new uint[quads], new uint[quads], new int[columns], new int[columns]);
        _quads.AsSpan().Clear();
        _quadsAbove.AsSpan().Clear();
        _lower.AsSpan().Clear();
        _lowerAbove.AsSpan().Clear();
        var codes = new HtBitWriter(_codes);
        // The first 12 bits in the order of reading are kept for the length of MEL and VLC together: a byte before, and these.
        codes.Write(0xF, 4);
        return codes;
    }

    private void End(HtBitWriter bits, HtBitWriter codes, ref HtMelEncoder mel, ref CodedBlock block)
    {
        mel.Finish();
        block.SetBytes(Join(bits, mel.Length, codes));
        block.KeptPasses = 1;
    }

    private void EncodeRow<T>(T[] samples, int count, bool isFirst, ref HtBitWriter bits, ref HtBitWriter codes, ref HtMelEncoder mel)
        where T : unmanaged
    {
        uint left = 0, northWest = 0;
        for (int q = 0; q < count; q += 2)
        {
            ulong code = 0;
            int length = 0;
            uint firstU = Encode(q, ref code, ref length, ref bits, ref mel), secondU = q + 1 < count ? Encode(q + 1, ref code, ref length, ref bits, ref mel) : 0;
            // u is written for pairs of quads, behind both their codes.
            if ((firstU | secondU) != 0) WriteExponents(firstU, secondU, isFirst, ref code, ref length, ref mel);
            codes.Write(code, length);
        }

        (_quads, _quadsAbove) = (_quadsAbove, _quads);
        (_lower, _lowerAbove) = (_lowerAbove, _lower);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        uint Encode(int q, ref ulong code, ref int length, ref HtBitWriter bits, ref HtMelEncoder mel)
        {
            uint quad = _quads[q + 1], significant = quad & 15, greatest = quad >> 8, predicted = 1, context;
            ref T values = ref samples[4 * q];
            if (isFirst) context = (left & 1) | (left >> 1);
            else
            {
                // Context (§7.3.5) and prediction (§7.3.7) look at the row above, too.
                uint north = _quadsAbove[q + 1], northEast = _quadsAbove[q + 2];
                context = ((northWest >> 3 | north >> 1) & 1) | ((left >> 2 | left >> 3) & 1) << 1 | ((north >> 3 | northEast >> 1) & 1) << 2;
                northWest = north;
                if ((significant & (significant - 1)) != 0)
                {
                    ref int near = ref _lowerAbove[2 * q];
                    int most = Math.Max(Math.Max(near, Unsafe.Add(ref near, 1)), Math.Max(Unsafe.Add(ref near, 2), Unsafe.Add(ref near, 3)));
                    predicted = (uint)Math.Max(1, most - 1);
                }
            }

            left = significant;
            if (context == 0) mel.Encode(significant != 0);
            uint longest = Math.Max(greatest, predicted), u = longest - predicted;
            uint entry = HtEncodeTables.Codes[(isFirst ? 0u : 2048) | context << 8 | significant << 4 | (u == 0 ? 0 : quad >> 4 & 15)];
            code |= (ulong)(entry & 0x7F) << length;
            length += (int)(entry >> 8 & 7);
            if (significant != 0) WriteMagnitudes(ref values, significant, (int)longest, entry >> 12, ref bits);
            return u;
        }
    }

    // Exponents that the code tells leave a bit less to say; what is nothing has no length.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void WriteMagnitudes<T>(ref T values, uint significant, int longest, uint known, ref HtBitWriter bits)
        where T : unmanaged
    {
        int first = Length(0), second = Length(1), third = Length(2), fourth = Length(3);
        ulong left = Bits(ref values, 0, first) | Bits(ref values, 1, second) << first, right = Bits(ref values, 2, third) | Bits(ref values, 3, fourth) << third;
        if (longest <= 14) bits.Write(left | right << (first + second), first + second + third + fourth);
        else if (longest <= 28)
        {
            bits.Write(left, first + second);
            bits.Write(right, third + fourth);
        }
        else
        {
            bits.Write(Bits(ref values, 0, first), first);
            bits.Write(Bits(ref values, 1, second), second);
            bits.Write(Bits(ref values, 2, third), third);
            bits.Write(Bits(ref values, 3, fourth), fourth);
        }

        int Length(int n) => (longest - (int)(known >> n & 1)) & -(int)(significant >> n & 1);

        static ulong Bits(ref T values, int n, int length)
        {
            ref T value = ref Unsafe.Add(ref values, n);
            return (Unsafe.SizeOf<T>() == sizeof(uint) ? Unsafe.As<T, uint>(ref value) : Unsafe.As<T, ulong>(ref value)) & ((1UL << length) - 1);
        }
    }

    // Prefixes, suffixes and extensions of the two take turns (§7.3.6).
    private static void WriteExponents(uint first, uint second, bool isFirst, ref ulong code, ref int length, ref HtMelEncoder mel)
    {
        if (isFirst && first > 0 && second > 0)
        {
            bool areBothLarge = first > 2 && second > 2;
            mel.Encode(areBothLarge);
            if (areBothLarge) (first, second) = (first - 2, second - 2);
            else if (first > 2)
            {
                // The second takes one bit, between prefix and suffix of the first.
                uint only = HtEncodeTables.Exponents[(int)first];
                Add(only & 7, only >> 3 & 3, ref code, ref length);
                Add(second - 1, 1, ref code, ref length);
                Add(only >> 5 & 31, only >> 10 & 7, ref code, ref length);
                Add(only >> 13 & 15, only >> 17, ref code, ref length);
                return;
            }
        }

        uint one = HtEncodeTables.Exponents[(int)first], other = HtEncodeTables.Exponents[(int)second];
        Add(one & 7, one >> 3 & 3, ref code, ref length);
        Add(other & 7, other >> 3 & 3, ref code, ref length);
        Add(one >> 5 & 31, one >> 10 & 7, ref code, ref length);
        Add(other >> 5 & 31, other >> 10 & 7, ref code, ref length);
        Add(one >> 13 & 15, one >> 17, ref code, ref length);
        Add(other >> 13 & 15, other >> 17, ref code, ref length);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(uint bits, uint count, ref ulong code, ref int length)
    {
        code |= (ulong)bits << length;
        length += (int)count;
    }

    private ReadOnlySpan<byte> Join(HtBitWriter bits, int mel, HtBitWriter codes)
    {
        int magnitudes = bits.StuffForward(_joined), vlc = codes.StuffCodes(_stuffed, 0xFF) + 1;
        Span<byte> joined = _joined.AsSpan(0, magnitudes + mel + vlc);
        _mel.AsSpan(0, mel).CopyTo(joined[magnitudes..]);
        _stuffed.AsSpan(0, vlc - 1).CopyTo(joined[(magnitudes + mel)..]);
        joined.Slice(magnitudes + mel, vlc - 1).Reverse();
        // The last 12 bits say how long MEL and VLC are together (§7.1.1).
        joined[^1] = (byte)((mel + vlc) >> 4);
        joined[^2] = (byte)((joined[^2] & 0xF0) | ((mel + vlc) & 15));
        return joined;
    }
}
