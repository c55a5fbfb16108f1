namespace Pacs.Core;

/// <summary>Checks data sets against the rules for values: VR, multiplicity, character repertoire, private blocks, required UIDs (PS3.5, PS3.6); of structured reports also how items are related (PS3.3 §A.35).</summary>
/// <remarks>Not checked is which attributes an information object must have besides its UIDs (PS3.3). Values left in a file are not read. Messages never hold a value.</remarks>
public static class DicomValidator
{
    private const int MaxFindings = 1000;

    private static readonly DicomTag[] InstanceUids = [DicomTag.SOPClassUID, DicomTag.SOPInstanceUID, DicomTag.StudyInstanceUID, DicomTag.SeriesInstanceUID];
    private static readonly DicomTag[] MetaElements = [DicomTag.MediaStorageSOPClassUID, DicomTag.MediaStorageSOPInstanceUID, DicomTag.TransferSyntaxUID, DicomTag.ImplementationClassUID];

    /// <summary>What is wrong with a file: what reading tolerated, its meta information, and its data set as an instance.</summary>
    /// <returns>At most 1000 findings; empty when none is wrong.</returns>
    public static IReadOnlyList<ValidationFinding> Validate(DicomFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        var findings = new List<ValidationFinding>(file.Findings);
        Require(file.FileMeta, MetaElements, "PS3.10 §7.1", findings);
        Elements(file.FileMeta, findings);
        Mirror(file, DicomTag.MediaStorageSOPClassUID, DicomTag.SOPClassUID, findings);
        Mirror(file, DicomTag.MediaStorageSOPInstanceUID, DicomTag.SOPInstanceUID, findings);
        if (file.Id.SopClass != DicomUid.MediaStorageDirectoryStorage) Require(file.Dataset, InstanceUids, "PS3.3 §C.12.1", findings);
        Elements(file.Dataset, findings);
        ContentTree(file.Dataset, findings);
        return findings;
    }

    /// <summary>What is wrong with the data set of an instance: its elements, the UIDs that it must have, and how the items of a structured report are related.</summary>
    /// <returns>At most 1000 findings; empty when none is wrong.</returns>
    public static IReadOnlyList<ValidationFinding> ValidateInstance(DicomDataset dataset)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        var findings = new List<ValidationFinding>();
        Require(dataset, InstanceUids, "PS3.3 §C.12.1", findings);
        Elements(dataset, findings);
        ContentTree(dataset, findings);
        return findings;
    }

    /// <summary>What is wrong with the elements of any data set, such as the identifier of a query, and of the items in it.</summary>
    /// <returns>At most 1000 findings; empty when none is wrong.</returns>
    public static IReadOnlyList<ValidationFinding> ValidateElements(DicomDataset dataset)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        var findings = new List<ValidationFinding>();
        Elements(dataset, findings);
        return findings;
    }

    private static void Elements(DicomDataset dataset, List<ValidationFinding> findings)
    {
        foreach (DicomElement element in dataset)
        {
            if (findings.Count >= MaxFindings) return;
            if (element.Tag.IsGroupLength) continue;
            if (element.Tag.IsPrivate && element.Tag.Element >= 0x1000 && dataset.GetPrivateCreator(element.Tag) is null)
                Add(FindingKind.PrivateCreator, element, "No private creator reserves its block.", findings);
            DictionaryEntry? entry = element.Entry;
            if (entry is not null && element.VR != DicomVR.UN && entry.VR != DicomVR.None && !entry.Allows(element.VR))
                Add(FindingKind.OtherVR, element, $"VR is {element.VR.ToCode()}, the dictionary has {entry.VR.ToCode()}.", findings);
            if (element.VR == DicomVR.SQ) Items(element, findings);
            else if (element.Bulk is null) Value(element, entry, findings);
        }
    }

    private static void ContentTree(DicomDataset dataset, List<ValidationFinding> findings)
    {
        if (dataset.GetUid(DicomTag.SOPClassUID) is not { } sopClass || SrConstraints.Of(sopClass) is not { } constraints) return;
        try
        {
            findings.AddRange(constraints.Violations(StructuredReport.Read(dataset).Content).Take(Math.Max(0, MaxFindings - findings.Count))
                .Select(static found => new ValidationFinding(FindingKind.Relationship, DicomTag.RelationshipType, -1, found.Message) { Path = found.Path }));
        }
        catch (DicomDataException unreadable)
        {
            findings.Add(new ValidationFinding(FindingKind.Relationship, DicomTag.ContentSequence, -1, unreadable.Message));
        }
    }

    private static void Items(DicomElement element, List<ValidationFinding> findings)
    {
        try
        {
            if (element.GetSequence() is not { } sequence) return;
            foreach (DicomDataset item in sequence)
            {
                findings.AddRange(item.Findings.Take(MaxFindings - findings.Count));
                Elements(item, findings);
            }
        }
        catch (DicomDataException unreadable)
        {
            Add(FindingKind.Delimiter, element, unreadable.Message, findings);
        }
    }

    private static void Value(DicomElement element, DictionaryEntry? entry, List<ValidationFinding> findings)
    {
        DicomVR vr = element.VR;
        if (NumberReader.NumberSize(vr) is > 1 and int size && !element.Slot.IsUndefinedLength && element.Length % size != 0)
            Add(FindingKind.ValueLength, element, $"Length {element.Length} is no multiple of {size}.", findings);
        // Values of O… are one value, however many words it has (PS3.5 §6.2).
        bool counts = vr.IsText() || vr is DicomVR.US or DicomVR.SS or DicomVR.UL or DicomVR.SL or DicomVR.UV or DicomVR.SV or DicomVR.FL or DicomVR.FD or DicomVR.AT;
        if (counts && entry is not null && !entry.VM.Allows(element.ValueCount))
            Add(FindingKind.Multiplicity, element, $"{element.ValueCount} {(element.ValueCount == 1 ? "value" : "values")}; the dictionary has {entry.VM}.", findings);
        if (!vr.IsText()) return;
        if (!IsInRepertoire(element)) Add(FindingKind.Repertoire, element, "Characters have no code in the declared character set.", findings);
        foreach (string value in element.GetStrings())
            if (value.Length > 0 && ValueRules.Check(vr, value) is { } broken)
            {
                Add(broken.Kind, element, broken.Message, findings);
                break;
            }

        if (element.Tag == DicomTag.SpecificCharacterSet && !SpecificCharacterSet.Parse(element.GetStrings()).IsConformant)
            Add(FindingKind.ValueFormat, element, "The values are no combination of defined terms (PS3.3 §C.12.1.1.2).", findings);
    }

    private static bool IsInRepertoire(DicomElement element)
    {
        if (element.Slot.Value is string text) return element.Dataset.CharacterSet.CanEncode(text, element.VR);
        element.Dataset.SourceCharacterSet.Decode(element.StoredBytes(out _), element.VR, out bool isExact);
        return isExact;
    }

    private static void Require(DicomDataset dataset, DicomTag[] tags, string clause, List<ValidationFinding> findings)
    {
        foreach (DicomTag tag in tags)
            if (dataset.GetUid(tag) is null)
                findings.Add(new ValidationFinding(FindingKind.Missing, tag, -1, $"{tag.Keyword} is absent or empty ({clause})."));
    }

    private static void Mirror(DicomFile file, DicomTag meta, DicomTag tag, List<ValidationFinding> findings)
    {
        if (file.FileMeta.GetUid(meta) is { } stated && file.Dataset.GetUid(tag) is { } found && stated != found)
            findings.Add(new ValidationFinding(FindingKind.FileMeta, meta, -1, $"Differs from {tag.Keyword}."));
    }

    private static void Add(FindingKind kind, DicomElement element, string message, List<ValidationFinding> findings) =>
        findings.Add(new ValidationFinding(kind, element.Tag, element.Offset ?? -1, message) { Path = element.Path });
}
