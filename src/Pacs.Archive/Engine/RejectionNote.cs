using Pacs.Core;

namespace Pacs.Archive;

/// <summary>Rejection notes: Key Object Selections whose title says that the instances they name are not to be used (IHE RAD TF-1 Imaging Object Change Management).</summary>
public static class RejectionNote
{
    /// <summary>The titles that reject, with their meanings (PS3.16 CID 7011, scheme DCM).</summary>
    public static IReadOnlyDictionary<string, string> Titles { get; } = new Dictionary<string, string>
    {
        ["113001"] = "Rejected for Quality Reasons",
        ["113037"] = "Rejected for Patient Safety Reasons",
        ["113038"] = "Incorrect Modality Worklist Entry",
        ["113039"] = "Data Retention Policy Expired",
    };

    /// <summary>The instances that a data set rejects; none when it is no note with one of the titles.</summary>
    /// <param name="dataset">A header, at least up to the evidence (0040,A375).</param>
    /// <param name="titles">Code values of DCM.</param>
    /// <remarks>Only instances of the note's own study count: a note cannot hide what is another patient's.</remarks>
    public static IReadOnlyList<DicomUid> RejectedBy(DicomDataset dataset, IReadOnlyCollection<string> titles)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        ArgumentNullException.ThrowIfNull(titles);
        if (dataset.GetUid(DicomTag.SOPClassUID) != DicomUid.KeyObjectSelectionDocumentStorage) return [];
        if (dataset.GetSequence(DicomTag.ConceptNameCodeSequence) is not [var title, ..] || title.GetString(DicomTag.CodingSchemeDesignator)?.Trim() != "DCM") return [];
        if (title.GetString(DicomTag.CodeValue)?.Trim() is not { } code || !titles.Contains(code)) return [];
        DicomUid? study = dataset.GetUid(DicomTag.StudyInstanceUID), self = dataset.GetUid(DicomTag.SOPInstanceUID);
        var rejected = new HashSet<DicomUid>();
        foreach (DicomDataset evidence in Items(dataset, DicomTag.CurrentRequestedProcedureEvidenceSequence))
        {
            if (evidence.GetUid(DicomTag.StudyInstanceUID) != study) continue;
            foreach (DicomDataset series in Items(evidence, DicomTag.ReferencedSeriesSequence))
                foreach (DicomDataset item in Items(series, DicomTag.ReferencedSOPSequence))
                    if (item.GetUid(DicomTag.ReferencedSOPInstanceUID) is { } instance && instance != self) rejected.Add(instance);
        }

        return [.. rejected];
    }

    private static IEnumerable<DicomDataset> Items(DicomDataset dataset, DicomTag tag) => dataset.GetSequence(tag) ?? Enumerable.Empty<DicomDataset>();
}
