using System.Buffers;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Xml;

namespace Pacs.Core;

/// <summary>Reads Native DICOM Model elements (PS3.19 §A.1). What is no attribute is left out with a finding.</summary>
internal sealed class XmlDatasetReader(XmlReader reader, DicomXmlReadOptions options)
{
    private FindingList _findings;
    private bool _isEmpty;

    private long Line => (reader as IXmlLineInfo)?.LineNumber ?? 0;

    /// <summary>Reads the model that the reader stands at or comes to.</summary>
    /// <exception cref="DicomDataException">There is none, or it is nested too deep.</exception>
    /// <exception cref="XmlException">It is no XML.</exception>
    public DicomDataset Read()
    {
        if (reader.MoveToContent() != XmlNodeType.Element || reader.LocalName != XmlNames.Root)
            throw new DicomDataException($"{reader.NodeType} {reader.LocalName} stands where a {XmlNames.Root} should.", null, Line);
        DicomDataset dataset = ReadDataset(depth: 0);
        UnicodeText.Settle(dataset, ref _findings);
        dataset.Findings = _findings.ToList();
        return dataset;
    }

    /// <summary>Reads the attributes inside the element that the reader stands at, and goes past its end.</summary>
    private DicomDataset ReadDataset(int depth)
    {
        if (depth > options.MaxDepth || !RuntimeHelpers.TryEnsureSufficientExecutionStack()) throw new DicomDataException($"Sequences are nested deeper than {Math.Min(depth - 1, options.MaxDepth)} levels.", null, Line);
        var dataset = new DicomDataset();
        Enter();
        while (MoveToChild())
        {
            if (reader.LocalName != XmlNames.Attribute)
            {
                SkipUnknown();
                continue;
            }

            ReadAttribute(dataset, depth);
        }

        return dataset;
    }

    private void ReadAttribute(DicomDataset dataset, int depth)
    {
        string? text = reader.GetAttribute(XmlNames.Tag);
        if (text is not { Length: 8 } || !uint.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out uint number) || number >> 16 == 0xFFFE)
        {
            _findings.Add(FindingKind.Value, null, Line, "This is no attribute: a tag of eight hexadecimal digits is missing.");
            reader.Skip();
            return;
        }

        DicomTag tag = InBlock(dataset, new DicomTag(number));
        if (!DicomVRExtensions.TryParseVR(reader.GetAttribute(XmlNames.VR), out DicomVR vr))
        {
            vr = ElementScanner.VROf(tag);
            _findings.Add(FindingKind.InvalidVR, tag, Line, $"The attribute names no VR of PS3.5 §6.2; it is read as {vr.ToCode()}.");
        }

        if (tag.IsGroupLength || dataset.Contains(tag))
        {
            if (!tag.IsGroupLength) _findings.Add(FindingKind.DuplicateTag, tag, Line, "Occurs again; the first is used.");
            reader.Skip();
            return;
        }

        ReadContent(dataset, tag, vr, depth);
    }

    /// <summary>A private element names its creator, but no block: it gets that which its creator has, or the first free one.</summary>
    private DicomTag InBlock(DicomDataset dataset, DicomTag tag)
    {
        string? creator = reader.GetAttribute(XmlNames.PrivateCreator)?.Trim();
        if (!tag.IsPrivate || tag.Element > 0xFF || string.IsNullOrEmpty(creator)) return tag;
        if (creator.Length <= 64 && !creator.Contains('\\')) return dataset.ReserveTag(new DicomPrivateTag(creator, tag.Group, (byte)tag.Element));
        _findings.Add(FindingKind.Value, tag, Line, "The private creator is no LO value.");
        return tag;
    }

    private void ReadContent(DicomDataset dataset, DicomTag tag, DicomVR vr, int depth)
    {
        var values = new NumberedValues();
        List<DicomDataset> items = [];
        bool isSet = false;
        Enter();
        while (MoveToChild())
        {
            switch (reader.LocalName)
            {
                case XmlNames.Value when !isSet && vr != DicomVR.SQ: AddNumbered(ref values, tag, ReadText()); break;
                case XmlNames.PersonName when !isSet && vr == DicomVR.PN: ReadName(ref values, tag); break;
                case XmlNames.Item when vr == DicomVR.SQ: items.Add(ReadDataset(depth + 1)); break;
                case XmlNames.InlineBinary when !isSet:
                    InlineValues.Set(dataset, tag, vr, ReadBase64(), Line, ref _findings);
                    isSet = true;
                    break;
                case XmlNames.BulkData when !isSet && (reader.GetAttribute(XmlNames.Uri) ?? (reader.GetAttribute(XmlNames.Uuid) is { } uuid ? $"urn:uuid:{uuid}" : null)) is { } uri:
                    InlineValues.SetBulk(dataset, new BulkDataReference(tag, vr, uri), options.BulkData, Line, ref _findings);
                    isSet = true;
                    reader.Skip();
                    break;
                default: SkipUnknown(tag); break;
            }
        }

        if (vr == DicomVR.SQ) dataset.Set(tag, new DicomSequence(items));
        else if (!dataset.Contains(tag)) SetValues(dataset, tag, vr, values.ToArray());
    }

    private void SetValues(DicomDataset dataset, DicomTag tag, DicomVR vr, string[] values)
    {
        if (vr.IsText())
        {
            if (vr.IsMultiValuedText() && Array.Exists(values, static value => value.Contains('\\'))) _findings.Add(FindingKind.Value, tag, Line, "A backslash in a value divides it (PS3.18 §F.2.4).");
            dataset.Set(tag, vr, string.Join('\\', values));
            return;
        }

        var words = new ArrayBufferWriter<byte>();
        bool isNumber = BinaryNumbers.IsNumber(vr);
        foreach (string value in values)
            if (!isNumber || !BinaryNumbers.TryWrite(value, vr, words)) _findings.Add(FindingKind.Value, tag, Line, $"A value is none of VR {vr.ToCode()}, or out of its range.");
        dataset.SetBytes(tag, vr, words.WrittenSpan);
    }

    private void AddNumbered(ref NumberedValues values, DicomTag tag, (string? Number, string Text) value)
    {
        if (!values.TryAdd(value.Number, value.Text)) _findings.Add(FindingKind.Value, tag, Line, $"The value has no number that could be its place after {values.Count} values; it comes next.");
    }

    private (string? Number, string Text) ReadText()
    {
        string? number = reader.GetAttribute(XmlNames.Number);
        return (number, reader.ReadElementContentAsString());
    }

    private void ReadName(ref NumberedValues values, DicomTag tag)
    {
        string? number = reader.GetAttribute(XmlNames.Number);
        var groups = new string[XmlNames.Groups.Length];
        Enter();
        while (MoveToChild())
        {
            int group = Array.IndexOf(XmlNames.Groups, reader.LocalName);
            if (group < 0) SkipUnknown(tag);
            else groups[group] = ReadGroup(tag);
        }

        AddNumbered(ref values, tag, (number, string.Join('=', groups).TrimEnd('=')));
    }

    private string ReadGroup(DicomTag tag)
    {
        var components = new string[XmlNames.Components.Length];
        Enter();
        while (MoveToChild())
        {
            int component = Array.IndexOf(XmlNames.Components, reader.LocalName);
            if (component < 0) SkipUnknown(tag);
            else components[component] = reader.ReadElementContentAsString();
        }

        return string.Join('^', components).TrimEnd('^');
    }

    private byte[] ReadBase64()
    {
        var output = new ArrayBufferWriter<byte>();
        byte[] chunk = ArrayPool<byte>.Shared.Rent(BulkChunks.Length);
        try
        {
            for (int read; (read = reader.ReadElementContentAsBase64(chunk, 0, chunk.Length)) > 0;) output.Write(chunk.AsSpan(0, read));
            return output.WrittenSpan.ToArray();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(chunk);
        }
    }

    private void SkipUnknown(DicomTag? tag = null)
    {
        _findings.Add(FindingKind.Value, tag, Line, "The model has no such element here.");
        reader.Skip();
    }

    /// <summary>Goes into the element that the reader stands at; <see cref="MoveToChild"/> follows.</summary>
    private void Enter()
    {
        _isEmpty = reader.IsEmptyElement;
        reader.Read();
    }

    /// <summary>Goes on to the next element inside; false when there is none, and then past the end of what was entered.</summary>
    private bool MoveToChild()
    {
        if (_isEmpty)
        {
            _isEmpty = false;
            return false;
        }

        while (reader.NodeType != XmlNodeType.Element)
        {
            bool isEnd = reader.NodeType == XmlNodeType.EndElement;
            if (!reader.Read() && !isEnd) throw new DicomDataException("The document ends within an element.", null, Line);
            if (isEnd) return false;
        }

        return true;
    }
}
