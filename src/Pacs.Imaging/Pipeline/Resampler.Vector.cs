using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Pacs.Imaging;

internal static partial class Resampler
{
    /// <summary>As <see cref="AddScaledScalar"/>, 16 bytes at a time widened to floats; the same two roundings for each.</summary>
    internal static void AddScaled(ReadOnlySpan<byte> from, float weight, Span<float> sum)
    {
        int i = 0;
        sum = sum[..from.Length];
        ref byte source = ref MemoryMarshal.GetReference(from);
        ref float target = ref MemoryMarshal.GetReference(sum);
        Vector256<float> factor = Vector256.Create(weight);
        for (; i <= from.Length - Vector128<byte>.Count; i += Vector128<byte>.Count)
        {
            Vector128<byte> bytes = Vector128.LoadUnsafe(ref source, (nuint)i);
            Add(Vector128.WidenLower(bytes), factor, ref target, (nuint)i);
            Add(Vector128.WidenUpper(bytes), factor, ref target, (nuint)i + 8);
        }

        AddScaledScalar(from[i..], weight, sum[i..]);
    }

    private static void Add(Vector128<ushort> words, Vector256<float> factor, ref float target, nuint offset)
    {
        Vector256<float> product = Vector256.ConvertToSingle(Vector256.Create(Vector128.WidenLower(words), Vector128.WidenUpper(words)).AsInt32()) * factor;
        (Vector256.LoadUnsafe(ref target, offset) + product).StoreUnsafe(ref target, offset);
    }
}
