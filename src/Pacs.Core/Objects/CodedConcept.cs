namespace Pacs.Core;

/// <summary>A coded concept: a code, the scheme that defines it, and what it means in words (PS3.3 §8).</summary>
/// <param name="Value">The code; a URN or URL is written as such, a code of more than 16 characters as a long one (PS3.3 §8.1).</param>
/// <param name="Scheme">Coding Scheme Designator, e.g. <c>DCM</c>, <c>SCT</c>, <c>UCUM</c>; empty for a URN that needs none.</param>
/// <param name="Meaning">Code Meaning, at most 64 characters.</param>
/// <param name="SchemeVersion">Coding Scheme Version, or null.</param>
public sealed record CodedConcept(string Value, string Scheme, string Meaning, string? SchemeVersion = null)
{
    /// <summary>Whether two codes are the same concept: value and scheme, whatever the words.</summary>
    public bool IsSameAs(CodedConcept? other) => other is not null && Value == other.Value && Scheme == other.Scheme;

    /// <summary>Reads the first item of a code sequence; null when there is none with a code value.</summary>
    public static CodedConcept? Read(DicomDataset dataset, DicomTag sequence)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        return ReadAll(dataset, sequence).FirstOrDefault();
    }

    /// <summary>Reads all items of a code sequence that have a code value.</summary>
    public static IEnumerable<CodedConcept> ReadAll(DicomDataset dataset, DicomTag sequence)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        foreach (DicomDataset item in dataset.GetSequence(sequence) ?? [])
        {
            string? value = item.GetString(DicomTag.CodeValue) ?? item.GetString(DicomTag.LongCodeValue) ?? item.GetString(DicomTag.URNCodeValue);
            if (value is null) continue;
            yield return new CodedConcept(value, item.GetString(DicomTag.CodingSchemeDesignator) ?? string.Empty, item.GetString(DicomTag.CodeMeaning) ?? string.Empty, item.GetString(DicomTag.CodingSchemeVersion));
        }
    }

    /// <summary>An item for a code sequence.</summary>
    public DicomDataset ToItem()
    {
        var item = new DicomDataset();
        bool isUrn = Value.StartsWith("urn:", StringComparison.OrdinalIgnoreCase) || Value.Contains("://", StringComparison.Ordinal);
        item.Set(isUrn ? DicomTag.URNCodeValue : Value.Length > 16 ? DicomTag.LongCodeValue : DicomTag.CodeValue, Value);
        if (Scheme.Length > 0) item.Set(DicomTag.CodingSchemeDesignator, Scheme);
        if (SchemeVersion is not null) item.Set(DicomTag.CodingSchemeVersion, SchemeVersion);
        item.Set(DicomTag.CodeMeaning, Meaning);
        return item;
    }

    /// <summary>Code, scheme and words, as the standard writes them.</summary>
    public override string ToString() => $"({Value}, {Scheme}, \"{Meaning}\")";

    internal static DicomSequence Sequence(params IEnumerable<CodedConcept> concepts) => new(concepts.Select(static concept => concept.ToItem()));
}
