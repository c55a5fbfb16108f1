namespace Pacs.Core;

/// <summary>Reads content trees (PS3.3 §C.17.3), keeping what it cannot make sense of.</summary>
internal sealed class ContentTreeReader(Func<InstanceId, InstanceReference> locate)
{
    // Recursion follows the nesting of sequences: documents have less than ten levels, and the stack has room for this many.
    private const int MaxDepth = 200;

    /// <summary>Reads an item and all below.</summary>
    /// <exception cref="DicomDataException">The tree is too deep.</exception>
    public ContentItem Read(DicomDataset item, int depth = 0)
    {
        if (depth > MaxDepth) throw new DicomDataException($"The content tree is deeper than {MaxDepth} levels.", DicomTag.ContentSequence);
        ContentItem content = ReadItem(item);
        foreach (DicomDataset child in item.GetSequence(DicomTag.ContentSequence) ?? [])
            content.Add(child.GetString(DicomTag.RelationshipType) is { } relationship ? relationship : SrRelationship.Contains, Read(child, depth + 1));
        return content;
    }

    private ContentItem ReadItem(DicomDataset item)
    {
        CodedConcept? name = CodedConcept.Read(item, DicomTag.ConceptNameCodeSequence);
        string type = item.GetString(DicomTag.ValueType) ?? string.Empty;
        if (type.Length == 0 && item.ValueCount(DicomTag.ReferencedContentItemIdentifier) is > 0 and var count)
            return new ReferenceItem([.. Enumerable.Range(0, count).Select(i => item.GetUInt32(DicomTag.ReferencedContentItemIdentifier, i) ?? 0)]);
        ContentItem content = type switch
        {
            "CONTAINER" => ContainerItem.Read(item, name),
            "TEXT" => new TextItem(name, item.GetString(DicomTag.TextValue) ?? string.Empty),
            "CODE" when CodedConcept.Read(item, DicomTag.ConceptCodeSequence) is { } code => new CodeItem(name, code),
            "NUM" => NumericItem.Read(item, name),
            "PNAME" => new PersonNameItem(name, item.GetString(DicomTag.PersonName) ?? string.Empty),
            "DATE" => new DateItem(name, item.GetString(DicomTag.Date) ?? string.Empty),
            "TIME" => new TimeItem(name, item.GetString(DicomTag.Time) ?? string.Empty),
            "DATETIME" => new DateTimeItem(name, item.GetString(DicomTag.DateTime) ?? string.Empty),
            "UIDREF" => new UidItem(name, item.GetUid(DicomTag.UID) ?? default),
            "SCOORD" => SpatialItem.Read(item, name),
            "SCOORD3D" => Spatial3DItem.Read(item, name),
            "TCOORD" => TemporalItem.Read(item, name),
            "COMPOSITE" when Sop(item) is { } sop => new CompositeItem(name, locate(InstanceReference.IdOf(sop))),
            "IMAGE" when Sop(item) is { } sop => ImageItem.Read(sop, name, locate),
            "WAVEFORM" when Sop(item) is { } sop => WaveformItem.Read(sop, name, locate),
            _ => new UnknownItem(name, item),
        };
        content.ObservationDateTime = item.GetString(DicomTag.ObservationDateTime);
        content.ObservationUid = item.GetUid(DicomTag.ObservationUID);
        return content;
    }

    private static DicomDataset? Sop(DicomDataset item) => item.GetSequence(DicomTag.ReferencedSOPSequence) is { Count: > 0 } sequence ? sequence[0] : null;
}
