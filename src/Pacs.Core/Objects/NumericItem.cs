using System.Globalization;

namespace Pacs.Core;

/// <summary>A measured value (value type NUM).</summary>
/// <param name="name">What was measured.</param>
/// <param name="value">The number; null when there is none, for the reason that <see cref="Qualifier"/> gives.</param>
/// <param name="unit">Its unit, of scheme UCUM; null only where there is no number.</param>
public sealed class NumericItem(CodedConcept? name, double? value, CodedConcept? unit) : ContentItem(name)
{
    /// <summary>The number, or null.</summary>
    /// <exception cref="ArgumentOutOfRangeException">At construction: the number is not finite.</exception>
    public double? Value { get; } = value is null || double.IsFinite(value.Value) ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "DS holds finite numbers only (PS3.5 §6.2).");

    /// <summary>Its unit, or null.</summary>
    public CodedConcept? Unit { get; } = unit;

    /// <summary>Why there is no number, or what is special about it (CID 42); null for nothing.</summary>
    public CodedConcept? Qualifier { get; init; }

    /// <inheritdoc/>
    public override string ValueType => "NUM";

    internal override void WriteValue(DicomDataset item)
    {
        var values = new DicomSequence();
        if (Value is { } number && Unit is { } unit)
        {
            var measured = new DicomDataset();
            measured.SetDouble(DicomTag.NumericValue, number);
            // DS has 16 characters only: where they do not hold the number, FD does (PS3.3 §C.18.1).
            if (measured.GetDouble(DicomTag.NumericValue) is var written && written != number) measured.SetDouble(DicomTag.FloatingPointValue, number);
            measured.Set(DicomTag.MeasurementUnitsCodeSequence, CodedConcept.Sequence(unit));
            values.Add(measured);
        }

        item.Set(DicomTag.MeasuredValueSequence, values);
        if (Qualifier is not null) item.Set(DicomTag.NumericValueQualifierCodeSequence, CodedConcept.Sequence(Qualifier));
    }

    internal static NumericItem Read(DicomDataset item, CodedConcept? name)
    {
        DicomDataset? measured = item.GetSequence(DicomTag.MeasuredValueSequence) is { Count: > 0 } values ? values[0] : null;
        double? value = measured?.GetDouble(DicomTag.FloatingPointValue) ?? measured?.GetDouble(DicomTag.NumericValue);
        return new NumericItem(name, value is { } number && double.IsFinite(number) ? value : null,
            measured is null ? null : CodedConcept.Read(measured, DicomTag.MeasurementUnitsCodeSequence))
        {
            Qualifier = CodedConcept.Read(item, DicomTag.NumericValueQualifierCodeSequence),
        };
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{base.ToString()} [{Unit?.Value}]");
}
