using System.Xml;

namespace Pacs.Core;

/// <summary>Makes instances that carry a document as it is: PDF, CDA, STL (PS3.3 §A.45, §A.85).</summary>
public static class EncapsulatedDocument
{
    /// <summary>Wraps a PDF.</summary>
    /// <param name="context">Patient, study and series.</param>
    /// <param name="pdf">The file. Copied.</param>
    /// <param name="title">Document Title (0042,0010).</param>
    /// <param name="options">Further attributes.</param>
    /// <exception cref="DicomDataException">The bytes are no PDF.</exception>
    public static DicomDataset FromPdf(ObjectContext context, ReadOnlySpan<byte> pdf, string title, EncapsulatedDocumentOptions? options = null)
    {
        // Readers accept the header within the first kilobyte (ISO 32000-1 Annex H).
        if (pdf[..Math.Min(pdf.Length, 1024)].IndexOf("%PDF-"u8) < 0) throw new DicomDataException("The document does not begin as a PDF does.", DicomTag.EncapsulatedDocument);
        DicomDataset dataset = Begin(context, DicomUid.EncapsulatedPDFStorage, "DOC", title, "application/pdf", options ??= new());
        dataset.Set(DicomTag.ConversionType, options.ConversionType);
        return Finish(dataset, pdf);
    }

    /// <summary>Wraps an HL7 Clinical Document Architecture document; its instance identifier and title are taken from it.</summary>
    /// <param name="context">Patient, study and series.</param>
    /// <param name="cda">The XML. Copied.</param>
    /// <param name="options">Further attributes.</param>
    /// <exception cref="DicomDataException">The bytes are no CDA document with an id.</exception>
    public static DicomDataset FromCda(ObjectContext context, ReadOnlySpan<byte> cda, EncapsulatedDocumentOptions? options = null)
    {
        (string identifier, string title) = ReadCda(cda.ToArray());
        DicomDataset dataset = Begin(context, DicomUid.EncapsulatedCDAStorage, "DOC", title, "text/XML", options ??= new());
        dataset.Set(DicomTag.HL7InstanceIdentifier, identifier);
        dataset.Set(DicomTag.ConversionType, options.ConversionType);
        return Finish(dataset, cda);
    }

    /// <summary>Wraps a binary STL surface model, in millimetres, for manufacturing (PS3.3 §A.85.1).</summary>
    /// <param name="context">Patient, study and series.</param>
    /// <param name="stl">The file, binary. Copied.</param>
    /// <param name="title">Document Title (0042,0010).</param>
    /// <param name="frameOfReference">Frame of reference of the coordinates; null makes a new one.</param>
    /// <param name="options">Further attributes.</param>
    /// <exception cref="DicomDataException">The length does not fit the number of triangles that the header states.</exception>
    public static DicomDataset FromStl(ObjectContext context, ReadOnlySpan<byte> stl, string title, DicomUid? frameOfReference = null, EncapsulatedDocumentOptions? options = null)
    {
        // Header of 80 bytes, number of triangles, 50 bytes for each.
        if (stl.Length < 84 || stl.Length != 84 + 50L * ElementScanner.ReadUInt32(stl[80..], isBigEndian: false)) throw new DicomDataException($"{stl.Length} bytes are no binary STL.", DicomTag.EncapsulatedDocument);
        DicomDataset dataset = Begin(context, DicomUid.EncapsulatedSTLStorage, "M3D", title, "model/stl", options ?? new());
        dataset.Set(DicomTag.FrameOfReferenceUID, frameOfReference ?? DicomUid.NewUid());
        dataset.Set(DicomTag.PositionReferenceIndicator, string.Empty);
        dataset.Set(DicomTag.MeasurementUnitsCodeSequence, CodedConcept.Sequence(new CodedConcept("mm", "UCUM", "mm")));
        dataset.Set(DicomTag.ModelModification, "NO");
        dataset.Set(DicomTag.ModelMirroring, "NO");
        dataset.Set(DicomTag.ModelUsageCodeSequence, CodedConcept.Sequence(new CodedConcept("129013", "DCM", "Planning Intent")));
        return Finish(dataset, stl);
    }

    private static DicomDataset Begin(ObjectContext context, DicomUid sopClass, string modality, string title, string mimeType, EncapsulatedDocumentOptions options)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(title);
        DicomDataset dataset = context.Begin(sopClass, modality);
        context.SetContentDateTime(dataset);
        dataset.Set(DicomTag.AcquisitionDateTime, string.Empty);
        dataset.Set(DicomTag.BurnedInAnnotation, options.HasBurnedInAnnotation ? "YES" : "NO");
        dataset.Set(DicomTag.DocumentTitle, title);
        dataset.Set(DicomTag.ConceptNameCodeSequence, options.Concept is { } concept ? CodedConcept.Sequence(concept) : new DicomSequence());
        dataset.Set(DicomTag.MIMETypeOfEncapsulatedDocument, mimeType);
        if (options.Sources.Count > 0)
            dataset.Set(DicomTag.SourceInstanceSequence, new DicomSequence(options.Sources.Select(static source => InstanceReference.SopItem(source.Instance))));
        return dataset;
    }

    private static DicomDataset Finish(DicomDataset dataset, ReadOnlySpan<byte> document)
    {
        // The value is padded to an even length: this says how long the document is without (PS3.3 §C.24.2).
        dataset.SetUInt32(DicomTag.EncapsulatedDocumentLength, (uint)document.Length);
        dataset.SetBytes(DicomTag.EncapsulatedDocument, DicomVR.OB, document);
        return dataset;
    }

    private static (string Identifier, string Title) ReadCda(byte[] cda)
    {
        try
        {
            using var reader = XmlReader.Create(new MemoryStream(cda), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
            string? identifier = null, title = null;
            reader.MoveToContent();
            if (reader.LocalName != "ClinicalDocument") throw new DicomDataException("The document's root is no ClinicalDocument.", DicomTag.EncapsulatedDocument);
            reader.Read();
            while (!reader.EOF && (identifier is null || title is null))
            {
                bool isChild = reader.Depth == 1 && reader.NodeType == XmlNodeType.Element;
                if (isChild && reader.LocalName == "id" && reader.GetAttribute("root") is { } root) identifier = reader.GetAttribute("extension") is { } extension ? $"{root}^{extension}" : root;
                if (isChild && reader.LocalName == "title") title = reader.ReadElementContentAsString().Trim(); // stands on the next node then
                else reader.Read();
            }

            return (identifier ?? throw new DicomDataException("The clinical document has no id with a root.", DicomTag.HL7InstanceIdentifier), title ?? string.Empty);
        }
        catch (XmlException broken)
        {
            throw new DicomDataException("The document is no well-formed XML.", DicomTag.EncapsulatedDocument, offset: null, broken);
        }
    }
}
