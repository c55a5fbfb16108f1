using Pacs.Core;

namespace Pacs.Tool;

/// <summary>New UIDs for old: the same for the same, so that files that belong together still do.</summary>
internal sealed class UidMap
{
    private static readonly HashSet<DicomTag> Mapped =
    [
        DicomTag.StudyInstanceUID, DicomTag.SeriesInstanceUID, DicomTag.SOPInstanceUID, DicomTag.ReferencedSOPInstanceUID,
        DicomTag.FrameOfReferenceUID, DicomTag.ReferencedFrameOfReferenceUID, DicomTag.SynchronizationFrameOfReferenceUID,
    ];

    private readonly Dictionary<DicomUid, DicomUid> _new = [];

    public void Apply(DicomDataset dataset)
    {
        foreach (DicomElement element in dataset.ToArray())
        {
            if (element.GetSequence() is { } sequence)
                foreach (DicomDataset item in sequence) Apply(item);
            else if (Mapped.Contains(element.Tag) && dataset.GetUid(element.Tag) is { } uid)
                dataset.Set(element.Tag, NewFor(uid));
        }
    }

    private DicomUid NewFor(DicomUid old)
    {
        if (!_new.TryGetValue(old, out DicomUid made)) _new[old] = made = DicomUid.NewUid();
        return made;
    }
}
