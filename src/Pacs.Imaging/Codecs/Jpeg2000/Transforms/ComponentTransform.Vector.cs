using System.Numerics;
using System.Runtime.InteropServices;

namespace Pacs.Imaging;

/// <summary>The same in vectors; the remainder goes to the scalar twin. Equal to it to the bit.</summary>
internal static partial class ComponentTransform
{
    public static void InverseReversible(Span<int> first, Span<int> second, Span<int> third)
    {
        int i = 0;
        ref int a = ref MemoryMarshal.GetReference(first), b = ref MemoryMarshal.GetReference(second), c = ref MemoryMarshal.GetReference(third);
        for (; i <= first.Length - Vector<int>.Count; i += Vector<int>.Count)
        {
            Vector<int> u = Vector.LoadUnsafe(ref b, (nuint)i), v = Vector.LoadUnsafe(ref c, (nuint)i), green = Vector.LoadUnsafe(ref a, (nuint)i) - ((u + v) >> 2);
            (v + green).StoreUnsafe(ref a, (nuint)i);
            green.StoreUnsafe(ref b, (nuint)i);
            (u + green).StoreUnsafe(ref c, (nuint)i);
        }

        InverseReversibleScalar(first[i..], second[i..], third[i..]);
    }

    public static void ForwardReversible(Span<int> first, Span<int> second, Span<int> third)
    {
        int i = 0;
        ref int a = ref MemoryMarshal.GetReference(first), b = ref MemoryMarshal.GetReference(second), c = ref MemoryMarshal.GetReference(third);
        for (; i <= first.Length - Vector<int>.Count; i += Vector<int>.Count)
        {
            Vector<int> red = Vector.LoadUnsafe(ref a, (nuint)i), green = Vector.LoadUnsafe(ref b, (nuint)i), blue = Vector.LoadUnsafe(ref c, (nuint)i);
            ((red + green + green + blue) >> 2).StoreUnsafe(ref a, (nuint)i);
            (blue - green).StoreUnsafe(ref b, (nuint)i);
            (red - green).StoreUnsafe(ref c, (nuint)i);
        }

        ForwardReversibleScalar(first[i..], second[i..], third[i..]);
    }

    public static void InverseIrreversible(Span<float> first, Span<float> second, Span<float> third)
    {
        int i = 0;
        ref float a = ref MemoryMarshal.GetReference(first), b = ref MemoryMarshal.GetReference(second), c = ref MemoryMarshal.GetReference(third);
        for (; i <= first.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            Vector<float> y = Vector.LoadUnsafe(ref a, (nuint)i), cb = Vector.LoadUnsafe(ref b, (nuint)i), cr = Vector.LoadUnsafe(ref c, (nuint)i);
            (y + (cr * RedOfCr)).StoreUnsafe(ref a, (nuint)i);
            (y + (cb * GreenOfCb) + (cr * GreenOfCr)).StoreUnsafe(ref b, (nuint)i);
            (y + (cb * BlueOfCb)).StoreUnsafe(ref c, (nuint)i);
        }

        InverseIrreversibleScalar(first[i..], second[i..], third[i..]);
    }

    public static void ForwardIrreversible(Span<float> first, Span<float> second, Span<float> third)
    {
        int i = 0;
        ref float a = ref MemoryMarshal.GetReference(first), b = ref MemoryMarshal.GetReference(second), c = ref MemoryMarshal.GetReference(third);
        for (; i <= first.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            Vector<float> red = Vector.LoadUnsafe(ref a, (nuint)i), green = Vector.LoadUnsafe(ref b, (nuint)i), blue = Vector.LoadUnsafe(ref c, (nuint)i);
            ((red * 0.299f) + (green * 0.587f) + (blue * 0.114f)).StoreUnsafe(ref a, (nuint)i);
            ((red * -0.168736f) + (green * -0.331264f) + (blue * 0.5f)).StoreUnsafe(ref b, (nuint)i);
            ((red * 0.5f) + (green * -0.418688f) + (blue * -0.081312f)).StoreUnsafe(ref c, (nuint)i);
        }

        ForwardIrreversibleScalar(first[i..], second[i..], third[i..]);
    }
}
