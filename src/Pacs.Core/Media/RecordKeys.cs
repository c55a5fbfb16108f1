using System.Collections.Frozen;

namespace Pacs.Core;

/// <summary>The keys that each type of directory record takes from the instances it lists (PS3.3 §F.5).</summary>
internal static class RecordKeys
{
    private static readonly DicomTag[] ContentIdentification = [DicomTag.InstanceNumber, DicomTag.ContentLabel];
    private static readonly DicomTag[] ContentDateTime = [DicomTag.ContentDate, DicomTag.ContentTime];

    private static readonly FrozenDictionary<string, KeySet> Sets = new Dictionary<string, KeySet>(StringComparer.Ordinal)
    {
        [DirectoryRecordType.Patient] = new([DicomTag.PatientID], [DicomTag.PatientName], [DicomTag.PatientBirthDate, DicomTag.PatientSex, DicomTag.IssuerOfPatientID]),
        [DirectoryRecordType.Study] = new([DicomTag.StudyDate, DicomTag.StudyTime, DicomTag.StudyInstanceUID, DicomTag.StudyID], [DicomTag.AccessionNumber, DicomTag.StudyDescription], []),
        [DirectoryRecordType.Series] = new([DicomTag.Modality, DicomTag.SeriesInstanceUID, DicomTag.SeriesNumber], [], [DicomTag.SeriesDescription]),
        [DirectoryRecordType.Image] = new([DicomTag.InstanceNumber], [], [DicomTag.ImageType, DicomTag.NumberOfFrames, DicomTag.Rows, DicomTag.Columns]),
        ["RT DOSE"] = new([DicomTag.InstanceNumber, DicomTag.DoseSummationType], [], [DicomTag.DoseComment]),
        ["RT STRUCTURE SET"] = new([DicomTag.InstanceNumber, DicomTag.StructureSetLabel], [DicomTag.StructureSetDate, DicomTag.StructureSetTime], []),
        ["RT PLAN"] = new([DicomTag.InstanceNumber, DicomTag.RTPlanLabel], [DicomTag.RTPlanDate, DicomTag.RTPlanTime], []),
        ["RT TREAT RECORD"] = new([DicomTag.InstanceNumber], [DicomTag.TreatmentDate, DicomTag.TreatmentTime], []),
        [DirectoryRecordType.Presentation] = new(
            [DicomTag.PresentationCreationDate, DicomTag.PresentationCreationTime, .. ContentIdentification], [DicomTag.ContentDescription, DicomTag.ContentCreatorName],
            [DicomTag.ReferencedSeriesSequence, DicomTag.BlendingSequence]),
        ["WAVEFORM"] = new([DicomTag.InstanceNumber, .. ContentDateTime], [], []),
        [DirectoryRecordType.SRDocument] = new(
            [DicomTag.InstanceNumber, DicomTag.CompletionFlag, DicomTag.VerificationFlag, .. ContentDateTime, DicomTag.ConceptNameCodeSequence], [], []),
        [DirectoryRecordType.KeyObjectDocument] = new([DicomTag.InstanceNumber, .. ContentDateTime, DicomTag.ConceptNameCodeSequence], [], []),
        ["SPECTROSCOPY"] = new(
            [DicomTag.ImageType, .. ContentDateTime, DicomTag.InstanceNumber, DicomTag.NumberOfFrames, DicomTag.Rows, DicomTag.Columns, DicomTag.DataPointRows, DicomTag.DataPointColumns],
            [], [DicomTag.ReferencedImageEvidenceSequence]),
        ["RAW DATA"] = new(ContentDateTime, [DicomTag.InstanceNumber], []),
        ["REGISTRATION"] = Content(),
        ["FIDUCIAL"] = Content(),
        ["HANGING PROTOCOL"] = new(
            [DicomTag.HangingProtocolName, DicomTag.HangingProtocolDescription, DicomTag.HangingProtocolLevel, DicomTag.HangingProtocolCreator,
                DicomTag.HangingProtocolCreationDateTime, DicomTag.HangingProtocolDefinitionSequence, DicomTag.NumberOfPriorsReferenced],
            [DicomTag.HangingProtocolUserIdentificationCodeSequence], []),
        [DirectoryRecordType.EncapsulatedDocument] = new(
            [DicomTag.InstanceNumber, DicomTag.MIMETypeOfEncapsulatedDocument], [.. ContentDateTime, DicomTag.DocumentTitle, DicomTag.ConceptNameCodeSequence], [DicomTag.HL7InstanceIdentifier]),
        ["VALUE MAP"] = Content(),
        ["PALETTE"] = new([DicomTag.ContentLabel], [DicomTag.ContentDescription], []),
        ["IMPLANT"] = new([DicomTag.Manufacturer, DicomTag.ImplantName, DicomTag.ImplantPartNumber], [], [DicomTag.ImplantSize]),
        ["IMPLANT ASSY"] = new([DicomTag.ImplantAssemblyTemplateName, DicomTag.Manufacturer, DicomTag.ProcedureTypeCodeSequence], [], []),
        ["IMPLANT GROUP"] = new([DicomTag.ImplantTemplateGroupName, DicomTag.ImplantTemplateGroupIssuer], [], []),
        ["MEASUREMENT"] = Content(),
        ["SURFACE"] = Content(),
        ["SURFACE SCAN"] = new(ContentDateTime, [], []),
        ["TRACT"] = Content(),
        ["ASSESSMENT"] = new([DicomTag.InstanceNumber, DicomTag.InstanceCreationDate], [DicomTag.InstanceCreationTime], []),
        ["RADIOTHERAPY"] = new([DicomTag.InstanceNumber], [DicomTag.ContentDescription, DicomTag.ContentCreatorName], [DicomTag.UserContentLabel, DicomTag.UserContentLongLabel]),
        ["ANNOTATION"] = Content(),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Makes a record of an instance.</summary>
    /// <param name="type">The record's type.</param>
    /// <param name="instance">The instance; its values are copied.</param>
    /// <param name="position">How many records the new one follows, for a number that the instance lacks.</param>
    /// <param name="findings">Told of each stand-in for a key that must have a value.</param>
    public static DicomDataset Make(string type, DicomDataset instance, int position, List<ValidationFinding> findings)
    {
        var record = new DicomDataset();
        record.Set(DicomTag.DirectoryRecordType, type);
        // Values are set as text and encoded with the record's own set (PS3.3 §F.5: Specific Character Set is a key).
        if (instance.TryGet(DicomTag.SpecificCharacterSet, out DicomElement characterSet)) record.Set(characterSet);
        if (!Sets.TryGetValue(type, out KeySet keys)) return record;
        foreach (DicomTag tag in keys.Optional)
            if (instance.TryGet(tag, out DicomElement element) && !element.IsEmpty) record.Set(element);
        foreach (DicomTag tag in keys.MayBeEmpty) CopyOrEmpty(tag, instance, record);
        foreach (DicomTag tag in keys.Required)
        {
            CopyOrEmpty(tag, instance, record);
            if (record.TryGet(tag, out DicomElement set) && !set.IsEmpty) continue;
            findings.Add(new ValidationFinding(FindingKind.Directory, tag, 0, $"The instance has no value of this key of {type} records; a stand-in is written."));
            StandIns.Set(record, tag, instance, position);
        }

        if (type is DirectoryRecordType.SRDocument or DirectoryRecordType.KeyObjectDocument) AddDocumentKeys(type, instance, record);
        return record;
    }

    private static KeySet Content() => new([.. ContentDateTime, .. ContentIdentification], [DicomTag.ContentDescription, DicomTag.ContentCreatorName], []);

    private static void CopyOrEmpty(DicomTag tag, DicomDataset instance, DicomDataset record)
    {
        if (instance.TryGet(tag, out DicomElement element)) record.Set(element);
        else if (ElementScanner.VROf(tag) == DicomVR.SQ) record.Set(tag, new DicomSequence());
        else record.Set(tag, string.Empty);
    }

    /// <summary>Of the content, what modifies the title; and of the verifications, the latest (PS3.3 §F.5.25, §F.5.26).</summary>
    private static void AddDocumentKeys(string type, DicomDataset instance, DicomDataset record)
    {
        DicomDataset[] modifiers = [.. (instance.GetSequence(DicomTag.ContentSequence) ?? [])
            .Where(static item => item.GetString(DicomTag.RelationshipType) == "HAS CONCEPT MOD").Select(static item => item.Copy())];
        if (modifiers.Length > 0) record.Set(DicomTag.ContentSequence, new DicomSequence(modifiers));
        if (type != DirectoryRecordType.SRDocument) return;
        string? verified = (instance.GetSequence(DicomTag.VerifyingObserverSequence) ?? [])
            .Select(static item => item.GetString(DicomTag.VerificationDateTime)).Max(StringComparer.Ordinal);
        if (verified is not null) record.Set(DicomTag.VerificationDateTime, verified);
    }

    private readonly record struct KeySet(DicomTag[] Required, DicomTag[] MayBeEmpty, DicomTag[] Optional);
}
