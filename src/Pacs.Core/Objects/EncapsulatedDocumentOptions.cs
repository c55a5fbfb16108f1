namespace Pacs.Core;

/// <summary>What an encapsulated document says about itself.</summary>
public sealed record EncapsulatedDocumentOptions
{
    /// <summary>What kind of document it is, as a code; null when no code fits.</summary>
    public CodedConcept? Concept { get; init; }

    /// <summary>Conversion Type (0008,0064) of PDF and CDA: WSD (workstation) unless said; SD for a scanned document.</summary>
    public string ConversionType { get; init; } = "WSD";

    /// <summary>Whether the document shows text that identifies the patient. True unless said: the careful answer.</summary>
    public bool HasBurnedInAnnotation { get; init; } = true;

    /// <summary>The instances that the document was made from.</summary>
    public IReadOnlyList<InstanceReference> Sources { get; init; } = [];
}
