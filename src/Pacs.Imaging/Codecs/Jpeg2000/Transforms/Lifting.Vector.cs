using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Pacs.Imaging;

/// <summary>The lifting steps in vectors as wide as the machine's; the remainder of a line goes to the scalar twin. Equal to it to the bit.</summary>
internal static partial class Lifting
{
    public static void UndoUpdate(Span<int> target, ReadOnlySpan<int> source, ReadOnlySpan<int> a, ReadOnlySpan<int> b)
    {
        int i = 0;
        for (var two = new Vector<int>(2); i <= target.Length - Vector<int>.Count; i += Vector<int>.Count)
            Store(target, i, Load(source, i) - ((Load(a, i) + Load(b, i) + two) >> 2));
        UndoUpdateScalar(target[i..], source[i..], a[i..], b[i..]);
    }

    public static void UndoPredict(Span<int> target, ReadOnlySpan<int> source, ReadOnlySpan<int> a, ReadOnlySpan<int> b)
    {
        int i = 0;
        for (; i <= target.Length - Vector<int>.Count; i += Vector<int>.Count)
            Store(target, i, Load(source, i) + ((Load(a, i) + Load(b, i)) >> 1));
        UndoPredictScalar(target[i..], source[i..], a[i..], b[i..]);
    }

    public static void Update(Span<int> target, ReadOnlySpan<int> source, ReadOnlySpan<int> a, ReadOnlySpan<int> b)
    {
        int i = 0;
        for (var two = new Vector<int>(2); i <= target.Length - Vector<int>.Count; i += Vector<int>.Count)
            Store(target, i, Load(source, i) + ((Load(a, i) + Load(b, i) + two) >> 2));
        UpdateScalar(target[i..], source[i..], a[i..], b[i..]);
    }

    public static void Predict(Span<int> target, ReadOnlySpan<int> source, ReadOnlySpan<int> a, ReadOnlySpan<int> b)
    {
        int i = 0;
        for (; i <= target.Length - Vector<int>.Count; i += Vector<int>.Count)
            Store(target, i, Load(source, i) - ((Load(a, i) + Load(b, i)) >> 1));
        PredictScalar(target[i..], source[i..], a[i..], b[i..]);
    }

    public static void Step(Span<float> target, ReadOnlySpan<float> source, float scale, ReadOnlySpan<float> a, ReadOnlySpan<float> b, float factor)
    {
        int i = 0;
        for (Vector<float> scales = new(scale), factors = new(factor); i <= target.Length - Vector<float>.Count; i += Vector<float>.Count)
            Store(target, i, (Load(source, i) * scales) + ((Load(a, i) + Load(b, i)) * factors));
        StepScalar(target[i..], source[i..], scale, a[i..], b[i..], factor);
    }

    // Each lane is widened to 64 bits; the second line moves to the upper half, so that little endian memory holds the pair in order.
    public static void Interleave(Span<int> target, ReadOnlySpan<int> first, ReadOnlySpan<int> second)
    {
        int i = 0;
        if (BitConverter.IsLittleEndian)
        {
            for (; i <= second.Length - Vector<int>.Count; i += Vector<int>.Count)
            {
                Vector.Widen(Load(first, i).As<int, uint>(), out Vector<ulong> firstLow, out Vector<ulong> firstHigh);
                Vector.Widen(Load(second, i).As<int, uint>(), out Vector<ulong> secondLow, out Vector<ulong> secondHigh);
                Store(target, 2 * i, (firstLow | (secondLow << 32)).As<ulong, int>());
                Store(target, (2 * i) + Vector<int>.Count, (firstHigh | (secondHigh << 32)).As<ulong, int>());
            }
        }

        InterleaveScalar(target[(2 * i)..], first[i..], second[i..]);
    }

    // The pair of a 64-bit lane is narrowed to its lower, then to its upper half.
    public static void Deinterleave(ReadOnlySpan<int> source, Span<int> first, Span<int> second)
    {
        int i = 0;
        if (BitConverter.IsLittleEndian)
        {
            for (; i <= second.Length - Vector<int>.Count; i += Vector<int>.Count)
            {
                Vector<ulong> low = Load(source, 2 * i).As<int, ulong>(), high = Load(source, (2 * i) + Vector<int>.Count).As<int, ulong>();
                Store(first, i, Vector.Narrow(low, high).As<uint, int>());
                Store(second, i, Vector.Narrow(low >>> 32, high >>> 32).As<uint, int>());
            }
        }

        DeinterleaveScalar(source[(2 * i)..], first[i..], second[i..]);
    }

    // The low-pass samples to the right are made twice, here and as those of the next vector: less work than to move lanes.
    public static void Merge(ReadOnlySpan<int> low, ReadOnlySpan<int> high, Span<int> target)
    {
        int i = 0;
        if (BitConverter.IsLittleEndian && high.Length > Vector<int>.Count + 1)
        {
            // The first one has nothing before it.
            int first = low[0] - ((high[0] + high[0] + 2) >> 2), second = low[1] - ((high[0] + high[1] + 2) >> 2);
            (target[0], target[1]) = (first, high[0] + ((first + second) >> 1));
            i = 1;
            for (var two = new Vector<int>(2); i < high.Length - Vector<int>.Count; i += Vector<int>.Count)
            {
                Vector<int> here = Load(high, i);
                Vector<int> even = Load(low, i) - ((Load(high, i - 1) + here + two) >> 2), next = Load(low, i + 1) - ((here + Load(high, i + 1) + two) >> 2);
                Vector<int> odd = here + ((even + next) >> 1);
                Vector.Widen(even.As<int, uint>(), out Vector<ulong> evenLow, out Vector<ulong> evenHigh);
                Vector.Widen(odd.As<int, uint>(), out Vector<ulong> oddLow, out Vector<ulong> oddHigh);
                Store(target, 2 * i, (evenLow | (oddLow << 32)).As<ulong, int>());
                Store(target, (2 * i) + Vector<int>.Count, (evenHigh | (oddHigh << 32)).As<ulong, int>());
            }
        }

        Merge(low, high, target, i);
    }

    // The high-pass samples to the left are made twice, too.
    public static void Split(ReadOnlySpan<int> source, Span<int> low, Span<int> high)
    {
        int i = 0;
        if (BitConverter.IsLittleEndian && high.Length > Vector<int>.Count + 1)
        {
            high[0] = source[1] - ((source[0] + source[2]) >> 1);
            low[0] = source[0] + ((high[0] + high[0] + 2) >> 2);
            i = 1;
            for (var two = new Vector<int>(2); (2 * i) + (2 * Vector<int>.Count) + 2 <= source.Length; i += Vector<int>.Count)
            {
                Pairs(source, (2 * i) - 2, out Vector<int> evenBefore, out Vector<int> oddBefore);
                Pairs(source, 2 * i, out Vector<int> even, out Vector<int> odd);
                // Of the pair behind only the first half counts; the second may be beyond the end.
                Vector<int> behind = Evens(source, (2 * i) + 2);
                Vector<int> here = odd - ((even + behind) >> 1), before = oddBefore - ((evenBefore + even) >> 1);
                Store(high, i, here);
                Store(low, i, even + ((before + here + two) >> 2));
            }
        }

        Split(source, low, high, i);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Pairs(ReadOnlySpan<int> source, int at, out Vector<int> even, out Vector<int> odd)
    {
        Vector<ulong> low = Load(source, at).As<int, ulong>(), high = Load(source, at + Vector<int>.Count).As<int, ulong>();
        even = Vector.Narrow(low, high).As<uint, int>();
        odd = Vector.Narrow(low >>> 32, high >>> 32).As<uint, int>();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<int> Evens(ReadOnlySpan<int> source, int at) =>
        Vector.Narrow(Load(source, at).As<int, ulong>(), Load(source, at + Vector<int>.Count).As<int, ulong>()).As<uint, int>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<T> Load<T>(ReadOnlySpan<T> line, int at)
        where T : unmanaged => Vector.LoadUnsafe(ref MemoryMarshal.GetReference(line), (nuint)at);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<T>(Span<T> line, int at, Vector<T> value)
        where T : unmanaged => value.StoreUnsafe(ref MemoryMarshal.GetReference(line), (nuint)at);
}
