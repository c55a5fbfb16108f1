using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Pacs.Imaging;

// 16 lanes of 16 bits. Half of a sum or difference of two words has 17 bits on its way; taken apart into halves and what they lack, it fits.
internal static partial class JpegPredictor
{
    /// <summary>The differences of a row from their predictions.</summary>
    /// <param name="predictor">1 to 7.</param>
    /// <param name="row">The samples.</param>
    /// <param name="above">The samples of the row before.</param>
    /// <param name="differences">Takes as many.</param>
    public static void Take(int predictor, ReadOnlySpan<ushort> row, ReadOnlySpan<ushort> above, Span<ushort> differences)
    {
        above = above[..row.Length];
        differences = differences[..row.Length];
        differences[0] = (ushort)(row[0] - above[0]);
        int done = 1;
        if (Vector128.IsHardwareAccelerated)
        {
            ref ushort x = ref MemoryMarshal.GetReference(row);
            ref ushort up = ref MemoryMarshal.GetReference(above);
            ref ushort to = ref MemoryMarshal.GetReference(differences);
            for (; done + 16 <= row.Length; done += 16)
            {
                nuint at = (nuint)done;
                Vector256<ushort> predicted = Predict(predictor, Vector256.LoadUnsafe(ref x, at - 1), Vector256.LoadUnsafe(ref up, at), Vector256.LoadUnsafe(ref up, at - 1));
                (Vector256.LoadUnsafe(ref x, at) - predicted).StoreUnsafe(ref to, at);
            }
        }

        TakeScalar(predictor, row, above, differences, done);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<ushort> Predict(int predictor, Vector256<ushort> a, Vector256<ushort> b, Vector256<ushort> c) => predictor switch
    {
        1 => a,
        2 => b,
        3 => c,
        4 => a + b - c,
        5 => a + HalfDifference(b, c),
        6 => b + HalfDifference(a, c),
        _ => (a & b) + ((a ^ b) >> 1),
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<ushort> HalfDifference(Vector256<ushort> from, Vector256<ushort> taken) =>
        (from >> 1) - (taken >> 1) - (taken & ~from & Vector256<ushort>.One);
}
