namespace Pacs.Imaging;

/// <summary>The component transforms on rows of three components, in place (ISO/IEC 15444-1 Annex G). The scalar twin.</summary>
internal static partial class ComponentTransform
{
    // §G.3.
    private const float RedOfCr = 1.402f, GreenOfCb = -0.344136f, GreenOfCr = -0.714136f, BlueOfCb = 1.772f;

    /// <summary>From Y, U, V to red, green, blue, reversibly (Equations G-6 to G-8).</summary>
    public static void InverseReversibleScalar(Span<int> first, Span<int> second, Span<int> third)
    {
        for (int i = 0; i < first.Length; i++)
        {
            int green = first[i] - ((second[i] + third[i]) >> 2);
            (first[i], second[i], third[i]) = (third[i] + green, green, second[i] + green);
        }
    }

    /// <summary>From red, green, blue to Y, U, V, reversibly (Equations G-1 to G-3).</summary>
    public static void ForwardReversibleScalar(Span<int> first, Span<int> second, Span<int> third)
    {
        for (int i = 0; i < first.Length; i++)
            (first[i], second[i], third[i]) = ((first[i] + (2 * second[i]) + third[i]) >> 2, third[i] - second[i], first[i] - second[i]);
    }

    /// <summary>From Y, Cb, Cr to red, green, blue, irreversibly (Equations G-12 to G-14).</summary>
    public static void InverseIrreversibleScalar(Span<float> first, Span<float> second, Span<float> third)
    {
        for (int i = 0; i < first.Length; i++)
        {
            (float y, float cb, float cr) = (first[i], second[i], third[i]);
            (first[i], second[i], third[i]) = (y + (cr * RedOfCr), y + (cb * GreenOfCb) + (cr * GreenOfCr), y + (cb * BlueOfCb));
        }
    }

    /// <summary>From red, green, blue to Y, Cb, Cr, irreversibly (Equations G-9 to G-11).</summary>
    public static void ForwardIrreversibleScalar(Span<float> first, Span<float> second, Span<float> third)
    {
        for (int i = 0; i < first.Length; i++)
        {
            (float red, float green, float blue) = (first[i], second[i], third[i]);
            first[i] = (red * 0.299f) + (green * 0.587f) + (blue * 0.114f);
            second[i] = (red * -0.168736f) + (green * -0.331264f) + (blue * 0.5f);
            third[i] = (red * 0.5f) + (green * -0.418688f) + (blue * -0.081312f);
        }
    }
}
