namespace Pacs.Core;

/// <summary>One measured value of a <see cref="MeasurementGroup"/> (TID 300, TID 1419).</summary>
/// <param name="Name">What was measured, e.g. (410668003, SCT, "Length").</param>
/// <param name="Value">The number.</param>
/// <param name="Unit">Its unit, of scheme UCUM.</param>
public sealed record Measurement(CodedConcept Name, double Value, CodedConcept Unit)
{
    /// <summary>Which statistic the number is, e.g. (373098007, SCT, "Mean"); null for a plain value.</summary>
    public CodedConcept? Derivation { get; init; }

    /// <summary>How it was measured, or null.</summary>
    public CodedConcept? Method { get; init; }

    /// <summary>Where it was measured, when that is not the group's site; null otherwise.</summary>
    public CodedConcept? FindingSite { get; init; }

    /// <summary>The images that were measured; empty when the group tells.</summary>
    public IReadOnlyList<InstanceReference> Sources { get; init; } = [];

    internal NumericItem ToItem()
    {
        var item = new NumericItem(Name, Value, Unit);
        if (Derivation is not null) item.Add(SrRelationship.HasConceptModifier, new CodeItem(SrCodes.Derivation, Derivation));
        if (Method is not null) item.Add(SrRelationship.HasConceptModifier, new CodeItem(SrCodes.MeasurementMethod, Method));
        if (FindingSite is not null) item.Add(SrRelationship.HasConceptModifier, new CodeItem(SrCodes.FindingSite, FindingSite));
        foreach (InstanceReference source in Sources) item.Add(SrRelationship.InferredFrom, new ImageItem(SrCodes.SourceOfMeasurement, source));
        return item;
    }

    internal static Measurement? Read(NumericItem item) => item is not { Name: { } name, Value: { } value, Unit: { } unit } ? null : new Measurement(name, value, unit)
    {
        Derivation = item.Find<CodeItem>(SrCodes.Derivation)?.Value,
        Method = item.Find<CodeItem>(SrCodes.MeasurementMethod)?.Value,
        FindingSite = item.Find<CodeItem>(SrCodes.FindingSite)?.Value,
        Sources = [.. item.FindAll<ImageItem>(SrCodes.SourceOfMeasurement).Select(static image => image.Reference)],
    };
}
