namespace Pacs.Core;

/// <summary>Points at an instance, and says in which study and series it is.</summary>
/// <param name="Study">Study Instance UID; empty when unknown.</param>
/// <param name="Series">Series Instance UID; empty when unknown.</param>
/// <param name="Instance">Class and instance UID.</param>
public sealed record InstanceReference(DicomUid Study, DicomUid Series, InstanceId Instance)
{
    /// <summary>Points at an instance that is at hand.</summary>
    /// <exception cref="DicomDataException">One of its UIDs is missing.</exception>
    public static InstanceReference Of(DicomDataset instance)
    {
        ArgumentNullException.ThrowIfNull(instance);
        return new InstanceReference(
            instance.RequireUid(DicomTag.StudyInstanceUID), instance.RequireUid(DicomTag.SeriesInstanceUID),
            new InstanceId(instance.RequireUid(DicomTag.SOPClassUID), instance.RequireUid(DicomTag.SOPInstanceUID)));
    }

    /// <summary>An item of a Referenced SOP Sequence (PS3.3 Table 10-11).</summary>
    internal static DicomDataset SopItem(InstanceId id)
    {
        var item = new DicomDataset();
        item.Set(DicomTag.ReferencedSOPClassUID, id.SopClass);
        item.Set(DicomTag.ReferencedSOPInstanceUID, id.SopInstance);
        return item;
    }

    /// <summary>References as the evidence sequences of documents hold them: by study, by series, each instance once (PS3.3 Table C.17-3).</summary>
    internal static DicomSequence Hierarchy(IEnumerable<InstanceReference> references) => new(
        references.GroupBy(static reference => reference.Study).Select(static study =>
        {
            var item = new DicomDataset();
            item.Set(DicomTag.StudyInstanceUID, study.Key);
            item.Set(DicomTag.ReferencedSeriesSequence, new DicomSequence(study.GroupBy(static reference => reference.Series).Select(static series =>
            {
                var of = new DicomDataset();
                of.Set(DicomTag.SeriesInstanceUID, series.Key);
                of.Set(DicomTag.ReferencedSOPSequence, new DicomSequence(series.Select(static reference => reference.Instance).Distinct().Select(SopItem)));
                return of;
            })));
            return item;
        }));

    /// <summary>Reads what <see cref="Hierarchy"/> writes.</summary>
    internal static IEnumerable<InstanceReference> ReadHierarchy(DicomSequence? studies)
    {
        foreach (DicomDataset study in studies ?? [])
            foreach (DicomDataset series in study.GetSequence(DicomTag.ReferencedSeriesSequence) ?? [])
                foreach (DicomDataset item in series.GetSequence(DicomTag.ReferencedSOPSequence) ?? [])
                    yield return new InstanceReference(study.GetUid(DicomTag.StudyInstanceUID) ?? default, series.GetUid(DicomTag.SeriesInstanceUID) ?? default, IdOf(item));
    }

    internal static InstanceId IdOf(DicomDataset item) => new(item.GetUid(DicomTag.ReferencedSOPClassUID) ?? default, item.GetUid(DicomTag.ReferencedSOPInstanceUID) ?? default);
}
