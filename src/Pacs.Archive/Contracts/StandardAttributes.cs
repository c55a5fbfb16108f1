using Pacs.Core;

namespace Pacs.Archive;

/// <summary>The attributes that every index keeps, by level.</summary>
internal static class StandardAttributes
{
    // Required and optional keys of PS3.4 Tables C.6-1 to C.6-5, and what workstations ask for beyond them.
    internal static readonly DicomTag[] Patient =
    [
        DicomTag.PatientName, DicomTag.PatientID, DicomTag.IssuerOfPatientID, DicomTag.TypeOfPatientID, DicomTag.IssuerOfPatientIDQualifiersSequence,
        DicomTag.PatientBirthDate, DicomTag.PatientBirthTime, DicomTag.PatientSex, DicomTag.OtherPatientIDsSequence, DicomTag.OtherPatientNames,
        DicomTag.ReferencedPatientSequence, DicomTag.EthnicGroup, DicomTag.PatientComments, DicomTag.PatientSpeciesDescription, DicomTag.PatientBreedDescription,
        DicomTag.ResponsiblePerson, DicomTag.PatientIdentityRemoved, DicomTag.DeidentificationMethod,
    ];

    internal static readonly DicomTag[] Study =
    [
        DicomTag.StudyInstanceUID, DicomTag.StudyID, DicomTag.StudyDate, DicomTag.StudyTime, DicomTag.AccessionNumber, DicomTag.IssuerOfAccessionNumberSequence,
        DicomTag.StudyDescription, DicomTag.ReferringPhysicianName, DicomTag.PhysiciansOfRecord, DicomTag.NameOfPhysiciansReadingStudy, DicomTag.ConsultingPhysicianName,
        DicomTag.ProcedureCodeSequence, DicomTag.AdmittingDiagnosesDescription, DicomTag.PatientAge, DicomTag.PatientSize, DicomTag.PatientWeight,
        DicomTag.Occupation, DicomTag.AdditionalPatientHistory, DicomTag.PregnancyStatus, DicomTag.AdmissionID, DicomTag.IssuerOfAdmissionIDSequence,
        DicomTag.RequestingService, DicomTag.RequestingPhysician, DicomTag.ReferencedStudySequence, DicomTag.TimezoneOffsetFromUTC,
        DicomTag.ClinicalTrialSponsorName, DicomTag.ClinicalTrialProtocolID, DicomTag.ClinicalTrialSubjectID, DicomTag.ClinicalTrialTimePointID,
        // Of the series in PS3.3; here, since whose a study is decides who may see it.
        DicomTag.InstitutionName,
    ];

    internal static readonly DicomTag[] Series =
    [
        DicomTag.SeriesInstanceUID, DicomTag.SeriesNumber, DicomTag.Modality, DicomTag.SeriesDate, DicomTag.SeriesTime, DicomTag.SeriesDescription,
        DicomTag.SeriesDescriptionCodeSequence, DicomTag.BodyPartExamined, DicomTag.Laterality, DicomTag.PatientPosition, DicomTag.ProtocolName,
        DicomTag.FrameOfReferenceUID, DicomTag.PerformingPhysicianName, DicomTag.OperatorsName, DicomTag.StationName,
        DicomTag.InstitutionalDepartmentName, DicomTag.InstitutionAddress, DicomTag.Manufacturer, DicomTag.ManufacturerModelName, DicomTag.DeviceSerialNumber,
        DicomTag.SoftwareVersions, DicomTag.RequestAttributesSequence, DicomTag.PerformedProcedureStepID, DicomTag.PerformedProcedureStepDescription,
        DicomTag.PerformedProcedureStepStartDate, DicomTag.PerformedProcedureStepStartTime, DicomTag.PerformedProcedureStepEndDate,
        DicomTag.PerformedProcedureStepEndTime, DicomTag.PerformedProtocolCodeSequence, DicomTag.ReferencedPerformedProcedureStepSequence,
        DicomTag.AnatomicRegionSequence, DicomTag.PresentationIntentType, DicomTag.SequenceName, DicomTag.ScanningSequence, DicomTag.ContrastBolusAgent,
        DicomTag.MagneticFieldStrength, DicomTag.ClinicalTrialSeriesID,
    ];

    internal static readonly DicomTag[] Image =
    [
        DicomTag.SOPClassUID, DicomTag.SOPInstanceUID, DicomTag.InstanceNumber, DicomTag.AcquisitionNumber, DicomTag.ImageType,
        DicomTag.AcquisitionDate, DicomTag.AcquisitionTime, DicomTag.AcquisitionDateTime, DicomTag.ContentDate, DicomTag.ContentTime,
        DicomTag.InstanceCreationDate, DicomTag.InstanceCreationTime, DicomTag.AcquisitionUID, DicomTag.ImageComments, DicomTag.ImageLaterality,
        DicomTag.ViewPosition, DicomTag.Rows, DicomTag.Columns, DicomTag.NumberOfFrames, DicomTag.BitsAllocated, DicomTag.BitsStored,
        DicomTag.SamplesPerPixel, DicomTag.PhotometricInterpretation, DicomTag.PixelSpacing, DicomTag.ImagerPixelSpacing, DicomTag.SliceThickness,
        DicomTag.SliceLocation, DicomTag.ImagePositionPatient, DicomTag.ImageOrientationPatient, DicomTag.TemporalPositionIdentifier,
        DicomTag.WindowCenter, DicomTag.WindowWidth, DicomTag.LossyImageCompression, DicomTag.LossyImageCompressionRatio,
        DicomTag.ConceptNameCodeSequence, DicomTag.CompletionFlag, DicomTag.VerificationFlag, DicomTag.VerifyingObserverSequence,
        DicomTag.ReferencedRequestSequence, DicomTag.ContentLabel, DicomTag.ContentDescription, DicomTag.ContentCreatorName,
        DicomTag.PresentationCreationDate, DicomTag.PresentationCreationTime, DicomTag.DocumentTitle, DicomTag.MIMETypeOfEncapsulatedDocument,
        DicomTag.RelatedSeriesSequence,
    ];

    // Kept up to date by the index itself (PS3.4 §C.3.4 and the notes to the tables above), never read from a header.
    internal static readonly (QueryLevel Level, DicomTag Tag)[] Derived =
    [
        (QueryLevel.Patient, DicomTag.NumberOfPatientRelatedStudies),
        (QueryLevel.Patient, DicomTag.NumberOfPatientRelatedSeries),
        (QueryLevel.Patient, DicomTag.NumberOfPatientRelatedInstances),
        (QueryLevel.Study, DicomTag.NumberOfStudyRelatedSeries),
        (QueryLevel.Study, DicomTag.NumberOfStudyRelatedInstances),
        (QueryLevel.Study, DicomTag.ModalitiesInStudy),
        (QueryLevel.Study, DicomTag.SOPClassesInStudy),
        (QueryLevel.Series, DicomTag.NumberOfSeriesRelatedInstances),
        (QueryLevel.Image, DicomTag.AvailableTransferSyntaxUID),
    ];
}
