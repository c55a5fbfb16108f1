using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Pacs.Imaging;

/// <summary>Encodes code blocks with the MQ coder: EBCOT's three passes a bit plane (ISO/IEC 15444-1 Annex D). Not thread-safe; use it again.</summary>
internal sealed class MqBlockEncoder
{
    // Planes of the lower stretch of longer magnitudes: as many as leave room for the sum of their squares.
    private const int Lower = J2kEncodePlan.MagnitudeBits;

    // Behind a pass the coder still holds up to five bytes of it.
    private const int Held = 5;
    private readonly uint[] _contexts = new uint[MqTables.ContextCount];
    private readonly List<(int Length, double Gain)> _passes = [];
    private ulong[] _words = [];
    private byte[] _bytes = new byte[64 * 1024];
    private uint[] _magnitudes = [];
    private int _width;
    private int _height;
    private J2kOrientation _orientation;
    private uint[] _upper = [];
    private uint[] _lower = [];

    // Of the planes of this stretch, in its half steps; of those before it, in half steps; and what the former weigh beside the latter.
    private long _gain;
    private double _gained;
    private double _weight;

    /// <summary>Encodes a block in full.</summary>
    /// <param name="magnitudes">Magnitudes row by row, bit 31 the sign.</param>
    /// <param name="width">Coefficients in a row.</param>
    /// <param name="height">Rows.</param>
    /// <param name="orientation">The band.</param>
    /// <param name="planes">Magnitude bit planes of the band.</param>
    /// <param name="isMeasured">Whether passes are told apart, with the squared error that each takes away, in steps.</param>
    /// <param name="block">Takes the result; no pass when all is zero.</param>
    public void Encode(uint[] magnitudes, int width, int height, J2kOrientation orientation, int planes, bool isMeasured, ref CodedBlock block) =>
        Encode(magnitudes, null, Planes(magnitudes.AsSpan(0, width * height)), width, height, orientation, planes, isMeasured, ref block);

    /// <inheritdoc cref="Encode(uint[], int, int, J2kOrientation, int, bool, ref CodedBlock)"/>
    /// <remarks>For magnitudes of more bits than a word has; bit 63 is the sign. The planes are coded in two stretches, with the same contexts.</remarks>
    public void EncodeWide(ReadOnlySpan<ulong> magnitudes, int width, int height, J2kOrientation orientation, int planes, bool isMeasured, ref CodedBlock block)
    {
        int count = width * height;
        if (_upper.Length == 0) (_upper, _lower) = (new uint[4096], new uint[4096]);
        for (int i = 0; i < count; i++)
        {
            uint sign = (uint)(magnitudes[i] >> 63) << 31;
            (_upper[i], _lower[i]) = (sign | (uint)((magnitudes[i] & long.MaxValue) >> Lower), sign | ((uint)magnitudes[i] & ((1u << Lower) - 1)));
        }

        int upper = Planes(_upper.AsSpan(0, count)), used = upper > 0 ? Lower + upper : Planes(_lower.AsSpan(0, count));
        Encode(_lower, _upper, used, width, height, orientation, planes, isMeasured, ref block);
    }

    private static int Planes(ReadOnlySpan<uint> magnitudes)
    {
        uint all = 0;
        foreach (uint magnitude in magnitudes) all |= magnitude;
        return 32 - BitOperations.LeadingZeroCount(all & 0x7FFFFFFF);
    }

    private void Encode(uint[] magnitudes, uint[]? upper, int used, int width, int height, J2kOrientation orientation, int planes, bool isMeasured, ref CodedBlock block)
    {
        block.ZeroPlanes = planes - used;
        block.KeptPasses = 0;
        if (used == 0) return;
        Start(magnitudes, width, height, orientation, used);
        var mq = new MqEncoder(_bytes);
        uint a = MqEncoder.StartA, c = MqEncoder.StartC;
        for (int left = used; left > 0; left--)
        {
            int plane = left - 1;
            if (upper is not null && plane >= Lower) plane = Enter(upper, Math.ScaleB(1, 2 * Lower), plane - Lower);
            else if (upper is not null) plane = Enter(magnitudes, 1, plane);
            if (left < used)
            {
                Significance(ref mq, ref a, ref c, plane, isMeasured);
                EndPass(mq, isMeasured);
                Refinement(ref mq, ref a, ref c, plane, isMeasured);
                EndPass(mq, isMeasured);
            }

            Cleanup(ref mq, ref a, ref c, plane, isMeasured);
            EndPass(mq, isMeasured);
        }

        int length = mq.Flush(a, c);
        block.SetBytes(_bytes.AsSpan(1, length));
        block.KeptPasses = (3 * used) - 2;
        block.Passes = isMeasured ? [.. _passes.Select(pass => (Math.Min(pass.Length, length), pass.Gain))] : null;
    }

    private int Enter(uint[] stretch, double weight, int plane)
    {
        if (_magnitudes == stretch && _weight == weight) return plane;
        (_gained, _gain) = (_gained + (_gain * _weight), 0);
        (_magnitudes, _weight) = (stretch, weight);
        return plane;
    }

    private void Start(uint[] magnitudes, int width, int height, J2kOrientation orientation, int used)
    {
        (_magnitudes, _width, _height, _orientation, _gain, _gained, _weight) = (magnitudes, width, height, orientation, 0, 0, 1);
        int words = (width + 2) * (((height + 3) / 4) + 2);
        if (_words.Length < words) _words = new ulong[words];
        _words.AsSpan(0, words).Clear();
        MqTables.Initial.CopyTo(_contexts, 0);
        _passes.Clear();
        // A symbol costs 15 bits and a fraction at most, a coefficient two symbols a plane at most.
        int most = (width * height * used * 4) + 1024;
        if (_bytes.Length < most) _bytes = new byte[most];
    }

    private void EndPass(in MqEncoder mq, bool isMeasured)
    {
        if (isMeasured) _passes.Add((mq.At + Held, _gained + (_gain * _weight)));
    }

    // Each pass is a method of its own: in one piece they have more locals than the compiler keeps in registers.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Significance(ref MqEncoder mq, ref uint intervalA, ref uint registerC, int plane, bool isMeasured)
    {
        ref byte zeroCoding = ref BlockContexts.ZeroCodingOf(_orientation);
        ref uint contexts = ref MemoryMarshal.GetArrayDataReference(_contexts);
        uint a = intervalA, c = registerC;
        nint stride = _width + 2;
        for (int y = 0; y < _height; y += 4)
        {
            ulong rows = RowsAt(y);
            ref ulong word = ref WordAt(y);
            ref uint magnitude = ref _magnitudes[y * _width];
            for (int x = _width; x > 0; x--, word = ref Unsafe.Add(ref word, 1), magnitude = ref Unsafe.Add(ref magnitude, 1))
            {
                ulong state = word;
                if ((state & BlockContexts.Significance) == 0) continue;
                ulong todo = BlockContexts.Touched(state) & ~(state >> BlockContexts.Own) & rows;
                while (todo != 0)
                {
                    int row = BitOperations.TrailingZeroCount(todo);
                    ulong here = state >> row;
                    todo &= todo - 1;
                    state |= 1UL << (BlockContexts.Visited + row);
                    uint value = Unsafe.Add(ref magnitude, (nint)(uint)((row * 11) >> 5) * (stride - 2)), bit = value >> plane & 1;
                    MqEncoder.Encode(ref mq, ref a, ref c, ref Unsafe.Add(ref contexts, (nint)Unsafe.Add(ref zeroCoding, (nint)(here & 0x1FF))), bit);
                    if (bit == 0) continue;
                    EncodeSign(ref mq, ref a, ref c, ref contexts, here, value >> 31);
                    if (isMeasured) _gain += GainOfSignificance(value, plane);
                    state |= BlockContexts.Mark(ref word, stride, row, value >> 31, isCausal: false);
                    todo = BlockContexts.Touched(state) & ~(state >> BlockContexts.Own) & rows & (~7UL << row);
                }

                word = state;
            }
        }

        (intervalA, registerC) = (a, c);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Refinement(ref MqEncoder mq, ref uint intervalA, ref uint registerC, int plane, bool isMeasured)
    {
        ref uint contexts = ref MemoryMarshal.GetArrayDataReference(_contexts);
        uint a = intervalA, c = registerC;
        nint width = _width;
        for (int y = 0; y < _height; y += 4)
        {
            ref ulong word = ref WordAt(y);
            ref uint magnitude = ref _magnitudes[y * _width];
            for (int x = _width; x > 0; x--, word = ref Unsafe.Add(ref word, 1), magnitude = ref Unsafe.Add(ref magnitude, 1))
            {
                ulong state = word, todo = (state >> BlockContexts.Own) & ~(state >> BlockContexts.Visited) & BlockContexts.Rows;
                if (todo == 0) continue;
                word = state | (todo << BlockContexts.Refined);
                do
                {
                    int row = BitOperations.TrailingZeroCount(todo);
                    ulong here = state >> row;
                    todo &= todo - 1;
                    nint context = (here >> BlockContexts.Refined & 1) != 0 ? 16 : (here & BlockContexts.Neighbours) != 0 ? 15 : 14;
                    uint value = Unsafe.Add(ref magnitude, (nint)(uint)((row * 11) >> 5) * width);
                    if (isMeasured) _gain += GainOfRefinement(value, plane);
                    MqEncoder.Encode(ref mq, ref a, ref c, ref Unsafe.Add(ref contexts, context), value >> plane & 1);
                }
                while (todo != 0);
            }
        }

        (intervalA, registerC) = (a, c);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Cleanup(ref MqEncoder mq, ref uint intervalA, ref uint registerC, int plane, bool isMeasured)
    {
        ref byte zeroCoding = ref BlockContexts.ZeroCodingOf(_orientation);
        ref uint contexts = ref MemoryMarshal.GetArrayDataReference(_contexts);
        uint a = intervalA, c = registerC;
        nint stride = _width + 2;
        for (int y = 0; y < _height; y += 4)
        {
            ulong rows = RowsAt(y);
            ref ulong word = ref WordAt(y);
            ref uint magnitude = ref _magnitudes[y * _width];
            for (int x = _width; x > 0; x--, word = ref Unsafe.Add(ref word, 1), magnitude = ref Unsafe.Add(ref magnitude, 1))
            {
                ulong state = word, todo = ~(state >> BlockContexts.Own) & ~(state >> BlockContexts.Visited) & rows;
                bool isKnown = false;
                if (state == 0 && rows == BlockContexts.Rows)
                {
                    uint first = FirstOfRun(ref magnitude, plane);
                    MqEncoder.Encode(ref mq, ref a, ref c, ref Unsafe.Add(ref contexts, MqTables.RunLength), first < 4 ? 1u : 0);
                    if (first == 4) continue;
                    MqEncoder.Encode(ref mq, ref a, ref c, ref Unsafe.Add(ref contexts, MqTables.Uniform), first >> 1);
                    MqEncoder.Encode(ref mq, ref a, ref c, ref Unsafe.Add(ref contexts, MqTables.Uniform), first & 1);
                    todo &= ~0UL << (int)(3 * first);
                    isKnown = true;
                }

                for (; todo != 0; todo &= todo - 1)
                {
                    int row = BitOperations.TrailingZeroCount(todo);
                    ulong here = state >> row;
                    uint value = Unsafe.Add(ref magnitude, (nint)(uint)((row * 11) >> 5) * (stride - 2)), bit = value >> plane & 1;
                    if (!isKnown) MqEncoder.Encode(ref mq, ref a, ref c, ref Unsafe.Add(ref contexts, (nint)Unsafe.Add(ref zeroCoding, (nint)(here & 0x1FF))), bit);
                    isKnown = false;
                    if (bit == 0) continue;
                    EncodeSign(ref mq, ref a, ref c, ref contexts, here, value >> 31);
                    if (isMeasured) _gain += GainOfSignificance(value, plane);
                    state |= BlockContexts.Mark(ref word, stride, row, value >> 31, isCausal: false);
                }

                word = state & ~(BlockContexts.Rows << BlockContexts.Visited);
            }
        }

        (intervalA, registerC) = (a, c);
    }

    private uint FirstOfRun(ref uint magnitude, int plane)
    {
        uint row = 0;
        while (row < 4 && (Unsafe.Add(ref magnitude, (nint)row * _width) >> plane & 1) == 0) row++;
        return row;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void EncodeSign(ref MqEncoder mq, ref uint a, ref uint c, ref uint contexts, ulong here, uint sign)
    {
        uint entry = Unsafe.Add(ref BlockContexts.SignCodingTable, BlockContexts.SignIndex(here));
        MqEncoder.Encode(ref mq, ref a, ref c, ref Unsafe.Add(ref contexts, (nint)(entry & 0x7F)), sign ^ (entry >> 7));
    }

    // Squared errors in half steps, a decoder putting a coefficient in the middle of what it knows: from 0 to 3/2 of the plane's weight.
    private static long GainOfSignificance(uint value, int plane)
    {
        long exact = (2 * (long)(value & 0x7FFFFFFF)) + 1, guess = 3L << plane;
        return guess * ((2 * exact) - guess);
    }

    private static long GainOfRefinement(uint value, int plane)
    {
        long magnitude = value & 0x7FFFFFFF, exact = (2 * magnitude) + 1;
        long before = exact - ((((magnitude >> (plane + 1)) << 1) + 1) << (plane + 1)), after = exact - ((((magnitude >> plane) << 1) + 1) << plane);
        return (before * before) - (after * after);
    }

    // The last stripe may have fewer than four rows.
    private ulong RowsAt(int y) => BlockContexts.Rows & ((1UL << (3 * Math.Min(4, _height - y))) - 1);

    private ref ulong WordAt(int y) => ref _words[(((y >> 2) + 1) * (_width + 2)) + 1];
}
