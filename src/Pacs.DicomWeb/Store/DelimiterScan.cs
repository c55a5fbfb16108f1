using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Pacs.DicomWeb;

/// <summary>Finds a delimiter in one piece of bytes.</summary>
internal static class DelimiterScan
{
    /// <summary>Where it begins; -1 when it is not there. An empty delimiter is at the start.</summary>
    /// <remarks>
    /// The framework's own search does the same, but as it comes compiled it takes 16 bytes a step and spills at each: of half a megabyte of pixels a tenth of a millisecond.
    /// A method that asks for vectors of 32 bytes is compiled where it runs.
    /// </remarks>
    public static int IndexOf(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> delimiter)
    {
        int last = delimiter.Length - 1, end = bytes.Length - last; // first position at which it cannot begin
        if (!Vector256.IsHardwareAccelerated || last < 1 || end < Vector256<byte>.Count) return IndexOfScalar(bytes, delimiter);
        ref byte start = ref MemoryMarshal.GetReference(bytes);
        Vector256<byte> first = Vector256.Create(delimiter[0]), final = Vector256.Create(delimiter[last]);
        for (int at = 0; ; at = Math.Min(at + Vector256<byte>.Count, end - Vector256<byte>.Count))
        {
            uint candidates = (Vector256.Equals(Vector256.LoadUnsafe(ref start, (nuint)at), first) & Vector256.Equals(Vector256.LoadUnsafe(ref start, (nuint)(at + last)), final)).ExtractMostSignificantBits();
            for (; candidates != 0; candidates &= candidates - 1)
            {
                int found = at + BitOperations.TrailingZeroCount(candidates);
                if (bytes.Slice(found, delimiter.Length).SequenceEqual(delimiter)) return found;
            }

            if (at == end - Vector256<byte>.Count) return -1;
        }
    }

    /// <summary>The same, by the framework.</summary>
    internal static int IndexOfScalar(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> delimiter) => bytes.IndexOf(delimiter);
}
