using System.Collections.Frozen;

namespace Pacs.Core;

/// <summary>Dates and the times that belong to them, for combined range matching (PS3.4 §C.2.2.2.5.4).</summary>
internal static class DateTimePairs
{
    private static readonly FrozenDictionary<DicomTag, DicomTag> Times = new Dictionary<DicomTag, DicomTag>
    {
        [DicomTag.StudyDate] = DicomTag.StudyTime,
        [DicomTag.SeriesDate] = DicomTag.SeriesTime,
        [DicomTag.AcquisitionDate] = DicomTag.AcquisitionTime,
        [DicomTag.ContentDate] = DicomTag.ContentTime,
        [DicomTag.InstanceCreationDate] = DicomTag.InstanceCreationTime,
        [DicomTag.PatientBirthDate] = DicomTag.PatientBirthTime,
        [DicomTag.PerformedProcedureStepStartDate] = DicomTag.PerformedProcedureStepStartTime,
        [DicomTag.PerformedProcedureStepEndDate] = DicomTag.PerformedProcedureStepEndTime,
        [DicomTag.ScheduledProcedureStepStartDate] = DicomTag.ScheduledProcedureStepStartTime,
        [DicomTag.ScheduledProcedureStepEndDate] = DicomTag.ScheduledProcedureStepEndTime,
        [DicomTag.PresentationCreationDate] = DicomTag.PresentationCreationTime,
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<DicomTag, DicomTag> Dates = Times.ToFrozenDictionary(p => p.Value, p => p.Key);

    internal static DicomTag? TimeOf(DicomTag date) => Times.TryGetValue(date, out DicomTag time) ? time : null;

    internal static DicomTag? DateOf(DicomTag time) => Dates.TryGetValue(time, out DicomTag date) ? date : null;
}
