using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Pacs.Imaging;

/// <summary>Decodes code blocks of the MQ coder: EBCOT's three passes a bit plane (ISO/IEC 15444-1 Annex D). Not thread-safe; use it again.</summary>
/// <remarks>
/// Magnitudes come out in halves, so that the middle of what is not decoded can be said: 2|q| + 1 at the last plane decoded. Bit 31 is the sign.
/// </remarks>
internal sealed class MqBlockDecoder
{
    /// <summary>Most bit planes that fit beside the sign and the half.</summary>
    public const int MaxPlanes = 30;

    private readonly MqInput _input = new();
    private readonly ulong[] _table = MqDecodeTable.Create();
    private ulong[] _words = [];
    private uint[] _magnitudes = [];
    private int _width;
    private int _height;
    private bool _isCausal;
    private J2kOrientation _orientation;

    /// <summary>Starts a block.</summary>
    /// <param name="magnitudes">Takes the result, row by row.</param>
    /// <param name="width">Coefficients in a row, 1 to 1024.</param>
    /// <param name="height">Rows, 1 to 1024; at most 4096 coefficients in all.</param>
    /// <param name="orientation">The band, on which contexts depend.</param>
    /// <param name="style">How the block is coded.</param>
    public void Start(uint[] magnitudes, int width, int height, J2kOrientation orientation, J2kBlockStyle style)
    {
        (_magnitudes, _width, _height, _orientation) = (magnitudes, width, height, orientation);
        _isCausal = style.HasFlag(J2kBlockStyle.VerticallyCausal);
        magnitudes.AsSpan(0, width * height).Clear();
        int words = (width + 2) * (((height + 3) / 4) + 2);
        if (_words.Length < words) _words = new ulong[words];
        _words.AsSpan(0, words).Clear();
        ResetContexts();
    }

    public void ResetContexts() => MqDecodeTable.Reset(_table);

    /// <summary>Starts a codeword segment of the MQ coder: its bytes and FF FF.</summary>
    public MqDecoder StartSegment(byte[] bytes) => new(_input, _input.Start(bytes), ref MemoryMarshal.GetArrayDataReference(_table));

    /// <summary>Decodes a significance propagation pass (§D.3.1).</summary>
    /// <param name="segment">The codeword segment.</param>
    /// <param name="plane">The bit plane, 0 the least significant.</param>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Significance<T>(ref T segment, int plane)
        where T : struct, IBlockSymbols, allows ref struct
    {
        T symbols = segment;
        ref byte zeroCoding = ref BlockContexts.ZeroCodingOf(_orientation);
        nint width = _width;
        bool isCausal = _isCausal;
        uint value = 3u << plane;
        for (int y = 0; y < _height; y += 4)
        {
            ulong rows = RowsAt(y);
            ref ulong words = ref WordAt(y);
            for (nint x = 0; x < width; x++)
            {
                ulong state = Unsafe.Add(ref words, x);
                if ((state & BlockContexts.Significance) == 0) continue;
                ulong todo = BlockContexts.Touched(state) & ~(state >> BlockContexts.Own) & rows, visited = todo;
                if (todo == 0) continue;
                do
                {
                    int row = BitOperations.TrailingZeroCount(todo);
                    ulong here = state >> row;
                    todo &= todo - 1;
                    if (symbols.Decode(Unsafe.Add(ref zeroCoding, (nint)(here & 0x1FF))) == 0) continue;
                    uint sign = symbols.DecodeSign(here);
                    Magnitude(y, x, row) = value | (sign << 31);
                    state |= BlockContexts.Mark(ref Unsafe.Add(ref words, x), width + 2, row, sign, isCausal);
                    // The rows below now have a significant neighbour.
                    todo = BlockContexts.Touched(state) & ~(state >> BlockContexts.Own) & rows & (~7UL << row);
                    visited |= todo;
                }
                while (todo != 0);

                Unsafe.Add(ref words, x) = state | (visited << BlockContexts.Visited);
            }
        }

        segment = symbols;
    }

    /// <summary>Decodes a magnitude refinement pass (§D.3.3).</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Refinement<T>(ref T segment, int plane)
        where T : struct, IBlockSymbols, allows ref struct
    {
        T symbols = segment;
        nint width = _width;
        uint half = 1u << plane;
        for (int y = 0; y < _height; y += 4)
        {
            ref ulong words = ref WordAt(y);
            for (nint x = 0; x < width; x++)
            {
                ulong state = Unsafe.Add(ref words, x), todo = (state >> BlockContexts.Own) & ~(state >> BlockContexts.Visited) & BlockContexts.Rows;
                if (todo == 0) continue;
                Unsafe.Add(ref words, x) = state | (todo << BlockContexts.Refined);
                do
                {
                    int row = BitOperations.TrailingZeroCount(todo);
                    ulong here = state >> row;
                    todo &= todo - 1;
                    // 16 when refined before, else 15 beside significant neighbours, else 14 (Table D.4).
                    nint isRefined = (nint)(here >> BlockContexts.Refined & 1), hasNeighbours = (here & BlockContexts.Neighbours) != 0 ? 1 : 0;
                    uint bit = symbols.Decode(14 + (isRefined | hasNeighbours) + isRefined);
                    // The half that stood for the unknown plane gives way to its bit and the half below.
                    Magnitude(y, x, row) += (bit << (plane + 1)) - half;
                }
                while (todo != 0);
            }
        }

        segment = symbols;
    }

    /// <summary>Decodes a cleanup pass (§D.3.4), which is never raw.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Cleanup(ref MqDecoder segment, int plane)
    {
        MqDecoder symbols = segment;
        ref byte zeroCoding = ref BlockContexts.ZeroCodingOf(_orientation);
        nint width = _width;
        bool isCausal = _isCausal;
        uint value = 3u << plane;
        for (int y = 0; y < _height; y += 4)
        {
            ulong rows = RowsAt(y);
            ref ulong words = ref WordAt(y);
            for (nint x = 0; x < width; x++)
            {
                ulong state = Unsafe.Add(ref words, x);
                ulong todo = ~(state >> BlockContexts.Own) & ~(state >> BlockContexts.Visited) & rows;
                bool isKnown = false;
                if (state == 0 && rows == BlockContexts.Rows)
                {
                    // Four rows without a significant neighbour share a symbol; the first that breaks the run is then named (§D.3.4).
                    if (symbols.DecodeLikely(MqTables.RunLength) == 0) continue;
                    uint first = symbols.Decode(MqTables.Uniform) << 1;
                    first |= symbols.Decode(MqTables.Uniform);
                    todo &= ~0UL << (int)(3 * first);
                    isKnown = true;
                }

                for (; todo != 0; todo &= todo - 1)
                {
                    int row = BitOperations.TrailingZeroCount(todo);
                    ulong here = state >> row;
                    if (!isKnown && symbols.Decode(Unsafe.Add(ref zeroCoding, (nint)(here & 0x1FF))) == 0) continue;
                    isKnown = false;
                    uint sign = symbols.DecodeSign(here);
                    Magnitude(y, x, row) = value | (sign << 31);
                    state |= BlockContexts.Mark(ref Unsafe.Add(ref words, x), width + 2, row, sign, isCausal);
                }

                Unsafe.Add(ref words, x) = state & ~(BlockContexts.Rows << BlockContexts.Visited);
            }
        }

        segment = symbols;
    }

    /// <summary>Passes over the four symbols that may end a cleanup pass (§D.5).</summary>
    public static void SegmentationSymbol(ref MqDecoder segment)
    {
        for (int i = 0; i < 4; i++) segment.Decode(MqTables.Uniform);
    }

    // The last stripe may have fewer than four rows.
    private ulong RowsAt(int y) => BlockContexts.Rows & ((1UL << (3 * Math.Min(4, _height - y))) - 1);

    private ref ulong WordAt(int y) => ref _words[(((y >> 2) + 1) * (_width + 2)) + 1];

    // Row is three times the row in the stripe; rows behind the last are never asked for.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref uint Magnitude(int y, nint x, int row) => ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_magnitudes), ((y + ((row * 11) >> 5)) * (nint)_width) + x);
}
