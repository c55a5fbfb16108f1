using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Pacs.Imaging;

/// <summary>Decodes code blocks of the HT coder: cleanup, significance propagation and magnitude refinement (ISO/IEC 15444-15 §7). Not thread-safe; use it again.</summary>
/// <remarks>Magnitudes come out as those of <see cref="MqBlockDecoder"/>: in halves, bit 31 the sign.</remarks>
internal sealed class HtBlockDecoder
{
    /// <summary>Elements beyond a block's own that the memory for its result must have.</summary>
    public const int Slack = 64;

    private readonly HtBits _magSgn = new();
    private readonly HtBits _vlc = new();
    private readonly HtRefinement _refinement = new();

    // Of the quads of a row: code entry in bits 0 to 15, u from bit 16. Two rows, each with a quad of border at both ends.
    private uint[] _quads = [];
    private uint[] _quadsAbove = [];

    // Exponents of the row of coefficients above, with a border.
    private byte[] _exponents = [];

    /// <summary>Decodes a block.</summary>
    /// <param name="data">The cleanup segment, then the refinement segment.</param>
    /// <param name="cleanupLength">Bytes of the former.</param>
    /// <param name="refinements">0, 1 (significance propagation) or 2 (magnitude refinement, too).</param>
    /// <param name="plane">The bit plane of the cleanup pass.</param>
    /// <param name="magnitudes">Takes the result, row by row; has <see cref="Slack"/> more elements than the block.</param>
    /// <param name="width">Coefficients in a row, 1 to 1024.</param>
    /// <param name="height">Rows; at most 4096 coefficients in all.</param>
    /// <param name="isCausal">Whether significance propagation looks into the next stripe.</param>
    /// <exception cref="DicomImageException">The lengths in the segment contradict each other, or magnitudes do not fit.</exception>
    public void Decode(ReadOnlySpan<byte> data, int cleanupLength, int refinements, int plane, uint[] magnitudes, int width, int height, bool isCausal)
    {
        if (cleanupLength < 2) throw new DicomImageException($"An HT cleanup segment has {cleanupLength} bytes; 2 are the least.");
        ReadOnlySpan<byte> cleanup = data[..cleanupLength];
        // The last 12 bits say how long the part of MEL and VLC is (§7.1.1).
        int suffix = (cleanup[^1] << 4) | (cleanup[^2] & 15);
        if (suffix < 2 || suffix > cleanupLength || suffix > 4079) throw new DicomImageException($"An HT cleanup segment of {cleanupLength} bytes claims {suffix} bytes of codes.");
        if (plane is < 0 or > 29) throw new DicomImageException($"An HT cleanup pass stands at bit plane {plane}; 0 to 29 are supported.");
        _magSgn.LoadForward(cleanup[..^suffix], 0xFF);
        ReadOnlySpan<byte> codes = cleanup[^suffix..];
        _vlc.LoadBackward(codes[..^1], isVlc: true);
        // Where MEL and VLC share bytes, MEL sees the length's bits as ones (§7.1.1).
        Span<byte> melBytes = suffix <= 4079 ? stackalloc byte[suffix] : default;
        codes.CopyTo(melBytes);
        melBytes[^1] = 0xFF;
        melBytes[^2] |= 0x0F;

        Start(magnitudes, width, height);
        DecodeCleanup(new HtMel(melBytes), plane, magnitudes, width, height);
        if (refinements > 0 && plane > 0) _refinement.Decode(data[cleanupLength..], refinements, plane, magnitudes, width, height, isCausal);
    }

    private void Start(uint[] magnitudes, int width, int height)
    {
        magnitudes.AsSpan(0, width * height).Clear();
        int quads = ((width + 1) / 2) + 4;
        if (_quads.Length < quads) (_quads, _quadsAbove, _exponents) = (new uint[quads], new uint[quads], new byte[(2 * quads) + 4]);
        _quads.AsSpan(0, quads).Clear();
        _quadsAbove.AsSpan(0, quads).Clear();
        _exponents.AsSpan(0, (2 * quads) + 4).Clear();
    }

    private void DecodeCleanup(HtMel mel, int plane, uint[] magnitudes, int width, int height)
    {
        int codeAt = 0, bitsAt = 0;
        for (int y = 0; y < height; y += 2)
        {
            if (y == 0) DecodeFirstRow(ref mel, ref codeAt, (width + 1) / 2);
            else DecodeOtherRow(ref mel, ref codeAt, (width + 1) / 2);
            // Quads at the edges reach beyond the block; nothing is significant there in sound data.
            if ((width & 1) != 0) _quads[(width + 1) / 2] &= ~0xC0u;
            DecodeMagnitudes(ref bitsAt, plane, ref magnitudes[y * width], width, y + 1 < height ? width : 0, isFirst: y == 0);
            (_quads, _quadsAbove) = (_quadsAbove, _quads);
        }
    }

    // Codes of the quads of the first row; they depend on the quad to the left only (§7.3.5).
    private void DecodeFirstRow(ref HtMel mel, ref int position, int count)
    {
        ref ushort table = ref MemoryMarshal.GetArrayDataReference(HtDecodeTables.Codes);
        ref byte vlc = ref _vlc.First;
        uint context = 0;
        for (int q = 0; q < count; q += 2)
        {
            position = Math.Min(position, _vlc.Length);
            ulong bits = HtBits.Peek(ref vlc, position);
            int used = 0;
            uint first = Code(ref mel, ref table, context, ref bits, ref used);
            context = (first >> 4 & 1) | (first >> 5 & 7);
            uint second = 0;
            if (q + 1 < count)
            {
                second = Code(ref mel, ref table, context, ref bits, ref used);
                context = (second >> 4 & 1) | (second >> 5 & 7);
            }

            uint both = (first & second) >> 3 & 1, firstU, secondU;
            if (both != 0 && mel.Next())
            {
                // Both exceed 2 (§7.3.6).
                (firstU, secondU) = Exponents(first, second, ref bits, ref used);
                (firstU, secondU) = (firstU + 2, secondU + 2);
            }
            else if (both != 0 && (bits & 3) == 0)
            {
                // The first exceeds 2, so the second is 1 or 2 and takes one bit, between prefix and suffix of the first.
                uint prefix = HtDecodeTables.Prefixes[(int)(bits & 7)];
                bits >>= 3;
                secondU = 1 + (uint)(bits & 1);
                bits >>= 1;
                used += 4;
                firstU = (prefix >> 5) + Suffix(prefix, ref bits, ref used);
                if (firstU >= 33) firstU += Extension(ref bits, ref used);
            }
            else (firstU, secondU) = Exponents(first, second, ref bits, ref used);

            _quads[q + 1] = first | (firstU << 16);
            _quads[q + 2] = second | (secondU << 16);
            position += used;
        }
    }

    // Codes of the quads of another row; contexts look at the row above, too.
    private void DecodeOtherRow(ref HtMel mel, ref int position, int count)
    {
        ref ushort table = ref HtDecodeTables.Codes[1024];
        ref byte vlc = ref _vlc.First;
        uint left = 0;
        for (int q = 0; q < count; q += 2)
        {
            position = Math.Min(position, _vlc.Length);
            ulong bits = HtBits.Peek(ref vlc, position);
            int used = 0;
            uint first = Code(ref mel, ref table, Context(q, left), ref bits, ref used);
            left = first;
            uint second = 0;
            if (q + 1 < count)
            {
                second = Code(ref mel, ref table, Context(q + 1, left), ref bits, ref used);
                left = second;
            }

            (uint firstU, uint secondU) = Exponents(first, second, ref bits, ref used);
            _quads[q + 1] = first | (firstU << 16);
            _quads[q + 2] = second | (secondU << 16);
            position += used;
        }
    }

    // Significance north-west and north in bit 0, west and south-west in bit 1, north-east and further east in bit 2.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private uint Context(int quad, uint left)
    {
        ref uint above = ref _quadsAbove[quad];
        uint northWest = above, north = Unsafe.Add(ref above, 1), northEast = Unsafe.Add(ref above, 2);
        return ((northWest >> 7 | north >> 5) & 1) | ((left >> 6 | left >> 7) & 1) << 1 | ((north >> 7 | northEast >> 5) & 1) << 2;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Code(ref HtMel mel, ref ushort table, uint context, ref ulong bits, ref int used)
    {
        if (context == 0 && !mel.Next()) return 0;
        uint code = Unsafe.Add(ref table, (nint)((context << 7) | (uint)(bits & 0x7F)));
        int length = (int)code & 7;
        bits >>= length;
        used += length;
        return code;
    }

    // u of both quads; prefixes, suffixes and extensions of the two take turns (§7.3.6).
    private static (uint First, uint Second) Exponents(uint first, uint second, ref ulong bits, ref int used)
    {
        uint firstPrefix = 0, secondPrefix = 0;
        if ((first & 8) != 0) firstPrefix = Prefix(ref bits, ref used);
        if ((second & 8) != 0) secondPrefix = Prefix(ref bits, ref used);
        uint firstU = (firstPrefix >> 5) + Suffix(firstPrefix, ref bits, ref used), secondU = (secondPrefix >> 5) + Suffix(secondPrefix, ref bits, ref used);
        if (firstU >= 33) firstU += Extension(ref bits, ref used);
        if (secondU >= 33) secondU += Extension(ref bits, ref used);
        return (firstU, secondU);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Prefix(ref ulong bits, ref int used)
    {
        uint prefix = HtDecodeTables.Prefixes[(int)(bits & 7)];
        int length = (int)prefix & 3;
        bits >>= length;
        used += length;
        return prefix;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Suffix(uint prefix, ref ulong bits, ref int used)
    {
        int length = (int)prefix >> 2 & 7;
        uint suffix = (uint)bits & ((1u << length) - 1);
        bits >>= length;
        used += length;
        return suffix;
    }

    // A suffix of 28 and more has four bits behind, in fours (§7.3.6).
    private static uint Extension(ref ulong bits, ref int used)
    {
        uint extension = 4 * (uint)(bits & 15);
        bits >>= 4;
        used += 4;
        return extension;
    }

    // Magnitudes and signs of a row of quads, top and bottom coefficient in turn, left column first (§7.3.7, §7.3.8).
    private void DecodeMagnitudes(ref int position, int plane, ref uint top, int width, nint below, bool isFirst)
    {
        ref byte bytes = ref _magSgn.First;
        ref byte exponents = ref MemoryMarshal.GetArrayDataReference(_exponents);
        ref uint quads = ref _quads[1];
        int end = _magSgn.Length, at = position;
        uint previous = 0;
        for (int x = 0; x < width; x += 2, quads = ref Unsafe.Add(ref quads, 1), top = ref Unsafe.Add(ref top, 2), exponents = ref Unsafe.Add(ref exponents, 2))
        {
            uint quad = quads;
            // Exponents above: one to the left, two above, one to the right; the border stands for what is outside.
            uint above = Math.Max(Math.Max(previous, Unsafe.Add(ref exponents, 2)), Math.Max(Unsafe.Add(ref exponents, 3), Unsafe.Add(ref exponents, 4)));
            previous = Unsafe.Add(ref exponents, 3);
            if ((quad & 0xF0) == 0)
            {
                Unsafe.WriteUnaligned<ushort>(ref Unsafe.Add(ref exponents, 2), 0);
                continue;
            }

            if (below == 0) quad &= ~0xA0u;
            uint significant = quad >> 4 & 15;
            // With more than one significant coefficient the exponents above predict (Equation 5).
            uint predicted = (significant & (significant - 1)) != 0 && above > 2 && !isFirst ? above - 1 : 1;
            int most = (int)(predicted + (quad >> 16));
            if (most + plane > 30) throw new DicomImageException($"An HT code block has magnitudes of {most - 1} bits at bit plane {plane}; 30 fit in all.");
            at = Math.Min(at, end);
            if ((quad & 0x10) != 0) top = Value(ref bytes, ref at, most, quad, 0, plane, out _);
            uint exponent = 0, exponentRight = 0;
            if ((quad & 0x20) != 0) Unsafe.Add(ref top, below) = Value(ref bytes, ref at, most, quad, 1, plane, out exponent);
            if ((quad & 0x40) != 0) Unsafe.Add(ref top, 1) = Value(ref bytes, ref at, most, quad, 2, plane, out _);
            if ((quad & 0x80) != 0) Unsafe.Add(ref top, below + 1) = Value(ref bytes, ref at, most, quad, 3, plane, out exponentRight);
            Unsafe.Add(ref exponents, 2) = (byte)exponent;
            Unsafe.Add(ref exponents, 3) = (byte)exponentRight;
        }

        position = at;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Value(ref byte bytes, ref int at, int most, uint quad, int n, int plane, out uint exponent)
    {
        int length = most - (int)(quad >> (8 + n) & 1);
        uint value = (uint)HtBits.Peek(ref bytes, at) & ((1u << length) - 1);
        value |= (quad >> (12 + n) & 1) << length;
        at += length;
        uint odd = value | 1;
        exponent = (uint)(32 - BitOperations.LeadingZeroCount(odd));
        // Twice the magnitude and the half: 2(v / 2 + 1) + 1.
        return (odd + 2) << plane | value << 31;
    }
}
