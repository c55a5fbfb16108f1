using Pacs.Core;

namespace Pacs.DicomWeb;

/// <summary>What a search returns where nothing is said (PS3.18 Tables 10.6.3-3 to 10.6.3-5), and what lists show beside.</summary>
internal static class SearchDefaults
{
    private static readonly DicomTag[] Study =
    [
        DicomTag.StudyDate, DicomTag.StudyTime, DicomTag.AccessionNumber, DicomTag.ModalitiesInStudy, DicomTag.ReferringPhysicianName, DicomTag.TimezoneOffsetFromUTC,
        DicomTag.StudyDescription, DicomTag.PatientName, DicomTag.PatientID, DicomTag.IssuerOfPatientID, DicomTag.PatientBirthDate, DicomTag.PatientSex,
        DicomTag.StudyInstanceUID, DicomTag.StudyID, DicomTag.NumberOfStudyRelatedSeries, DicomTag.NumberOfStudyRelatedInstances,
    ];

    private static readonly DicomTag[] Series =
    [
        DicomTag.Modality, DicomTag.TimezoneOffsetFromUTC, DicomTag.SeriesDescription, DicomTag.SeriesInstanceUID, DicomTag.SeriesNumber, DicomTag.BodyPartExamined,
        DicomTag.NumberOfSeriesRelatedInstances, DicomTag.SeriesDate, DicomTag.SeriesTime, DicomTag.PerformedProcedureStepStartDate,
        DicomTag.PerformedProcedureStepStartTime, DicomTag.RequestAttributesSequence,
    ];

    private static readonly DicomTag[] Instance =
    [
        DicomTag.SOPClassUID, DicomTag.SOPInstanceUID, DicomTag.TimezoneOffsetFromUTC, DicomTag.InstanceNumber, DicomTag.Rows, DicomTag.Columns,
        DicomTag.BitsAllocated, DicomTag.NumberOfFrames,
    ];

    /// <summary>The attributes of a level, and of the levels above that the path does not name (PS3.18 §10.6.3.3).</summary>
    public static DicomTag[] Of(QueryLevel level, bool hasStudy, bool hasSeries)
    {
        if (level == QueryLevel.Study) return Study;
        DicomTag[] own = level == QueryLevel.Series ? Series : Instance;
        if (level == QueryLevel.Image && !hasSeries) own = [.. own, .. Series];
        return hasStudy ? own : [.. own, .. Study];
    }
}
