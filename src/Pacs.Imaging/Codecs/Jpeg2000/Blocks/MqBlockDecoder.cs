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

    private readonly ulong[] _contexts = [.. MqTables.Decoding];
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

    public void ResetContexts() => MqTables.Decoding.AsSpan(0, MqTables.ContextCount).CopyTo(_contexts);

    /// <summary>Decodes a significance propagation pass (§D.3.1).</summary>
    /// <param name="mq">The codeword segment.</param>
    /// <param name="interval">The decoder's interval.</param>
    /// <param name="plane">The bit plane, 0 the least significant.</param>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Significance(ref MqDecoder mq, ref MqInterval interval, int plane)
    {
        ref byte zeroCoding = ref BlockContexts.ZeroCodingOf(_orientation);
        ref ulong contexts = ref MemoryMarshal.GetArrayDataReference(_contexts);
        (long a, long c) = (interval.A, interval.C);
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
                    nint context = Unsafe.Add(ref zeroCoding, (nint)(here & 0x1FF));
                    if (MqDecoder.Decode(ref mq, ref a, ref c, ref contexts, context) == 0) continue;
                    uint sign = DecodeSign(ref mq, ref a, ref c, ref contexts, here);
                    Unsafe.Add(ref MagnitudeAt(y), x + ((nint)(uint)((row * 11) >> 5) * width)) = value | (sign << 31);
                    state |= BlockContexts.Mark(ref Unsafe.Add(ref words, x), width + 2, row, sign, isCausal);
                    // The rows below now have a significant neighbour.
                    todo = BlockContexts.Touched(state) & ~(state >> BlockContexts.Own) & rows & (~7UL << row);
                    visited |= todo;
                }
                while (todo != 0);

                Unsafe.Add(ref words, x) = state | (visited << BlockContexts.Visited);
            }
        }

        (interval.A, interval.C) = (a, c);
    }

    /// <summary>Decodes a magnitude refinement pass (§D.3.3).</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Refinement(ref MqDecoder mq, ref MqInterval interval, int plane)
    {
        ref ulong contexts = ref MemoryMarshal.GetArrayDataReference(_contexts);
        (long a, long c) = (interval.A, interval.C);
        nint width = _width;
        uint half = 1u << plane;
        for (int y = 0; y < _height; y += 4)
        {
            ref ulong words = ref WordAt(y);
            ref uint magnitudes = ref MagnitudeAt(y);
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
                    // 16 when refined before, else 15 with significant neighbours, else 14 (Table D.4).
                    nint isRefined = (nint)(here >> BlockContexts.Refined & 1), hasNeighbours = (here & BlockContexts.Neighbours) != 0 ? 1 : 0;
                    uint bit = MqDecoder.DecodeEven(ref mq, ref a, ref c, ref contexts, 14 + (isRefined | hasNeighbours) + isRefined);
                    // The half that stood for the unknown plane gives way to its bit and the half below.
                    Unsafe.Add(ref magnitudes, x + ((nint)(uint)((row * 11) >> 5) * width)) += (bit << (plane + 1)) - half;
                }
                while (todo != 0);
            }
        }

        (interval.A, interval.C) = (a, c);
    }

    /// <summary>Decodes a cleanup pass (§D.3.4).</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Cleanup(ref MqDecoder mq, ref MqInterval interval, int plane)
    {
        ref byte zeroCoding = ref BlockContexts.ZeroCodingOf(_orientation);
        ref ulong contexts = ref MemoryMarshal.GetArrayDataReference(_contexts);
        (long a, long c) = (interval.A, interval.C);
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
                    if (MqDecoder.Decode(ref mq, ref a, ref c, ref contexts, MqTables.RunLength) == 0) continue;
                    uint first = MqDecoder.DecodeEven(ref mq, ref a, ref c, ref contexts, MqTables.Uniform) << 1;
                    first |= MqDecoder.DecodeEven(ref mq, ref a, ref c, ref contexts, MqTables.Uniform);
                    todo &= ~0UL << (int)(3 * first);
                    isKnown = true;
                }

                for (; todo != 0; todo &= todo - 1)
                {
                    int row = BitOperations.TrailingZeroCount(todo);
                    ulong here = state >> row;
                    if (!isKnown)
                    {
                        nint context = Unsafe.Add(ref zeroCoding, (nint)(here & 0x1FF));
                        if (MqDecoder.Decode(ref mq, ref a, ref c, ref contexts, context) == 0) continue;
                    }

                    isKnown = false;
                    uint sign = DecodeSign(ref mq, ref a, ref c, ref contexts, here);
                    Unsafe.Add(ref MagnitudeAt(y), x + ((nint)(uint)((row * 11) >> 5) * width)) = value | (sign << 31);
                    state |= BlockContexts.Mark(ref Unsafe.Add(ref words, x), width + 2, row, sign, isCausal);
                }

                Unsafe.Add(ref words, x) = state & ~(BlockContexts.Rows << BlockContexts.Visited);
            }
        }

        (interval.A, interval.C) = (a, c);
    }

    /// <summary>Passes over the four symbols that may end a cleanup pass (§D.5).</summary>
    public void SegmentationSymbol(ref MqDecoder mq, ref MqInterval interval)
    {
        (long a, long c) = (interval.A, interval.C);
        for (int i = 0; i < 4; i++) MqDecoder.DecodeEven(ref mq, ref a, ref c, ref _contexts[0], MqTables.Uniform);
        (interval.A, interval.C) = (a, c);
    }

    /// <summary>Decodes a significance propagation pass of raw bits (§D.6).</summary>
    public void RawSignificance(ref RawBitReader bits, int plane)
    {
        nint stride = _width + 2;
        for (int y = 0; y < _height; y += 4)
        {
            ulong rows = RowsAt(y);
            ref ulong word = ref WordAt(y);
            ref uint magnitude = ref MagnitudeAt(y);
            for (int x = _width; x > 0; x--, word = ref Unsafe.Add(ref word, 1), magnitude = ref Unsafe.Add(ref magnitude, 1))
            {
                ulong state = word, todo = BlockContexts.Touched(state) & ~(state >> BlockContexts.Own) & rows;
                while (todo != 0)
                {
                    int row = BitOperations.TrailingZeroCount(todo);
                    todo &= todo - 1;
                    state |= 1UL << (BlockContexts.Visited + row);
                    if (bits.Read() == 0) continue;
                    uint sign = bits.Read();
                    Unsafe.Add(ref magnitude, (nint)(uint)((row * 11) >> 5) * (stride - 2)) = (3u << plane) | (sign << 31);
                    state |= BlockContexts.Mark(ref word, stride, row, sign, _isCausal);
                    todo = BlockContexts.Touched(state) & ~(state >> BlockContexts.Own) & rows & (~7UL << row);
                }

                word = state;
            }
        }
    }

    /// <summary>Decodes a magnitude refinement pass of raw bits (§D.6).</summary>
    public void RawRefinement(ref RawBitReader bits, int plane)
    {
        for (int y = 0; y < _height; y += 4)
        {
            ref ulong word = ref WordAt(y);
            ref uint magnitude = ref MagnitudeAt(y);
            for (int x = _width; x > 0; x--, word = ref Unsafe.Add(ref word, 1), magnitude = ref Unsafe.Add(ref magnitude, 1))
            {
                ulong todo = (word >> BlockContexts.Own) & ~(word >> BlockContexts.Visited) & BlockContexts.Rows;
                word |= todo << BlockContexts.Refined;
                for (; todo != 0; todo &= todo - 1)
                {
                    int row = BitOperations.TrailingZeroCount(todo);
                    Unsafe.Add(ref magnitude, (nint)(uint)((row * 11) >> 5) * _width) += (bits.Read() << (plane + 1)) - (1u << plane);
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint DecodeSign(ref MqDecoder mq, ref long a, ref long c, ref ulong contexts, ulong here)
    {
        uint entry = Unsafe.Add(ref BlockContexts.SignCodingTable, BlockContexts.SignIndex(here));
        return MqDecoder.DecodeEven(ref mq, ref a, ref c, ref contexts, (nint)(entry & 0x7F)) ^ (entry >> 7);
    }

    // The last stripe may have fewer than four rows.
    private ulong RowsAt(int y) => BlockContexts.Rows & ((1UL << (3 * Math.Min(4, _height - y))) - 1);

    private ref ulong WordAt(int y) => ref _words[(((y >> 2) + 1) * (_width + 2)) + 1];

    private ref uint MagnitudeAt(int y) => ref _magnitudes[y * _width];
}
