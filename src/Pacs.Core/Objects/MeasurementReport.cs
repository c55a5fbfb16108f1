namespace Pacs.Core;

/// <summary>An imaging measurement report (PS3.16 TID 1500): who measured what in which images.</summary>
/// <example><code>
/// var lesion = new MeasurementGroup { TrackingIdentifier = "Lesion 1", Region = MeasurementGroup.InImage(InstanceReference.Of(ct.Dataset), "POLYLINE", [(10, 10), (40, 30)]) };
/// lesion.Measurements.Add(new Measurement(new CodedConcept("410668003", "SCT", "Length"), 36.06, SrCodes.Millimetre));
/// var report = new MeasurementReport { Observer = "Reader^Rita", Groups = { lesion } };
/// DicomDataset dataset = report.ToReport().ToDataset(ObjectContext.OfStudy(ct.Dataset));
/// </code></example>
public sealed class MeasurementReport
{
    /// <summary>The title, of CID 7021.</summary>
    public CodedConcept Title { get; set; } = SrCodes.ImagingMeasurementReport;

    /// <summary>The person who observed, as PN text; empty when a device did.</summary>
    public string Observer { get; set; } = string.Empty;

    /// <summary>The device or program that observed; null when there is none.</summary>
    public (DicomUid Uid, string Name)? Device { get; set; }

    /// <summary>The language of the text.</summary>
    public CodedConcept Language { get; set; } = SrCodes.English;

    /// <summary>The procedures reported on; imaging as such when there is none.</summary>
    public IList<CodedConcept> Procedures { get; } = [];

    /// <summary>Images that the report is about, beyond those that its groups refer to.</summary>
    public IList<InstanceReference> ImageLibrary { get; } = [];

    /// <summary>The measurements.</summary>
    public IList<MeasurementGroup> Groups { get; } = [];

    /// <summary>Makes the document. Shapes and segments of the groups become part of its tree, so that it is made once.</summary>
    /// <exception cref="DicomDataException">Nobody observed.</exception>
    public StructuredReport ToReport()
    {
        if (Observer.Length == 0 && Device is null) throw new DicomDataException("A measurement report needs a person or a device that observed.", DicomTag.ContentSequence);
        var report = new StructuredReport(Title, "1500");
        ContentItem root = report.Content;
        root.Add(SrRelationship.HasConceptModifier, new CodeItem(SrCodes.LanguageOfContent, Language));
        if (Observer.Length > 0)
        {
            root.Add(SrRelationship.HasObservationContext, new CodeItem(SrCodes.ObserverType, SrCodes.Person));
            root.Add(SrRelationship.HasObservationContext, new PersonNameItem(SrCodes.PersonObserverName, Observer));
        }

        if (Device is { } device)
        {
            root.Add(SrRelationship.HasObservationContext, new CodeItem(SrCodes.ObserverType, SrCodes.Device));
            root.Add(SrRelationship.HasObservationContext, new UidItem(SrCodes.DeviceObserverUid, device.Uid));
            if (device.Name.Length > 0) root.Add(SrRelationship.HasObservationContext, new TextItem(SrCodes.DeviceObserverName, device.Name));
        }

        foreach (CodedConcept procedure in Procedures.Count > 0 ? Procedures : [SrCodes.ImagingProcedure])
            root.Add(SrRelationship.HasConceptModifier, new CodeItem(SrCodes.ProcedureReported, procedure));
        if (ImageLibrary.Count > 0)
        {
            var group = new ContainerItem(SrCodes.ImageLibraryGroup);
            foreach (InstanceReference image in ImageLibrary) group.Add(new ImageItem(null, image));
            root.Add(new ContainerItem(SrCodes.ImageLibrary) { TemplateId = "1600" }.Add(group));
        }

        var measurements = new ContainerItem(SrCodes.ImagingMeasurements);
        foreach (MeasurementGroup group in Groups) measurements.Add(group.ToItem());
        root.Add(measurements);
        return report;
    }

    /// <summary>Reads the measurements of a document that follows TID 1500.</summary>
    /// <exception cref="DicomDataException">The document has no container of imaging measurements.</exception>
    public static MeasurementReport Read(StructuredReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        ContainerItem root = report.Content;
        ContainerItem measurements = root.Find<ContainerItem>(SrCodes.ImagingMeasurements)
            ?? throw new DicomDataException("The document holds no imaging measurements (126010, DCM) as TID 1500 does.", DicomTag.ContentSequence);
        var read = new MeasurementReport
        {
            Title = report.Title ?? SrCodes.ImagingMeasurementReport,
            Observer = root.Find<PersonNameItem>(SrCodes.PersonObserverName)?.Value ?? string.Empty,
            Device = root.Find<UidItem>(SrCodes.DeviceObserverUid) is { } device ? (device.Value, root.Find<TextItem>(SrCodes.DeviceObserverName)?.Value ?? string.Empty) : null,
            Language = root.Find<CodeItem>(SrCodes.LanguageOfContent)?.Value ?? SrCodes.English,
        };
        foreach (CodeItem procedure in root.FindAll<CodeItem>(SrCodes.ProcedureReported)) read.Procedures.Add(procedure.Value);
        foreach (ImageItem image in root.FindAll<ContainerItem>(SrCodes.ImageLibrary).SelectMany(static library => library.WithDescendants()).OfType<ImageItem>()) read.ImageLibrary.Add(image.Reference);
        foreach (ContainerItem group in measurements.FindAll<ContainerItem>(SrCodes.MeasurementGroup)) read.Groups.Add(MeasurementGroup.Read(group));
        return read;
    }
}
