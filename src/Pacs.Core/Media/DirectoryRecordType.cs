using System.Collections.Frozen;

namespace Pacs.Core;

/// <summary>The directory record types of PS3.3 §F.5, as they stand in Directory Record Type (0004,1430).</summary>
public static class DirectoryRecordType
{
    /// <summary>A patient; holds studies.</summary>
    public const string Patient = "PATIENT";

    /// <summary>A study; holds series.</summary>
    public const string Study = "STUDY";

    /// <summary>A series; holds instances of the other types.</summary>
    public const string Series = "SERIES";

    /// <summary>An image, a segmentation or parametric map included.</summary>
    public const string Image = "IMAGE";

    /// <summary>Any structured report.</summary>
    public const string SRDocument = "SR DOCUMENT";

    /// <summary>A key object selection.</summary>
    public const string KeyObjectDocument = "KEY OBJECT DOC";

    /// <summary>A presentation state.</summary>
    public const string Presentation = "PRESENTATION";

    /// <summary>An encapsulated document.</summary>
    public const string EncapsulatedDocument = "ENCAP DOC";

    /// <summary>A record whose meaning Private Record UID (0004,1432) tells.</summary>
    public const string Private = "PRIVATE";

    private static readonly FrozenSet<string> AtRoot =
        FrozenSet.ToFrozenSet([Patient, "HANGING PROTOCOL", "PALETTE", "IMPLANT", "IMPLANT ASSY", "IMPLANT GROUP", "INVENTORY"], StringComparer.Ordinal);

    private static readonly FrozenSet<string> BelowSeries = FrozenSet.ToFrozenSet(
    [
        Image, "RT DOSE", "RT STRUCTURE SET", "RT PLAN", "RT TREAT RECORD", Presentation, "WAVEFORM", SRDocument, KeyObjectDocument, "SPECTROSCOPY", "RAW DATA",
        "REGISTRATION", "FIDUCIAL", EncapsulatedDocument, "VALUE MAP", "STEREOMETRIC", "PLAN", "MEASUREMENT", "SURFACE", "SURFACE SCAN", "TRACT", "ASSESSMENT",
        "RADIOTHERAPY", "ANNOTATION",
    ], StringComparer.Ordinal);

    private static readonly FrozenDictionary<DicomUid, string> Types = TypesBySopClass();

    /// <summary>The type of record that lists instances of a class; null when the standard has none for it.</summary>
    public static string? Of(DicomUid sopClass) => Types.TryGetValue(sopClass, out string? type) ? type
        : SopClasses.IsStorage(sopClass) && sopClass.Keyword is { } keyword && (keyword.Contains("Image", StringComparison.Ordinal) || keyword.EndsWith("MapStorage", StringComparison.Ordinal)
            || keyword.EndsWith("VolumeStorage", StringComparison.Ordinal) || keyword.EndsWith("SegmentationStorage", StringComparison.Ordinal) || keyword.EndsWith("AnalysisStorage", StringComparison.Ordinal)) ? Image : null;

    /// <summary>Whether records of this type stand in the root entity rather than below a patient's series (PS3.3 Table F.4-1).</summary>
    internal static bool IsRoot(string type) => AtRoot.Contains(type);

    /// <summary>Whether a record may stand there (PS3.3 Table F.4-1). Types that the table does not know, retired ones say, may stand anywhere.</summary>
    internal static bool MayStandBelow(string? parent, string type) => type switch
    {
        Study => parent is not null and not (Study or Series) && !BelowSeries.Contains(parent),
        Series => parent is not null and not (Patient or Series) && !BelowSeries.Contains(parent),
        _ when AtRoot.Contains(type) => parent is null,
        _ when BelowSeries.Contains(type) => parent is not null and not (Patient or Study) && !AtRoot.Contains(parent),
        _ => true,
    };

    /// <summary>How deep a record of this type stands: 0 in the root entity to 3 for instances.</summary>
    internal static int LevelOf(string type) => type switch { Study => 1, Series => 2, _ => AtRoot.Contains(type) ? 0 : 3 };

    private static FrozenDictionary<DicomUid, string> TypesBySopClass()
    {
        var types = new Dictionary<DicomUid, string>();
        void Add(string type, params ReadOnlySpan<DicomUid> classes)
        {
            foreach (DicomUid sopClass in classes) types.Add(sopClass, type);
        }

        Add("RT DOSE", DicomUid.RTDoseStorage);
        Add("RT STRUCTURE SET", DicomUid.RTStructureSetStorage);
        Add("RT PLAN", DicomUid.RTPlanStorage, DicomUid.RTIonPlanStorage);
        Add("RT TREAT RECORD", DicomUid.RTBeamsTreatmentRecordStorage, DicomUid.RTBrachyTreatmentRecordStorage, DicomUid.RTIonBeamsTreatmentRecordStorage, DicomUid.RTTreatmentSummaryRecordStorage);
        Add("PLAN", DicomUid.RTBeamsDeliveryInstructionStorage, DicomUid.RTBrachyApplicationSetupDeliveryInstructionStorage);
        Add("RADIOTHERAPY", DicomUid.RTPhysicianIntentStorage, DicomUid.RTSegmentAnnotationStorage, DicomUid.RTRadiationSetStorage, DicomUid.CArmPhotonElectronRadiationStorage,
            DicomUid.TomotherapeuticRadiationStorage, DicomUid.RoboticArmRadiationStorage, DicomUid.RTRadiationRecordSetStorage, DicomUid.RTRadiationSalvageRecordStorage,
            DicomUid.TomotherapeuticRadiationRecordStorage, DicomUid.CArmPhotonElectronRadiationRecordStorage, DicomUid.RoboticRadiationRecordStorage,
            DicomUid.RTRadiationSetDeliveryInstructionStorage, DicomUid.RTTreatmentPreparationStorage, DicomUid.RTPatientPositionAcquisitionInstructionStorage);
        Add(KeyObjectDocument, DicomUid.KeyObjectSelectionDocumentStorage);
        Add("SPECTROSCOPY", DicomUid.MRSpectroscopyStorage);
        Add("RAW DATA", DicomUid.RawDataStorage);
        Add("REGISTRATION", DicomUid.SpatialRegistrationStorage, DicomUid.DeformableSpatialRegistrationStorage);
        Add("FIDUCIAL", DicomUid.SpatialFiducialsStorage);
        Add("HANGING PROTOCOL", DicomUid.HangingProtocolStorage);
        Add(EncapsulatedDocument, DicomUid.EncapsulatedPDFStorage, DicomUid.EncapsulatedCDAStorage, DicomUid.EncapsulatedSTLStorage, DicomUid.EncapsulatedOBJStorage, DicomUid.EncapsulatedMTLStorage);
        Add("VALUE MAP", DicomUid.RealWorldValueMappingStorage);
        Add("STEREOMETRIC", DicomUid.StereometricRelationshipStorage);
        Add("PALETTE", DicomUid.ColorPaletteStorage);
        Add("IMPLANT", DicomUid.GenericImplantTemplateStorage);
        Add("IMPLANT ASSY", DicomUid.ImplantAssemblyTemplateStorage);
        Add("IMPLANT GROUP", DicomUid.ImplantTemplateGroupStorage);
        Add("MEASUREMENT", DicomUid.LensometryMeasurementsStorage, DicomUid.AutorefractionMeasurementsStorage, DicomUid.KeratometryMeasurementsStorage, DicomUid.SubjectiveRefractionMeasurementsStorage,
            DicomUid.VisualAcuityMeasurementsStorage, DicomUid.OphthalmicAxialMeasurementsStorage, DicomUid.IntraocularLensCalculationsStorage, DicomUid.OphthalmicVisualFieldStaticPerimetryMeasurementsStorage);
        Add("SURFACE", DicomUid.SurfaceSegmentationStorage);
        Add("SURFACE SCAN", DicomUid.SurfaceScanMeshStorage, DicomUid.SurfaceScanPointCloudStorage);
        Add("TRACT", DicomUid.TractographyResultsStorage);
        Add("ASSESSMENT", DicomUid.ContentAssessmentResultsStorage);
        Add("ANNOTATION", DicomUid.MicroscopyBulkSimpleAnnotationsStorage);
        Add("INVENTORY", DicomUid.InventoryStorage);
        Add(SRDocument, DicomUid.ProcedureLogStorage, DicomUid.SpectaclePrescriptionReportStorage, DicomUid.MacularGridThicknessAndVolumeReportStorage);
        Add(Presentation, DicomUid.BasicStructuredDisplayStorage);
        foreach (DicomUid sopClass in SopClasses.Storage)
        {
            if (types.ContainsKey(sopClass) || sopClass.Keyword is not { } keyword) continue;
            if (keyword.EndsWith("SRStorage", StringComparison.Ordinal)) types.Add(sopClass, SRDocument);
            else if (keyword.EndsWith("PresentationStateStorage", StringComparison.Ordinal)) types.Add(sopClass, Presentation);
            else if (keyword.EndsWith("WaveformStorage", StringComparison.Ordinal)) types.Add(sopClass, "WAVEFORM");
        }

        return types.ToFrozenDictionary();
    }
}
