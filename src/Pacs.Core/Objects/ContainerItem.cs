namespace Pacs.Core;

/// <summary>A heading with items below (value type CONTAINER).</summary>
/// <param name="name">The heading; of the root, the document's title.</param>
public sealed class ContainerItem(CodedConcept? name) : ContentItem(name)
{
    /// <summary>Whether the items below are separate statements rather than parts of a flowing text.</summary>
    public bool IsSeparate { get; init; } = true;

    /// <summary>The template of PS3.16 that the content follows, e.g. "1500"; null for none.</summary>
    public string? TemplateId { get; init; }

    /// <inheritdoc/>
    public override string ValueType => "CONTAINER";

    internal override void WriteValue(DicomDataset item)
    {
        item.Set(DicomTag.ContinuityOfContent, IsSeparate ? "SEPARATE" : "CONTINUOUS");
        if (TemplateId is null) return;
        var template = new DicomDataset();
        template.Set(DicomTag.MappingResource, "DCMR");
        template.Set(DicomTag.TemplateIdentifier, TemplateId);
        item.Set(DicomTag.ContentTemplateSequence, new DicomSequence(template));
    }

    internal static ContainerItem Read(DicomDataset item, CodedConcept? name) => new(name)
    {
        IsSeparate = item.GetString(DicomTag.ContinuityOfContent) != "CONTINUOUS",
        TemplateId = item.GetSequence(DicomTag.ContentTemplateSequence) is { Count: > 0 } templates ? templates[0].GetString(DicomTag.TemplateIdentifier) : null,
    };
}
