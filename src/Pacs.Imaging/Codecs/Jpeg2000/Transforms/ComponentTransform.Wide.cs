namespace Pacs.Imaging;

/// <summary>The same for numbers of 64 bits.</summary>
internal static partial class ComponentTransform
{
    /// <inheritdoc cref="InverseReversibleScalar"/>
    public static void InverseReversible(Span<long> first, Span<long> second, Span<long> third)
    {
        for (int i = 0; i < first.Length; i++)
        {
            long green = first[i] - ((second[i] + third[i]) >> 2);
            (first[i], second[i], third[i]) = (third[i] + green, green, second[i] + green);
        }
    }

    /// <inheritdoc cref="ForwardReversibleScalar"/>
    public static void ForwardReversible(Span<long> first, Span<long> second, Span<long> third)
    {
        for (int i = 0; i < first.Length; i++)
            (first[i], second[i], third[i]) = ((first[i] + (2 * second[i]) + third[i]) >> 2, third[i] - second[i], first[i] - second[i]);
    }

    /// <inheritdoc cref="ForwardIrreversibleScalar"/>
    public static void ForwardIrreversible(Span<double> first, Span<double> second, Span<double> third)
    {
        for (int i = 0; i < first.Length; i++)
        {
            (double red, double green, double blue) = (first[i], second[i], third[i]);
            first[i] = (red * 0.299) + (green * 0.587) + (blue * 0.114);
            second[i] = (red * -0.168736) - (green * 0.331264) + (blue * 0.5);
            third[i] = (red * 0.5) - (green * 0.418688) - (blue * 0.081312);
        }
    }

    /// <inheritdoc cref="InverseIrreversibleScalar"/>
    public static void InverseIrreversible(Span<double> first, Span<double> second, Span<double> third)
    {
        for (int i = 0; i < first.Length; i++)
        {
            (double y, double cb, double cr) = (first[i], second[i], third[i]);
            (first[i], second[i], third[i]) = (y + (cr * 1.402), y - (cb * 0.344136) - (cr * 0.714136), y + (cb * 1.772));
        }
    }
}
