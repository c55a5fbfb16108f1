namespace Pacs.Core;

/// <summary>A structured report: a tree of content items with a title (PS3.3 §A.35), for reading and for writing.</summary>
/// <example><code>
/// var report = new StructuredReport(new CodedConcept("18748-4", "LN", "Diagnostic imaging report"));
/// report.Content.Add(new ContainerItem(SrCodes.Findings).Add(new TextItem(SrCodes.Finding, "No fracture.")));
/// await new DicomFile(report.ToDataset(ObjectContext.OfStudy(ct.Dataset))).SaveAsync("report.dcm");
/// </code></example>
public sealed class StructuredReport
{
    // What is tried, the class with the least first.
    private static readonly DicomUid[] Classes = [DicomUid.BasicTextSRStorage, DicomUid.ComprehensiveSRStorage, DicomUid.Comprehensive3DSRStorage];

    /// <summary>Begins an empty document.</summary>
    /// <param name="title">The document's title.</param>
    /// <param name="templateId">The template of PS3.16 that it follows, or null.</param>
    public StructuredReport(CodedConcept title, string? templateId = null)
        : this(new ContainerItem(title) { TemplateId = templateId })
    {
    }

    /// <summary>Makes a document of a content tree.</summary>
    public StructuredReport(ContainerItem content)
    {
        ArgumentNullException.ThrowIfNull(content);
        Content = content;
    }

    /// <summary>The root of the tree; its name is the title.</summary>
    public ContainerItem Content { get; }

    /// <summary>The document's title; null when a document that was read has none.</summary>
    public CodedConcept? Title => Content.Name;

    /// <summary>Whether the document is complete rather than a draft (Completion Flag).</summary>
    public bool IsComplete { get; set; } = true;

    /// <summary>Who verified the document; empty while it is unverified.</summary>
    public IList<SrVerification> Verifications { get; } = [];

    /// <summary>Instances that are evidence beyond those that the content refers to.</summary>
    public IList<InstanceReference> OtherEvidence { get; } = [];

    /// <summary>Reads a document: of any SR class, and key object selections.</summary>
    /// <param name="dataset">The data set. Values may be kept as views into it.</param>
    /// <exception cref="DicomDataException">The root is no container, or the tree is too deep.</exception>
    public static StructuredReport Read(DicomDataset dataset)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        InstanceReference[] evidence =
        [
            .. InstanceReference.ReadHierarchy(dataset.GetSequence(DicomTag.CurrentRequestedProcedureEvidenceSequence)),
            .. InstanceReference.ReadHierarchy(dataset.GetSequence(DicomTag.PertinentOtherEvidenceSequence)),
        ];
        Dictionary<DicomUid, InstanceReference> byInstance = evidence.DistinctBy(static reference => reference.Instance.SopInstance).ToDictionary(static reference => reference.Instance.SopInstance);
        var reader = new ContentTreeReader(id => byInstance.TryGetValue(id.SopInstance, out InstanceReference? known) ? known : new InstanceReference(default, default, id));
        if (reader.Read(dataset) is not ContainerItem root) throw new DicomDataException("The root of the content tree is no container.", DicomTag.ValueType);
        var report = new StructuredReport(root) { IsComplete = dataset.GetString(DicomTag.CompletionFlag) != "PARTIAL" };
        foreach (DicomDataset observer in dataset.GetSequence(DicomTag.VerifyingObserverSequence) ?? []) report.Verifications.Add(SrVerification.Read(observer));
        HashSet<DicomUid> referred = [.. report.References().Select(static reference => reference.Instance.SopInstance)];
        foreach (InstanceReference reference in evidence)
            if (!referred.Contains(reference.Instance.SopInstance)) report.OtherEvidence.Add(reference);
        return report;
    }

    /// <summary>Writes the document as the simplest class that its content fits: Basic Text SR, Comprehensive SR, or Comprehensive 3D SR.</summary>
    /// <exception cref="DicomDataException">The content fits no class, or refers to an instance without saying its study and series.</exception>
    public DicomDataset ToDataset(ObjectContext context)
    {
        DicomUid sopClass = Classes.FirstOrDefault(tried => !SrConstraints.Of(tried)!.Violations(Content).Any(), Classes[^1]);
        return ToDataset(context, sopClass);
    }

    /// <summary>Writes the document as a class of the caller's.</summary>
    /// <param name="context">Patient, study and series.</param>
    /// <param name="sopClass">Basic Text, Enhanced, Comprehensive, Comprehensive 3D or Extensible SR.</param>
    /// <exception cref="DicomDataException">The class does not allow the content, or an instance is referred to without its study and series.</exception>
    public DicomDataset ToDataset(ObjectContext context, DicomUid sopClass)
    {
        ArgumentNullException.ThrowIfNull(context);
        Check(sopClass);
        DicomDataset dataset = context.Begin(sopClass, "SR");
        context.SetContentDateTime(dataset);
        dataset.Set(DicomTag.ReferencedPerformedProcedureStepSequence, new DicomSequence());
        dataset.Set(DicomTag.PerformedProcedureCodeSequence, new DicomSequence());
        dataset.Set(DicomTag.CompletionFlag, IsComplete ? "COMPLETE" : "PARTIAL");
        dataset.Set(DicomTag.VerificationFlag, Verifications.Count > 0 ? "VERIFIED" : "UNVERIFIED");
        if (Verifications.Count > 0) dataset.Set(DicomTag.VerifyingObserverSequence, new DicomSequence(Verifications.Select(static observer => observer.ToItem())));
        InstanceReference[] evidence = [.. References(), .. OtherEvidence];
        if (evidence.Length > 0) dataset.Set(DicomTag.CurrentRequestedProcedureEvidenceSequence, InstanceReference.Hierarchy(evidence));
        ContentTreeWriter.Write(Content, dataset);
        return dataset;
    }

    /// <summary>The instances that the content refers to.</summary>
    internal IEnumerable<InstanceReference> References() =>
        Content.WithDescendants().OfType<CompositeItem>().SelectMany(static item => item is ImageItem { PresentationState: { } state } ? (InstanceReference[])[item.Reference, state] : [item.Reference]);

    private void Check(DicomUid sopClass)
    {
        SrConstraints constraints = sopClass != DicomUid.KeyObjectSelectionDocumentStorage && SrConstraints.Of(sopClass) is { } known ? known
            : throw new DicomDataException($"{sopClass.Keyword ?? sopClass.Value} is no class of structured reports that can be written.", DicomTag.SOPClassUID);
        if (Title is null) throw new DicomDataException("A document needs a title.", DicomTag.ConceptNameCodeSequence);
        foreach ((_, DicomPath path, string message) in constraints.Violations(Content))
            throw new DicomDataException($"{sopClass.Keyword}, {path}: {message}", DicomTag.ContentSequence);
        foreach (ContentItem item in Content.WithDescendants())
        {
            if (item is SpatialItem && !item.Children.Any(static child => child is ImageItem or ReferenceItem && child.Relationship == SrRelationship.SelectedFrom))
                throw new DicomDataException("A shape needs the image that it is selected from.", DicomTag.GraphicData);
        }

        foreach (InstanceReference reference in References().Concat(OtherEvidence))
            if (reference.Study.IsEmpty || reference.Series.IsEmpty || reference.Instance.SopClass.IsEmpty || reference.Instance.SopInstance.IsEmpty)
                throw new DicomDataException($"The reference to {reference.Instance.SopInstance} lacks study, series or class.", DicomTag.CurrentRequestedProcedureEvidenceSequence);
    }
}
