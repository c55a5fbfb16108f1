using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Pacs.Imaging;

/// <summary>Rows of voxels taken into rows of results, eight at a time: the kernels of projections along an axis of the grid.</summary>
/// <remarks>Scalar and vector path do the same operations in single precision and agree to the bit, but for sums along a run, whose order differs.</remarks>
internal static class ProjectionRows
{
    /// <summary>Takes a row in.</summary>
    public static void Take<T>(ReadOnlySpan<short> row, Span<float> result, bool isVector = true)
        where T : struct, ISlabOperation
    {
        ref short a = ref MemoryMarshal.GetReference(row);
        ref float to = ref MemoryMarshal.GetReference(result);
        int i = 0;
        if (isVector)
            for (; i <= row.Length - 8; i += 8) T.Take(Vector256.LoadUnsafe(ref to, (nuint)i), Load(ref a, i)).StoreUnsafe(ref to, (nuint)i);
        for (; i < row.Length; i++) result[i] = T.Take(result[i], row[i]);
    }

    /// <summary>Takes in what lies between two rows.</summary>
    public static void TakeBetween<T>(ReadOnlySpan<short> row, ReadOnlySpan<short> next, float part, Span<float> result, bool isVector = true)
        where T : struct, ISlabOperation
    {
        ref short a = ref MemoryMarshal.GetReference(row), b = ref MemoryMarshal.GetReference(next);
        ref float to = ref MemoryMarshal.GetReference(result);
        Vector256<float> parts = Vector256.Create(part);
        int i = 0;
        if (isVector)
            for (; i <= row.Length - 8; i += 8) T.Take(Vector256.LoadUnsafe(ref to, (nuint)i), Mix(Load(ref a, i), Load(ref b, i), parts)).StoreUnsafe(ref to, (nuint)i);
        for (; i < row.Length; i++) result[i] = T.Take(result[i], Mix(row[i], next[i], part));
    }

    /// <summary>Takes in what lies between the columns of a row.</summary>
    /// <param name="row">Values of voxels side by side.</param>
    /// <param name="low">For each result the column below.</param>
    /// <param name="part">And the part of the way to the next, which is read only where it is not 0.</param>
    /// <param name="result">Results so far.</param>
    public static void TakeColumns<T>(ReadOnlySpan<float> row, ReadOnlySpan<int> low, ReadOnlySpan<float> part, Span<float> result)
        where T : struct, ISlabOperation
    {
        for (int i = 0; i < result.Length; i++)
        {
            int at = low[i];
            float value = row[at];
            result[i] = T.Take(result[i], part[i] > 0 ? Mix(value, row[at + 1], part[i]) : value);
        }
    }

    /// <summary>All of a run of voxels as one value.</summary>
    public static float Reduce<T>(ReadOnlySpan<short> run, bool isVector = true)
        where T : struct, ISlabOperation
    {
        ref short a = ref MemoryMarshal.GetReference(run);
        float result = T.Start;
        int i = 0;
        if (isVector && run.Length >= 16)
        {
            Vector256<float> even = Vector256.Create(T.Start), odd = even;
            for (; i <= run.Length - 16; i += 16) (even, odd) = (T.Take(even, Load(ref a, i)), T.Take(odd, Load(ref a, i + 8)));
            result = Across<T>(T.Take(even, odd));
        }

        for (; i < run.Length; i++) result = T.Take(result, run[i]);
        return result;
    }

    /// <summary>All that lies between two runs as one value.</summary>
    public static float ReduceBetween<T>(ReadOnlySpan<short> run, ReadOnlySpan<short> next, float part, bool isVector = true)
        where T : struct, ISlabOperation
    {
        ref short a = ref MemoryMarshal.GetReference(run), b = ref MemoryMarshal.GetReference(next);
        float result = T.Start;
        int i = 0;
        if (isVector && run.Length >= 16)
        {
            Vector256<float> even = Vector256.Create(T.Start), odd = even, parts = Vector256.Create(part);
            for (; i <= run.Length - 16; i += 16)
            {
                even = T.Take(even, Mix(Load(ref a, i), Load(ref b, i), parts));
                odd = T.Take(odd, Mix(Load(ref a, i + 8), Load(ref b, i + 8), parts));
            }

            result = Across<T>(T.Take(even, odd));
        }

        for (; i < run.Length; i++) result = T.Take(result, Mix(run[i], next[i], part));
        return result;
    }

    /// <summary>All that lies between four runs as one value: first between the first two and the last two, then between those.</summary>
    public static float ReduceBetween<T>(ReadOnlySpan<short> run, ReadOnlySpan<short> next, ReadOnlySpan<short> below, ReadOnlySpan<short> belowNext, float part, float partBelow, bool isVector = true)
        where T : struct, ISlabOperation
    {
        ref short a = ref MemoryMarshal.GetReference(run), b = ref MemoryMarshal.GetReference(next), c = ref MemoryMarshal.GetReference(below), d = ref MemoryMarshal.GetReference(belowNext);
        float result = T.Start;
        int i = 0;
        if (isVector && run.Length >= 8)
        {
            Vector256<float> all = Vector256.Create(T.Start), parts = Vector256.Create(part), partsBelow = Vector256.Create(partBelow);
            for (; i <= run.Length - 8; i += 8) all = T.Take(all, Mix(Mix(Load(ref a, i), Load(ref b, i), parts), Mix(Load(ref c, i), Load(ref d, i), parts), partsBelow));
            result = Across<T>(all);
        }

        for (; i < run.Length; i++) result = T.Take(result, Mix(Mix(run[i], next[i], part), Mix(below[i], belowNext[i], part), partBelow));
        return result;
    }

    private static float Across<T>(Vector256<float> all)
        where T : struct, ISlabOperation
    {
        float result = T.Start;
        for (int lane = 0; lane < 8; lane++) result = T.Take(result, all[lane]);
        return result;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Load(ref short row, int at) => Vector256.ConvertToSingle(Vector256.WidenLower(Vector128.LoadUnsafe(ref row, (nuint)at).ToVector256Unsafe()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Mix(Vector256<float> from, Vector256<float> to, Vector256<float> part)
    {
        Vector256<float> product = (to - from) * part;
        return from + product;
    }

    private static float Mix(float from, float to, float part)
    {
        float product = (to - from) * part;
        return from + product;
    }
}
