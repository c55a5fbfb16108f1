using Pacs.Core;

namespace Pacs.ServerHost;

/// <summary>Makes the DICOM instances of a signed report: a structured report (Basic Text SR), and a PDF in its envelope.</summary>
internal static class ReportDocuments
{
    private static readonly CodedConcept Title = new("18748-4", "LN", "Diagnostic imaging report");
    private static readonly CodedConcept HistoryHeading = new("121060", "DCM", "History");
    private static readonly CodedConcept TechniqueHeading = new("121064", "DCM", "Current Procedure Descriptions");
    private static readonly CodedConcept TechniqueText = new("121065", "DCM", "Procedure Description");
    private static readonly CodedConcept KeyImages = new("121180", "DCM", "Key Images");

    /// <summary>The structured report; text of CID 7001 headings, and the key images as references.</summary>
    public static DicomDataset ToStructuredReport(StudyReport report, ObjectContext context, IReadOnlyList<InstanceReference> images)
    {
        var document = new StructuredReport(Title);
        document.Content.Add(SrRelationship.HasConceptModifier, new CodeItem(SrCodes.LanguageOfContent, SrCodes.English));
        document.Content.Add(SrRelationship.HasObservationContext, new CodeItem(SrCodes.ObserverType, SrCodes.Person));
        document.Content.Add(SrRelationship.HasObservationContext, new PersonNameItem(SrCodes.PersonObserverName, report.SignedBy!));
        AddSection(document, HistoryHeading, HistoryHeading, report.History);
        AddSection(document, TechniqueHeading, TechniqueText, report.Technique);
        AddSection(document, SrCodes.Findings, SrCodes.Finding, report.Findings);
        AddSection(document, SrCodes.Impressions, SrCodes.Impression, report.Impression);
        if (images.Count > 0)
        {
            var section = new ContainerItem(KeyImages);
            foreach ((KeyImage key, InstanceReference image) in report.KeyImages.Zip(images))
            {
                section.Add(new ImageItem(null, image) { FrameNumbers = key.FrameNumber > 1 ? [key.FrameNumber] : [] });
                if (key.Caption.Length > 0) section.Add(new TextItem(SrCodes.KeyObjectDescription, key.Caption));
            }

            document.Content.Add(section);
        }

        document.Verifications.Add(new SrVerification(report.SignedBy!, string.Empty, report.SignedAt!.Value.ToString("yyyyMMddHHmmss", System.Globalization.CultureInfo.InvariantCulture)));
        return document.ToDataset(context);
    }

    /// <summary>The PDF as an instance of the same study.</summary>
    public static DicomDataset ToEncapsulatedPdf(StudyReport report, ObjectContext context, ReadOnlySpan<byte> pdf, IReadOnlyList<InstanceReference> images) =>
        EncapsulatedDocument.FromPdf(context, pdf, report.Title, new EncapsulatedDocumentOptions { Concept = Title, Sources = images });

    private static void AddSection(StructuredReport document, CodedConcept heading, CodedConcept name, string text)
    {
        if (text.Length > 0) document.Content.Add(new ContainerItem(heading).Add(new TextItem(name, text)));
    }
}
