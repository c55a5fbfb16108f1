using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;

namespace Pacs.Core;

/// <summary>Reads DICOM JSON Model objects (PS3.18 §F.2). JSON that is broken is refused; attributes that are no attributes are left out with a finding.</summary>
internal ref struct JsonDatasetReader
{
    private readonly DicomJsonReadOptions _options;
    private readonly long _offset;
    private Utf8JsonReader _reader;
    private FindingList _findings;

    /// <param name="reader">Before the value to read.</param>
    /// <param name="options">Limits.</param>
    /// <param name="offset">Where the reader's input begins, for messages.</param>
    public JsonDatasetReader(Utf8JsonReader reader, DicomJsonReadOptions options, long offset)
    {
        _reader = reader;
        _options = options;
        _offset = offset;
    }

    /// <summary>Where the reader stands now.</summary>
    public readonly Utf8JsonReader Reader => _reader;

    private readonly long Position => _offset + _reader.TokenStartIndex;

    /// <summary>Three levels of JSON for each of DICOM.</summary>
    public static JsonReaderOptions ReaderOptions(DicomJsonReadOptions options) => new() { MaxDepth = 4 * options.MaxDepth + 8 };

    /// <summary>Reads the object that the reader stands at.</summary>
    /// <exception cref="DicomDataException">It is no object of attributes, or nested too deep.</exception>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public DicomDataset Read()
    {
        DicomDataset dataset = ReadObject(depth: 0);
        UnicodeText.Settle(dataset, ref _findings);
        dataset.Findings = _findings.ToList();
        _findings = default;
        return dataset;
    }

    private DicomDataset ReadObject(int depth)
    {
        if (_reader.TokenType != JsonTokenType.StartObject) throw new DicomDataException($"{_reader.TokenType} stands where a data set should begin.", null, Position);
        if (depth > _options.MaxDepth || !RuntimeHelpers.TryEnsureSufficientExecutionStack()) throw new DicomDataException($"Sequences are nested deeper than {Math.Min(depth - 1, _options.MaxDepth)} levels.", null, Position);
        var dataset = new DicomDataset();
        while (_reader.Read() && _reader.TokenType == JsonTokenType.PropertyName)
        {
            bool isTag = TryReadTag(out DicomTag tag);
            _reader.Read();
            if (!isTag || _reader.TokenType != JsonTokenType.StartObject)
            {
                _findings.Add(FindingKind.Value, isTag ? tag : null, Position, "This is no attribute: a tag of eight hexadecimal digits, and an object.");
                _reader.TrySkip();
            }
            else if (tag.IsGroupLength)
            {
                _reader.TrySkip(); // false as soon as it is written (PS3.18 §F.2.2)
            }
            else if (dataset.Contains(tag))
            {
                _findings.Add(FindingKind.DuplicateTag, tag, Position, "Occurs again; the first is used.");
                _reader.TrySkip();
            }
            else
            {
                ReadAttribute(dataset, tag, depth);
            }
        }

        return dataset;
    }

    private void ReadAttribute(DicomDataset dataset, DicomTag tag, int depth)
    {
        DicomVR vr = FindVR(tag);
        bool isSet = false;
        while (_reader.Read() && _reader.TokenType == JsonTokenType.PropertyName)
        {
            bool isValue = _reader.ValueTextEquals("Value"u8), isInline = _reader.ValueTextEquals("InlineBinary"u8), isUri = _reader.ValueTextEquals("BulkDataURI"u8);
            bool isVR = _reader.ValueTextEquals("vr"u8);
            _reader.Read();
            if (isSet || !(isValue || isInline || isUri))
            {
                if (!isVR) _findings.Add(FindingKind.Value, tag, Position, isSet ? "There is more than one value; the first is used." : "The attribute has a member that the model does not know.");
                _reader.TrySkip();
                continue;
            }

            isSet = true;
            if (isValue) ReadValue(dataset, tag, vr, depth);
            else if (isInline) ReadInline(dataset, tag, vr);
            else ReadUri(dataset, tag, vr);
        }

        // Present without a value, or with one that was no value.
        if (!dataset.Contains(tag)) SetEmpty(dataset, tag, vr);
    }

    /// <summary>Looks ahead for the VR, which may come after the value. Objects that are no names tell a sequence, which need not be passed over then: so deep nesting takes linear time.</summary>
    private DicomVR FindVR(DicomTag tag)
    {
        Utf8JsonReader ahead = _reader;
        while (ahead.Read() && ahead.TokenType == JsonTokenType.PropertyName)
        {
            bool isVR = ahead.ValueTextEquals("vr"u8);
            ahead.Read();
            if (!isVR)
            {
                if (HoldsItems(ahead)) return DicomVR.SQ;
                ahead.TrySkip();
                continue;
            }

            if (ahead.TokenType == JsonTokenType.String && ahead.TryGetText(out string? code) && DicomVRExtensions.TryParseVR(code, out DicomVR vr)) return vr;
            break;
        }

        DicomVR known = ElementScanner.VROf(tag);
        _findings.Add(FindingKind.InvalidVR, tag, Position, $"The attribute names no VR of PS3.5 §6.2; it is read as {known.ToCode()}.");
        return known;
    }

    private static bool HoldsItems(Utf8JsonReader at)
    {
        if (at.TokenType != JsonTokenType.StartArray || !at.Read() || at.TokenType != JsonTokenType.StartObject || !at.Read()) return false;
        return at.TokenType == JsonTokenType.EndObject || !(at.ValueTextEquals("Alphabetic"u8) || at.ValueTextEquals("Ideographic"u8) || at.ValueTextEquals("Phonetic"u8));
    }

    private void ReadValue(DicomDataset dataset, DicomTag tag, DicomVR vr, int depth)
    {
        if (_reader.TokenType == JsonTokenType.Null) return;
        if (_reader.TokenType != JsonTokenType.StartArray)
        {
            _findings.Add(FindingKind.Value, tag, Position, "The value is no array.");
            _reader.TrySkip();
        }
        else if (vr == DicomVR.SQ)
        {
            ReadItems(dataset, tag, depth);
        }
        else if (vr.IsText())
        {
            ReadTexts(dataset, tag, vr);
        }
        else if (BinaryNumbers.IsNumber(vr))
        {
            dataset.SetBytes(tag, vr, JsonNumberReader.Read(ref _reader, tag, vr, _offset, ref _findings));
        }
        else
        {
            _findings.Add(FindingKind.Value, tag, Position, $"VR {vr.ToCode()} has no values in JSON, only InlineBinary or BulkDataURI.");
            _reader.TrySkip();
        }
    }

    private void ReadItems(DicomDataset dataset, DicomTag tag, int depth)
    {
        List<DicomDataset> items = [];
        while (_reader.Read() && _reader.TokenType != JsonTokenType.EndArray)
        {
            if (_reader.TokenType == JsonTokenType.Null) items.Add(new DicomDataset());
            else items.Add(ReadObject(depth + 1));
        }

        dataset.Set(tag, new DicomSequence(items));
    }

    private void ReadTexts(DicomDataset dataset, DicomTag tag, DicomVR vr)
    {
        string? only = null;
        StringBuilder? joined = null;
        for (int count = 0; _reader.Read() && _reader.TokenType != JsonTokenType.EndArray; count++)
        {
            string text = ReadText(tag, vr);
            if (count == 0)
            {
                only = text;
                continue;
            }

            joined ??= new StringBuilder(only);
            joined.Append('\\').Append(text);
        }

        dataset.Set(tag, vr, joined?.ToString() ?? only);
    }

    private string ReadText(DicomTag tag, DicomVR vr)
    {
        switch (_reader.TokenType)
        {
            case JsonTokenType.Null: return string.Empty;
            case JsonTokenType.StartObject when vr == DicomVR.PN: return ReadName(tag);
            case JsonTokenType.Number: return JsonNumberReader.Text(ref _reader, vr);
            case JsonTokenType.String:
                if (_reader.TryGetText(out string? text))
                {
                    if (vr.IsMultiValuedText() && text.Contains('\\')) _findings.Add(FindingKind.Value, tag, Position, "A backslash in a value divides it (PS3.18 §F.2.4).");
                    return text;
                }

                break;
        }

        _findings.Add(FindingKind.Value, tag, Position, $"{_reader.TokenType} is no value of VR {vr.ToCode()}.");
        _reader.TrySkip();
        return string.Empty;
    }

    private string ReadName(DicomTag tag)
    {
        string? alphabetic = null, ideographic = null, phonetic = null;
        while (_reader.Read() && _reader.TokenType == JsonTokenType.PropertyName)
        {
            bool isAlphabetic = _reader.ValueTextEquals("Alphabetic"u8), isIdeographic = _reader.ValueTextEquals("Ideographic"u8), isPhonetic = _reader.ValueTextEquals("Phonetic"u8);
            _reader.Read();
            string? group = null;
            if (_reader.TokenType == JsonTokenType.String && _reader.TryGetText(out string? text)) group = text;
            if ((group is null && _reader.TokenType != JsonTokenType.Null) || !(isAlphabetic || isIdeographic || isPhonetic))
                _findings.Add(FindingKind.Value, tag, Position, "A name has the groups Alphabetic, Ideographic and Phonetic, each a string.");
            _reader.TrySkip();
            if (isAlphabetic) alphabetic ??= group;
            else if (isIdeographic) ideographic ??= group;
            else if (isPhonetic) phonetic ??= group;
        }

        return $"{alphabetic}={ideographic}={phonetic}".TrimEnd('=');
    }

    private void ReadInline(DicomDataset dataset, DicomTag tag, DicomVR vr)
    {
        if (_reader.TokenType == JsonTokenType.String && _reader.TryGetBytesFromBase64(out byte[]? bytes))
        {
            InlineValues.Set(dataset, tag, vr, bytes, Position, ref _findings);
            return;
        }

        if (_reader.TokenType != JsonTokenType.Null) _findings.Add(FindingKind.Value, tag, Position, "InlineBinary is no base64.");
        _reader.TrySkip();
    }

    private void ReadUri(DicomDataset dataset, DicomTag tag, DicomVR vr)
    {
        if (_reader.TokenType == JsonTokenType.String && _reader.TryGetText(out string? uri))
        {
            InlineValues.SetBulk(dataset, new BulkDataReference(tag, vr, uri), _options.BulkData, Position, ref _findings);
            return;
        }

        _findings.Add(FindingKind.Value, tag, Position, "BulkDataURI is no string.");
        _reader.TrySkip();
    }

    private static void SetEmpty(DicomDataset dataset, DicomTag tag, DicomVR vr)
    {
        if (vr == DicomVR.SQ) dataset.Set(tag, new DicomSequence());
        else dataset.SetBytes(tag, vr, []);
    }

    private readonly bool TryReadTag(out DicomTag tag)
    {
        tag = default;
        if (!_reader.HasValueSequence && !_reader.ValueIsEscaped)
        {
            if (_reader.ValueSpan.Length != 8 || !uint.TryParse(_reader.ValueSpan, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out uint value)) return false;
            tag = new DicomTag(value);
        }
        else
        {
            if (!_reader.TryGetText(out string? text) || text.Length != 8 || !uint.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out uint value)) return false;
            tag = new DicomTag(value);
        }

        return tag.Group != 0xFFFE;
    }
}
