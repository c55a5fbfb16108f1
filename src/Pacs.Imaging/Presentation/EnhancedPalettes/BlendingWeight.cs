using Pacs.Core;

namespace Pacs.Imaging;

/// <summary>What a data path counts in the picture: Blending LUT 1 or 2 (PS3.3 §C.7.6.23.4).</summary>
internal sealed record BlendingWeight
{
    private enum Function
    {
        Constant,
        Alpha1,
        Alpha2,
        Table,
        OneMinus,
    }

    /// <summary>The path counts whole.</summary>
    public static BlendingWeight One { get; } = new() { Kind = Function.Constant, Constant = 1 };

    private Function Kind { get; init; }

    private double Constant { get; init; }

    private LookupTable? Table { get; init; }

    /// <summary>The weight that an item describes; null when it cannot be used.</summary>
    /// <param name="item">An item of Blending LUT 1 or 2 Sequence.</param>
    /// <param name="function">Its Transfer Function.</param>
    /// <param name="bulk">Reads its table.</param>
    public static BlendingWeight? Read(DicomDataset item, DicomTag function, BulkReader bulk) => item.GetString(function) switch
    {
        "CONSTANT" when item.GetDouble(DicomTag.BlendingWeightConstant) is >= 0 and <= 1 and var constant => new() { Kind = Function.Constant, Constant = constant },
        "ALPHA_1" => new() { Kind = Function.Alpha1 },
        "ALPHA_2" => new() { Kind = Function.Alpha2 },
        "ONE_MINUS" => new() { Kind = Function.OneMinus },
        "TABLE" when PaletteReader.ReadTable(item, DicomTag.BlendingLookupTableDescriptor, bulk.Get(item, DicomTag.BlendingLookupTableData)) is { } table => new() { Kind = Function.Table, Table = table },
        _ => null,
    };

    /// <summary>The weight where the two paths have these alphas.</summary>
    /// <param name="first">Alpha of the primary path, and its bits.</param>
    /// <param name="second">Alpha of the secondary path, and its bits.</param>
    /// <param name="other">The weight of the primary path, for ONE_MINUS.</param>
    public double Of((int Value, int Bits) first, (int Value, int Bits) second, double other) => Kind switch
    {
        Function.Alpha1 => Fraction(first),
        Function.Alpha2 => Fraction(second),
        Function.OneMinus => 1 - other,
        // The alphas side by side are the index, that of the primary path in the upper bits.
        Function.Table => Table!.Apply(((long)first.Value << second.Bits) | (uint)second.Value),
        _ => Constant,
    };

    private static double Fraction((int Value, int Bits) alpha) => Math.Min(1, alpha.Value / (double)((1L << alpha.Bits) - 1));
}
