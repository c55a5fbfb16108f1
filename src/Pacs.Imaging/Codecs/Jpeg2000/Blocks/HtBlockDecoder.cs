namespace Pacs.Imaging;

/// <summary>Decodes code blocks of the HT coder: cleanup, significance propagation and magnitude refinement (ISO/IEC 15444-15 §7). Not thread-safe; use it again.</summary>
/// <remarks>Magnitudes come out as those of <see cref="MqBlockDecoder"/>: in halves, bit 31 the sign.</remarks>
internal sealed class HtBlockDecoder
{
    /// <summary>Elements that the memory for a block's result must have: rows are filled up to fours, and one may follow the last.</summary>
    public const int ResultLength = 4 * (1024 + 2) + 4096;

    // Bytes of MEL and VLC together (§7.1.1).
    private const int MostCodes = 4079;

    // Of U and the bit plane together: beside the sign and the half.
    private const int MostBits = 30;
    private readonly byte[] _mel = new byte[MostCodes];
    private readonly HtBits _magSgn = new();
    private readonly HtBits _vlc = new();
    private readonly HtRefinement _refinement = new();

    // Words of the quads of this row and the one above, each with a border: one before, two behind.
    private uint[] _quads = [];
    private uint[] _quadsAbove = [];

    // The lowest row of coefficients of this row of quads and of the one above, doubled, less one; a column before, three behind.
    private uint[] _lower = [];
    private uint[] _lowerAbove = [];
    private ulong[] _wideLower = [];
    private ulong[] _wideLowerAbove = [];

    /// <summary>Elements from one row of the result to the next.</summary>
    public static int Stride(int width) => (width + 3) & ~3;

    /// <summary>Decodes a block.</summary>
    /// <param name="data">The cleanup segment, then the refinement segment.</param>
    /// <param name="cleanupLength">Bytes of the former.</param>
    /// <param name="refinements">0, 1 (significance propagation) or 2 (magnitude refinement, too).</param>
    /// <param name="plane">The bit plane of the cleanup pass.</param>
    /// <param name="magnitudes">Takes the result, in rows of <see cref="Stride"/>; has <see cref="ResultLength"/> elements.</param>
    /// <param name="width">Coefficients in a row, 1 to 1024.</param>
    /// <param name="height">Rows; at most 4096 coefficients in all.</param>
    /// <param name="isCausal">Whether significance propagation does not look into the next stripe.</param>
    /// <exception cref="DicomImageException">The lengths in the segment contradict each other, or magnitudes do not fit.</exception>
    public void Decode(ReadOnlySpan<byte> data, int cleanupLength, int refinements, int plane, uint[] magnitudes, int width, int height, bool isCausal)
    {
        DecodeCleanup(new HtQuadReader(_vlc, Open(data[..cleanupLength], plane, MostBits - 1, width)), plane, magnitudes, width, height);
        if (refinements > 0 && plane > 0) _refinement.Decode(data[cleanupLength..], refinements, plane, magnitudes.AsSpan(), width, height, isCausal);
    }

    /// <inheritdoc cref="Decode"/>
    /// <remarks>For magnitudes of more than 30 bits; bit 63 is the sign.</remarks>
    public void DecodeWide(ReadOnlySpan<byte> data, int cleanupLength, int refinements, int plane, ulong[] magnitudes, int width, int height, bool isCausal)
    {
        DecodeCleanup(new HtQuadReader(_vlc, Open(data[..cleanupLength], plane, HtMagnitudes.MostWideBits - 1, width)), plane, magnitudes, width, height);
        if (refinements > 0 && plane > 0) _refinement.Decode(data[cleanupLength..], refinements, plane, magnitudes.AsSpan(), width, height, isCausal);
    }

    // Finds the three streams of a cleanup segment, and gives the one of MEL.
    private ReadOnlySpan<byte> Open(ReadOnlySpan<byte> cleanup, int plane, int highest, int width)
    {
        int cleanupLength = cleanup.Length;
        if (cleanupLength < 2) throw new DicomImageException($"An HT cleanup segment has {cleanupLength} bytes; 2 are the least.");
        // The last 12 bits say how long the part of MEL and VLC is (§7.1.1).
        int suffix = (cleanup[^1] << 4) | (cleanup[^2] & 15);
        if (suffix < 2 || suffix > cleanupLength || suffix > MostCodes) throw new DicomImageException($"An HT cleanup segment of {cleanupLength} bytes claims {suffix} bytes of codes.");
        if (plane < 0 || plane > highest) throw new DicomImageException($"An HT cleanup pass stands at bit plane {plane}; 0 to {highest} are supported.");
        _magSgn.LoadForward(cleanup[..^suffix], 0xFF);
        ReadOnlySpan<byte> codes = cleanup[^suffix..];
        _vlc.LoadBackward(codes[..^1], isVlc: true);
        // Where MEL and VLC share bytes, MEL sees the length's bits as ones (§7.1.1).
        codes.CopyTo(_mel);
        _mel[suffix - 1] = 0xFF;
        _mel[suffix - 2] |= 0x0F;
        Start(width);
        return _mel.AsSpan(0, suffix);
    }

    private void Start(int width)
    {
        int quads = ((width + 1) / 2) + 4, columns = (2 * quads) + 4;
        if (_quads.Length < quads) (_quads, _quadsAbove, _lower, _lowerAbove) = (new uint[quads], new uint[quads], new uint[columns], new uint[columns]);
        // What blocks of another width left must not look like a border.
        _quads.AsSpan().Clear();
        _quadsAbove.AsSpan().Clear();
        _lower.AsSpan().Clear();
        _lowerAbove.AsSpan().Clear();
    }

    private void DecodeCleanup(HtQuadReader reader, int plane, uint[] magnitudes, int width, int height)
    {
        int stride = Stride(width), position = 0;
        for (int y = 0; y < height; y += 2)
        {
            Span<uint> quads = ReadQuads(ref reader, y, width, height);
            uint greatest = HtMagnitudes.Predict(quads, ref _lowerAbove[0], isFirst: y == 0);
            if (greatest + plane > MostBits) throw new DicomImageException($"An HT code block has magnitudes of {greatest - 1} bits at bit plane {plane}; {MostBits} fit in all.");
            Span<uint> top = magnitudes.AsSpan(y * stride, stride), bottom = magnitudes.AsSpan((y + 1) * stride, stride);
            HtMagnitudes.Decode(_magSgn, ref position, quads, greatest, plane, top, bottom, _lower.AsSpan(1));
            (_lower, _lowerAbove) = (_lowerAbove, _lower);
        }
    }

    private void DecodeCleanup(HtQuadReader reader, int plane, ulong[] magnitudes, int width, int height)
    {
        if (_wideLower.Length < _lower.Length) (_wideLower, _wideLowerAbove) = (new ulong[_lower.Length], new ulong[_lower.Length]);
        _wideLower.AsSpan().Clear();
        _wideLowerAbove.AsSpan().Clear();
        int stride = Stride(width), position = 0;
        for (int y = 0; y < height; y += 2)
        {
            Span<uint> quads = ReadQuads(ref reader, y, width, height);
            uint greatest = HtMagnitudes.Predict(quads, ref _wideLowerAbove[0], isFirst: y == 0);
            if (greatest + plane > HtMagnitudes.MostWideBits) throw new DicomImageException($"An HT code block has magnitudes of {greatest - 1} bits at bit plane {plane}; {HtMagnitudes.MostWideBits} fit in all.");
            HtMagnitudes.DecodeWide(_magSgn, ref position, quads, plane, magnitudes.AsSpan(y * stride), magnitudes.AsSpan((y + 1) * stride), _wideLower.AsSpan(1));
            (_wideLower, _wideLowerAbove) = (_wideLowerAbove, _wideLower);
        }
    }

    private Span<uint> ReadQuads(ref HtQuadReader reader, int y, int width, int height)
    {
        int count = (width + 1) / 2;
        if (y == 0) reader.ReadFirstRow(ref _quads[1], count);
        else reader.ReadRow(ref _quads[1], ref _quadsAbove[1], count);
        // Quads at the edges reach beyond the block; nothing is significant there in sound data.
        if ((width & 1) != 0) _quads[count] &= ~0xC0u;
        Span<uint> quads = _quads.AsSpan(1, (count + 1) & ~1);
        if (y + 1 == height)
            foreach (ref uint quad in quads) quad &= ~0xA0u;
        (_quads, _quadsAbove) = (_quadsAbove, _quads);
        return quads;
    }
}
