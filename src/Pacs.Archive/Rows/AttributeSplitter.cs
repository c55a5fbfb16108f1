using System.Buffers;
using System.Text;
using Pacs.Core;

namespace Pacs.Archive;

/// <summary>Divides the attributes of an entry among the levels of the hierarchy, as runs of bytes that an index stores and <see cref="RowComposer"/> makes results of.</summary>
/// <remarks>Reuses its buffers: not thread-safe, and the runs are valid until the next call.</remarks>
public sealed class AttributeSplitter
{
    private readonly IndexAttributes _attributes;
    private readonly Run _patient = new(), _study = new(), _series = new(), _image = new();

    /// <summary>Makes a splitter for a set of attributes.</summary>
    public AttributeSplitter(IndexAttributes attributes)
    {
        ArgumentNullException.ThrowIfNull(attributes);
        _attributes = attributes;
    }

    /// <summary>Attributes of the patient.</summary>
    public ReadOnlyMemory<byte> Patient => _patient.Bytes;

    /// <summary>Attributes of the study, those of the patient among them, so that a study is found and shown by itself.</summary>
    public ReadOnlyMemory<byte> Study => _study.Bytes;

    /// <summary>Attributes of the series.</summary>
    public ReadOnlyMemory<byte> Series => _series.Bytes;

    /// <summary>Attributes of the instance.</summary>
    public ReadOnlyMemory<byte> Image => _image.Bytes;

    /// <summary>Divides the attributes of an entry. Unique keys are those of the entry, whatever its attributes say.</summary>
    public void Split(IndexEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        DicomDataset source = WithUniqueKeys(entry);
        bool hasCharacterSet = source.TryGet(DicomTag.SpecificCharacterSet, out DicomElement characterSet) && !characterSet.IsEmpty;
        foreach (Run run in (ReadOnlySpan<Run>)[_patient, _study, _series, _image])
        {
            run.Output.ResetWrittenCount();
            run.NeedsCharacterSet = false;
            if (hasCharacterSet) AttributeWriter.Write(run.Output, characterSet);
            run.CharacterSetLength = run.Output.WrittenCount;
        }

        foreach (DicomElement element in source)
        {
            if (!_attributes.Levels.TryGetValue(element.Tag, out QueryLevel level) || IndexAttributes.IsDerived(element.Tag)) continue;
            switch (level)
            {
                case QueryLevel.Patient:
                    int start = _patient.Output.WrittenCount;
                    bool needs = AttributeWriter.Write(_patient.Output, element);
                    _study.Output.Write(_patient.Output.WrittenSpan[start..]);
                    _patient.NeedsCharacterSet |= needs;
                    _study.NeedsCharacterSet |= needs;
                    break;
                case QueryLevel.Study: _study.Add(element); break;
                case QueryLevel.Series: _series.Add(element); break;
                default: _image.Add(element); break;
            }
        }
    }

    /// <summary>The identity of an entry's patient: its Patient ID and issuer, without padding.</summary>
    public static (string PatientId, string Issuer) PatientIdentity(IndexEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return (entry.PatientId.Trim(' ', '\0'), entry.Attributes.GetString(DicomTag.IssuerOfPatientID)?.Trim(' ', '\0') ?? string.Empty);
    }

    private static DicomDataset WithUniqueKeys(IndexEntry entry)
    {
        DicomDataset attributes = entry.Attributes;
        string patientId = entry.PatientId.Trim(' ', '\0');
        bool isSame = attributes.GetUid(DicomTag.SOPInstanceUID) == entry.Id.SopInstance
            && attributes.GetUid(DicomTag.SOPClassUID) == entry.Id.SopClass
            && attributes.GetUid(DicomTag.StudyInstanceUID) == entry.Study
            && attributes.GetUid(DicomTag.SeriesInstanceUID) == entry.Series
            && attributes.Contains(DicomTag.PatientID)
            && (attributes.GetString(DicomTag.PatientID) ?? string.Empty).Trim(' ', '\0') == patientId;
        if (isSame) return attributes;
        DicomDataset copy = attributes.Copy();
        copy.Set(DicomTag.SOPInstanceUID, entry.Id.SopInstance);
        copy.Set(DicomTag.SOPClassUID, entry.Id.SopClass);
        copy.Set(DicomTag.StudyInstanceUID, entry.Study);
        copy.Set(DicomTag.SeriesInstanceUID, entry.Series);
        // A Patient ID beyond ASCII that the attributes do not have in their own character set makes the copy UTF-8.
        if (!Ascii.IsValid(patientId) && (attributes.GetString(DicomTag.PatientID) ?? string.Empty).Trim(' ', '\0') != patientId)
            copy = InUtf8(copy);
        copy.Set(DicomTag.PatientID, patientId);
        return copy;
    }

    private static DicomDataset InUtf8(DicomDataset source)
    {
        var output = new ArrayBufferWriter<byte>();
        foreach (DicomElement element in source) AttributeWriter.Write(output, element);
        DicomDataset result = AttributeRuns.Parse(AttributeRuns.Transcode(output.WrittenSpan));
        result.Set(DicomTag.SpecificCharacterSet, "ISO_IR 192");
        return result;
    }

    private sealed class Run
    {
        internal readonly ArrayBufferWriter<byte> Output = new(2048);
        internal int CharacterSetLength;
        internal bool NeedsCharacterSet;

        internal ReadOnlyMemory<byte> Bytes => NeedsCharacterSet ? Output.WrittenMemory : Output.WrittenMemory[CharacterSetLength..];

        internal void Add(DicomElement element) => NeedsCharacterSet |= AttributeWriter.Write(Output, element);
    }
}
