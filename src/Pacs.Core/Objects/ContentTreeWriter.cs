namespace Pacs.Core;

/// <summary>Writes content trees (PS3.3 §C.17.3).</summary>
internal static class ContentTreeWriter
{
    /// <summary>Sets the attributes of an item, and of all below, on a data set.</summary>
    public static void Write(ContentItem content, DicomDataset item)
    {
        if (content.ValueType.Length > 0) item.Set(DicomTag.ValueType, content.ValueType);
        if (content.Name is not null) item.Set(DicomTag.ConceptNameCodeSequence, CodedConcept.Sequence(content.Name));
        if (content.ObservationDateTime is not null) item.Set(DicomTag.ObservationDateTime, content.ObservationDateTime);
        if (content.ObservationUid is { } uid) item.Set(DicomTag.ObservationUID, uid);
        content.WriteValue(item);
        if (content.Children.Count == 0) return;
        item.Set(DicomTag.ContentSequence, new DicomSequence(content.Children.Select(static child =>
        {
            var below = new DicomDataset();
            below.Set(DicomTag.RelationshipType, child.Relationship);
            Write(child, below);
            return below;
        })));
    }
}
