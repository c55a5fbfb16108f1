namespace Pacs.Core;

/// <summary>A list of instances that stand out, and why (PS3.3 §A.35.4, TID 2010).</summary>
public sealed class KeyObjectSelection
{
    /// <summary>Begins a selection.</summary>
    /// <param name="title">Why: a code of CID 7010, such as <see cref="SrCodes.OfInterest"/>.</param>
    public KeyObjectSelection(CodedConcept title)
    {
        ArgumentNullException.ThrowIfNull(title);
        Title = title;
    }

    /// <summary>Why the objects were selected.</summary>
    public CodedConcept Title { get; }

    /// <summary>Says more than the title, for titles such as rejection; null for nothing.</summary>
    public CodedConcept? TitleModifier { get; set; }

    /// <summary>Words about the selection, empty for none.</summary>
    public string Description { get; set; } = string.Empty;

    /// <summary>Who selected, as PN text; empty for nobody.</summary>
    public string Observer { get; set; } = string.Empty;

    /// <summary>What was selected; at least one when it is written. Frames are chosen by <see cref="ImageItem.FrameNumbers"/>.</summary>
    public IList<CompositeItem> Objects { get; } = [];

    /// <summary>Selects a whole instance.</summary>
    public KeyObjectSelection Add(InstanceReference reference)
    {
        ArgumentNullException.ThrowIfNull(reference);
        string? type = DirectoryRecordType.Of(reference.Instance.SopClass);
        Objects.Add(type switch
        {
            DirectoryRecordType.Image => new ImageItem(null, reference),
            "WAVEFORM" => new WaveformItem(null, reference),
            _ => new CompositeItem(null, reference),
        });
        return this;
    }

    /// <summary>Writes the selection.</summary>
    /// <exception cref="DicomDataException">Nothing is selected, or a reference lacks study or series.</exception>
    public DicomDataset ToDataset(ObjectContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (Objects.Count == 0) throw new DicomDataException("A key object selection selects at least one object.", DicomTag.ContentSequence);
        var root = new ContainerItem(Title) { TemplateId = "2010" };
        if (TitleModifier is not null) root.Add(SrRelationship.HasConceptModifier, new CodeItem(SrCodes.DocumentTitleModifier, TitleModifier));
        if (Observer.Length > 0)
        {
            root.Add(SrRelationship.HasObservationContext, new CodeItem(SrCodes.ObserverType, SrCodes.Person));
            root.Add(SrRelationship.HasObservationContext, new PersonNameItem(SrCodes.PersonObserverName, Observer));
        }

        if (Description.Length > 0) root.Add(new TextItem(SrCodes.KeyObjectDescription, Description));
        foreach (CompositeItem item in Objects)
        {
            if (item.Reference.Study.IsEmpty || item.Reference.Series.IsEmpty)
                throw new DicomDataException($"The reference to {item.Reference.Instance.SopInstance} lacks study or series.", DicomTag.CurrentRequestedProcedureEvidenceSequence);
            root.Add(item.Relationship.Length == 0 ? item : Again(item));
        }

        DicomDataset dataset = context.Begin(DicomUid.KeyObjectSelectionDocumentStorage, "KO");
        context.SetContentDateTime(dataset);
        dataset.Set(DicomTag.ReferencedPerformedProcedureStepSequence, new DicomSequence());
        dataset.Set(DicomTag.CurrentRequestedProcedureEvidenceSequence, InstanceReference.Hierarchy(Objects.Select(static item => item.Reference)));
        ContentTreeWriter.Write(root, dataset);
        return dataset;
    }

    /// <summary>Reads a selection.</summary>
    /// <exception cref="DicomDataException">The data set is no key object selection.</exception>
    public static KeyObjectSelection Read(DicomDataset dataset)
    {
        StructuredReport report = StructuredReport.Read(dataset);
        var selection = new KeyObjectSelection(report.Title ?? throw new DicomDataException("The selection has no title.", DicomTag.ConceptNameCodeSequence))
        {
            TitleModifier = report.Content.Find<CodeItem>(SrCodes.DocumentTitleModifier)?.Value,
            Description = report.Content.Find<TextItem>(SrCodes.KeyObjectDescription)?.Value ?? string.Empty,
            Observer = report.Content.Find<PersonNameItem>(SrCodes.PersonObserverName)?.Value ?? string.Empty,
        };
        foreach (CompositeItem item in report.Content.Children.OfType<CompositeItem>()) selection.Objects.Add(item);
        return selection;
    }

    // An item stands in one tree only; a selection may be written twice.
    private static CompositeItem Again(CompositeItem item) => item switch
    {
        ImageItem image => new ImageItem(image.Name, image.Reference) { FrameNumbers = image.FrameNumbers, SegmentNumbers = image.SegmentNumbers, PresentationState = image.PresentationState },
        WaveformItem waveform => new WaveformItem(waveform.Name, waveform.Reference) { Channels = waveform.Channels },
        _ => new CompositeItem(item.Name, item.Reference),
    };
}
