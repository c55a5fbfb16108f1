namespace Pacs.Imaging;

/// <summary>From stored values to modality values: Rescale Slope and Intercept, or a Modality LUT (PS3.3 §C.11.1).</summary>
/// <param name="Slope">Modality units a stored unit.</param>
/// <param name="Intercept">The modality value of the stored value 0.</param>
public sealed record ModalityTransform(double Slope = 1, double Intercept = 0)
{
    /// <summary>Stored values are modality values.</summary>
    public static ModalityTransform Identity { get; } = new();

    /// <summary>The table that is used instead of slope and intercept; null when there is none.</summary>
    public LookupTable? Table { get; init; }

    /// <summary>What modality values are: Rescale Type (0028,1054) or Modality LUT Type (0028,3004), for instance HU; null when not said.</summary>
    public string? Unit { get; init; }

    /// <summary>The modality value of a stored value.</summary>
    public double Apply(double stored) => Table is null ? stored * Slope + Intercept : Table.Lookup(stored);
}
