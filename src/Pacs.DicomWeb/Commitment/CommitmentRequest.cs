using Microsoft.AspNetCore.Http;
using Pacs.Core;

namespace Pacs.DicomWeb;

/// <summary>Reads the Storage Commitment Request Module (PS3.18 §J.1): instances by themselves, by study and series, or both.</summary>
internal static class CommitmentRequest
{
    private const int MaxReferences = 100_000;

    /// <exception cref="DicomWebException">It names no instance, too many, or one without its UIDs.</exception>
    public static IReadOnlyList<CommitmentReference> Parse(DicomDataset request)
    {
        var references = new List<CommitmentReference>();
        foreach (DicomDataset item in Items(request, DicomTag.ReferencedSOPSequence)) Add(references, Uid(item, DicomTag.ReferencedSOPClassUID), item, null, null);
        foreach (DicomDataset study in Items(request, DicomTag.ReferencedStudySequence))
        {
            DicomUid studyUid = Uid(study, DicomTag.StudyInstanceUID);
            foreach (DicomDataset series in Items(study, DicomTag.ReferencedSeriesSequence))
            {
                DicomUid seriesUid = Uid(series, DicomTag.SeriesInstanceUID);
                foreach (DicomDataset ofClass in Items(series, DicomTag.ReferencedInstancesBySOPClassSequence))
                    foreach (DicomDataset item in Items(ofClass, DicomTag.ReferencedInstanceSequence)) Add(references, Uid(ofClass, DicomTag.ReferencedSOPClassUID), item, studyUid, seriesUid);
            }
        }

        return references.Count > 0 ? references : throw Bad("The request names no instance.");
    }

    private static void Add(List<CommitmentReference> references, DicomUid sopClass, DicomDataset item, DicomUid? study, DicomUid? series)
    {
        references.Add(new CommitmentReference(new InstanceId(sopClass, Uid(item, DicomTag.ReferencedSOPInstanceUID)), study, series));
        if (references.Count > MaxReferences) throw new DicomWebException(StatusCodes.Status413PayloadTooLarge, $"A request names at most {MaxReferences} instances.");
    }

    private static IEnumerable<DicomDataset> Items(DicomDataset dataset, DicomTag tag) => dataset.GetSequence(tag) ?? Enumerable.Empty<DicomDataset>();

    private static DicomUid Uid(DicomDataset item, DicomTag tag) =>
        item.GetString(tag) is { } text && Uids.TryParse(text, out DicomUid uid) ? uid : throw Bad($"{tag.Keyword} is missing, or no UID.");

    private static DicomWebException Bad(string reason) => new(StatusCodes.Status400BadRequest, reason);
}
