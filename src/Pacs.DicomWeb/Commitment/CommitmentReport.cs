using Pacs.Core;

namespace Pacs.DicomWeb;

/// <summary>Makes the Storage Commitment Response Module (PS3.18 §J.2), in the form of the request: what was named by itself is answered by itself, what was named by study by study.</summary>
internal static class CommitmentReport
{
    public static DicomDataset Make(IReadOnlyList<CommitmentReference> references, ushort[] reasons)
    {
        var report = new DicomDataset();
        var all = references.Select((reference, i) => (Reference: reference, Reason: reasons[i])).ToLookup(r => (IsAlone: r.Reference.Study is null, IsKept: r.Reason == 0));
        Set(report, DicomTag.FailedSOPSequence, all[(true, false)].Select(r => Item(r.Reference, r.Reason, withClass: true)));
        Set(report, DicomTag.ReferencedSOPSequence, all[(true, true)].Select(r => Item(r.Reference, r.Reason, withClass: true)));
        Set(report, DicomTag.ReferencedStudySequence, ByStudy(all[(false, true)]));
        Set(report, DicomTag.FailedStudySequence, ByStudy(all[(false, false)]));
        return report;
    }

    private static IEnumerable<DicomDataset> ByStudy(IEnumerable<(CommitmentReference Reference, ushort Reason)> references) =>
        references.GroupBy(r => r.Reference.Study!.Value).Select(study => With(DicomTag.StudyInstanceUID, study.Key, DicomTag.ReferencedSeriesSequence,
            study.GroupBy(r => r.Reference.Series!.Value).Select(series => With(DicomTag.SeriesInstanceUID, series.Key, DicomTag.ReferencedInstancesBySOPClassSequence,
                series.GroupBy(r => r.Reference.Id.SopClass).Select(ofClass => With(DicomTag.ReferencedSOPClassUID, ofClass.Key, DicomTag.ReferencedInstanceSequence,
                    ofClass.Select(r => Item(r.Reference, r.Reason, withClass: false))))))));

    private static DicomDataset With(DicomTag tag, DicomUid uid, DicomTag sequence, IEnumerable<DicomDataset> items)
    {
        var item = new DicomDataset();
        item.Set(tag, uid);
        Set(item, sequence, items);
        return item;
    }

    private static DicomDataset Item(CommitmentReference reference, ushort reason, bool withClass)
    {
        var item = new DicomDataset();
        if (withClass) item.Set(DicomTag.ReferencedSOPClassUID, reference.Id.SopClass);
        item.Set(DicomTag.ReferencedSOPInstanceUID, reference.Id.SopInstance);
        if (reason != 0) item.SetUInt16(DicomTag.FailureReason, reason);
        return item;
    }

    // A sequence of nothing stays out (type 1C).
    private static void Set(DicomDataset dataset, DicomTag tag, IEnumerable<DicomDataset> items)
    {
        List<DicomDataset> list = [.. items];
        if (list.Count > 0) dataset.Set(tag, new DicomSequence(list));
    }
}
