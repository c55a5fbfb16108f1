using System.Buffers;
using System.Buffers.Binary;
using System.Collections;
using System.Globalization;
using System.Text;

namespace Pacs.Core;

/// <summary>A data set: elements ordered by tag (PS3.5 §7.1). Read lazily: values decode when asked for, from the bytes they arrived in.</summary>
/// <remarks>
/// Not thread-safe while it is changed. A data set that was read and not changed is written byte for byte as it came.
/// Reading costs one array of slots, whatever the number of elements.
/// </remarks>
public sealed class DicomDataset : IEnumerable<DicomElement>
{
    private ElementSlot[] _slots;
    private int _count;
    private bool _isChanged;
    private SpecificCharacterSet? _characterSet;

    /// <summary>Makes an empty data set.</summary>
    public DicomDataset() => _slots = [];

    internal DicomDataset(ElementSlot[] slots, int count, ReadOnlyMemory<byte> source, ElementEncoding encoding, DicomReadOptions options, DicomDataset? parent = null, int depth = 0)
    {
        _slots = slots;
        _count = count;
        Source = source;
        Encoding = encoding;
        ReadOptions = options;
        Parent = parent;
        Depth = depth;
    }

    /// <summary>Number of elements.</summary>
    public int Count => _count;

    /// <summary>The data set whose sequence holds this item, or null.</summary>
    public DicomDataset? Parent { get; internal set; }

    /// <summary>What reading tolerated; empty when the bytes were as they should be.</summary>
    public IReadOnlyList<ValidationFinding> Findings { get; internal set; } = [];

    /// <summary>How text is encoded: Specific Character Set (0008,0005) of this data set, else of the one that holds it, else ISO 646.</summary>
    public SpecificCharacterSet CharacterSet => _characterSet ??= FindIndex(DicomTag.SpecificCharacterSet) is >= 0 and int index
        ? SpecificCharacterSet.Parse(StringsOf(in _slots[index]))
        : Parent?.CharacterSet ?? SpecificCharacterSet.Default;

    internal ReadOnlyMemory<byte> Source { get; }

    internal ElementEncoding Encoding { get; }

    internal DicomReadOptions ReadOptions { get; } = DicomReadOptions.Default;

    internal int Depth { get; }

    /// <summary>Whether anything differs from the source, items of opened sequences included.</summary>
    internal bool IsModified
    {
        get
        {
            if (_isChanged) return true;
            for (int i = 0; i < _count; i++)
                if (_slots[i].Value is DicomSequence { IsModified: true }) return true;
            return false;
        }
    }

    internal ReadOnlySpan<ElementSlot> Slots => _slots.AsSpan(0, _count);

    /// <summary>Reads a whole data set. Values are views into <paramref name="bytes"/>, which must not change afterwards.</summary>
    /// <param name="bytes">The encoded data set, without file meta information; not deflated.</param>
    /// <param name="syntax">How it is encoded.</param>
    /// <param name="options">Limits.</param>
    /// <exception cref="DicomDataException">Bytes that are no data set.</exception>
    public static DicomDataset Parse(ReadOnlyMemory<byte> bytes, TransferSyntax syntax, DicomReadOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(syntax);
        return DatasetParser.Parse(bytes, ElementEncoding.Of(syntax), options ?? DicomReadOptions.Default);
    }

    /// <summary>Whether there is an element with this tag, empty or not.</summary>
    public bool Contains(DicomTag tag) => FindIndex(tag) >= 0;

    /// <summary>Finds an element.</summary>
    public bool TryGet(DicomTag tag, out DicomElement element)
    {
        int index = FindIndex(tag);
        element = index >= 0 ? new DicomElement(this, index) : default;
        return index >= 0;
    }

    /// <summary>The whole value as text, padding trimmed and values still separated by backslashes; null when absent or empty. Numbers are written invariantly.</summary>
    public string? GetString(DicomTag tag) => FindIndex(tag) is >= 0 and int index ? StringOf(in _slots[index]) : null;

    /// <summary>The values, padding trimmed; empty when absent.</summary>
    public IReadOnlyList<string> GetStrings(DicomTag tag) => FindIndex(tag) is >= 0 and int index ? StringsOf(in _slots[index]) : [];

    /// <summary>The integer at <paramref name="index"/>, from a binary VR or IS/DS text; null when absent, malformed or out of range.</summary>
    public int? GetInt32(DicomTag tag, int index = 0) => IntegerOf(tag, index) is { } value and >= int.MinValue and <= int.MaxValue ? (int)value : null;

    /// <summary>The integer at <paramref name="index"/>; null when absent, malformed or out of range.</summary>
    public long? GetInt64(DicomTag tag, int index = 0) => IntegerOf(tag, index);

    /// <summary>The integer at <paramref name="index"/>; null when absent, malformed or out of range.</summary>
    public ushort? GetUInt16(DicomTag tag, int index = 0) => IntegerOf(tag, index) is { } value and >= 0 and <= ushort.MaxValue ? (ushort)value : null;

    /// <summary>The integer at <paramref name="index"/>; null when absent, malformed or out of range.</summary>
    public uint? GetUInt32(DicomTag tag, int index = 0) => IntegerOf(tag, index) is { } value and >= 0 and <= uint.MaxValue ? (uint)value : null;

    /// <summary>All integers that are well formed, in order.</summary>
    public int[] GetInt32s(DicomTag tag) => [.. Enumerable.Range(0, ValueCount(tag)).Select(i => GetInt32(tag, i)).OfType<int>()];

    /// <summary>The number at <paramref name="index"/>, from a binary VR or DS/IS text; null when absent or malformed.</summary>
    public double? GetDouble(DicomTag tag, int index = 0) => FindIndex(tag) is >= 0 and int at
        ? ElementValues.Real(BytesAsStored(in _slots[at], out bool isBigEndian).Span, _slots[at].VR, isBigEndian, index) : null;

    /// <summary>All numbers that are well formed, in order.</summary>
    public double[] GetDoubles(DicomTag tag) => [.. Enumerable.Range(0, ValueCount(tag)).Select(i => GetDouble(tag, i)).OfType<double>()];

    /// <summary>The first UID; null when absent or empty. Registered UIDs cost no allocation.</summary>
    public DicomUid? GetUid(DicomTag tag)
    {
        if (FindIndex(tag) is not (>= 0 and int index)) return null;
        ref readonly ElementSlot slot = ref _slots[index];
        ReadOnlySpan<byte> bytes = BytesAsStored(in slot, out _).Span;
        if (bytes.IndexOf((byte)'\\') is >= 0 and int end) bytes = bytes[..end];
        bytes = ElementValues.Trim(bytes);
        return bytes.IsEmpty ? null : DicomUid.FromBytes(bytes);
    }

    /// <summary>All UIDs; empty when absent.</summary>
    public IReadOnlyList<DicomUid> GetUids(DicomTag tag) => [.. GetStrings(tag).Where(static text => text.Length > 0).Select(static text => new DicomUid(text))];

    /// <summary>The tag at <paramref name="index"/> of an AT element; null when absent.</summary>
    public DicomTag? GetTag(DicomTag tag, int index = 0) => IntegerOf(tag, index) is { } value ? new DicomTag((uint)value) : null;

    /// <summary>How many values the element has; 0 when absent or empty.</summary>
    public int ValueCount(DicomTag tag) => FindIndex(tag) is >= 0 and int at
        ? _slots[at].Value is DicomSequence sequence ? sequence.Count : ElementValues.Count(BytesAsStored(in _slots[at], out _).Span, _slots[at].VR) : 0;

    /// <summary>The sequence, opened on first use; null when absent or no sequence.</summary>
    public DicomSequence? GetSequence(DicomTag tag) => FindIndex(tag) is >= 0 and int index ? SequenceAt(index) : null;

    /// <summary>The value's bytes in little endian order; empty when absent. A view into the source where possible.</summary>
    /// <exception cref="InvalidOperationException">The value was left in the file.</exception>
    public ReadOnlyMemory<byte> GetBytes(DicomTag tag) => FindIndex(tag) is >= 0 and int index ? BytesOf(in _slots[index]) : default;

    /// <summary>As <see cref="GetString(DicomTag)"/>, but the value must be there.</summary>
    /// <exception cref="DicomDataException">Absent or empty.</exception>
    public string RequireString(DicomTag tag) => GetString(tag) ?? throw Missing(tag);

    /// <summary>As <see cref="GetUid(DicomTag)"/>, but the value must be there.</summary>
    /// <exception cref="DicomDataException">Absent or empty.</exception>
    public DicomUid RequireUid(DicomTag tag) => GetUid(tag) ?? throw Missing(tag);

    /// <summary>Sets text with the dictionary's VR; null or empty text makes the element empty. Backslashes separate values where the VR has several.</summary>
    /// <exception cref="ArgumentException">The dictionary's VR holds no text.</exception>
    public void Set(DicomTag tag, string? value) => Set(tag, TextVROf(tag), value);

    /// <summary>Sets text with a VR of the caller's.</summary>
    public void Set(DicomTag tag, DicomVR vr, string? value)
    {
        if (!vr.IsText()) throw new ArgumentException($"{tag} has VR {vr.ToCode()}, which holds no text.", nameof(vr));
        Put(tag, vr, value ?? string.Empty);
    }

    /// <summary>Sets several texts with the dictionary's VR.</summary>
    public void Set(DicomTag tag, params ReadOnlySpan<string> values) => Set(tag, string.Join('\\', values));

    /// <summary>Sets a UID.</summary>
    public void Set(DicomTag tag, DicomUid value) => Put(tag, DicomVR.UI, value.Value);

    /// <summary>Sets a sequence. The data set becomes the parent of its items.</summary>
    public void Set(DicomTag tag, DicomSequence sequence)
    {
        ArgumentNullException.ThrowIfNull(sequence);
        sequence.Owner = this;
        Put(tag, DicomVR.SQ, sequence);
    }

    /// <summary>Copies an element of another data set, text re-encoded for this one's character set when it is written.</summary>
    public void Set(DicomElement element)
    {
        ref readonly ElementSlot slot = ref element.Slot;
        if (element.GetSequence() is { } sequence)
        {
            Set(slot.Tag, new DicomSequence(sequence.Select(static item => item.Copy())));
        }
        else if (slot.VR.UsesCharacterSet())
        {
            Put(slot.Tag, slot.VR, element.GetString() ?? string.Empty);
        }
        else
        {
            Put(slot.Tag, slot.VR, slot.Value is BulkValue bulk ? bulk : slot.Value as string ?? (object)element.GetBytes().ToArray(), slot.IsUndefinedLength);
        }
    }

    /// <summary>Sets integers in the dictionary's VR: binary, or IS/DS text.</summary>
    public void SetInt32(DicomTag tag, params ReadOnlySpan<int> values)
    {
        DicomVR vr = ElementScanner.VROf(tag);
        int size = ElementValues.NumberSize(vr);
        if (size == 0)
        {
            Set(tag, string.Join('\\', values.ToArray().Select(static value => value.ToString(CultureInfo.InvariantCulture))));
            return;
        }

        byte[] bytes = new byte[values.Length * size];
        for (int i = 0; i < values.Length; i++) WriteInteger(bytes.AsSpan(i * size, size), vr, values[i]);
        Put(tag, vr, bytes);
    }

    /// <summary>Sets 16-bit integers (US).</summary>
    public void SetUInt16(DicomTag tag, params ReadOnlySpan<ushort> values)
    {
        byte[] bytes = new byte[values.Length * 2];
        for (int i = 0; i < values.Length; i++) BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(i * 2), values[i]);
        Put(tag, DicomVR.US, bytes);
    }

    /// <summary>Sets 32-bit integers (UL).</summary>
    public void SetUInt32(DicomTag tag, params ReadOnlySpan<uint> values)
    {
        byte[] bytes = new byte[values.Length * 4];
        for (int i = 0; i < values.Length; i++) BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(i * 4), values[i]);
        Put(tag, DicomVR.UL, bytes);
    }

    /// <summary>Sets numbers in the dictionary's VR: FL, FD or DS text of at most 16 characters.</summary>
    public void SetDouble(DicomTag tag, params ReadOnlySpan<double> values)
    {
        DicomVR vr = ElementScanner.VROf(tag);
        if (vr is DicomVR.FL or DicomVR.OF)
        {
            byte[] bytes = new byte[values.Length * 4];
            for (int i = 0; i < values.Length; i++) BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(i * 4), (float)values[i]);
            Put(tag, vr, bytes);
        }
        else if (vr is DicomVR.FD or DicomVR.OD)
        {
            byte[] bytes = new byte[values.Length * 8];
            for (int i = 0; i < values.Length; i++) BinaryPrimitives.WriteDoubleLittleEndian(bytes.AsSpan(i * 8), values[i]);
            Put(tag, vr, bytes);
        }
        else
        {
            Set(tag, string.Join('\\', values.ToArray().Select(DecimalString)));
        }
    }

    /// <summary>Sets attribute tags (AT).</summary>
    public void SetTag(DicomTag tag, params ReadOnlySpan<DicomTag> values)
    {
        byte[] bytes = new byte[values.Length * 4];
        for (int i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(i * 4), values[i].Group);
            BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(i * 4 + 2), values[i].Element);
        }

        Put(tag, DicomVR.AT, bytes);
    }

    /// <summary>Sets bytes, in little endian order for VRs of words. They are copied.</summary>
    public void SetBytes(DicomTag tag, DicomVR vr, ReadOnlySpan<byte> bytes) => Put(tag, vr, bytes.ToArray());

    /// <summary>Removes the element; false when there is none.</summary>
    public bool Remove(DicomTag tag)
    {
        int index = FindIndex(tag);
        if (index < 0) return false;
        Array.Copy(_slots, index + 1, _slots, index, --_count - index);
        _slots[_count] = default;
        Changed(tag);
        return true;
    }

    /// <summary>A deep copy that shares no mutable state; values left in a file stay there.</summary>
    public DicomDataset Copy()
    {
        var copy = new DicomDataset([.. _slots.AsSpan(0, _count)], _count, Source, Encoding, ReadOptions, Parent, Depth) { Findings = Findings, _isChanged = _isChanged };
        for (int i = 0; i < copy._count; i++)
        {
            if (copy._slots[i].Value is not DicomSequence sequence) continue;
            copy._slots[i].Value = new DicomSequence(sequence.Select(static item => item.Copy())) { Owner = copy };
            copy._isChanged |= sequence.IsModified;
        }

        return copy;
    }

    /// <summary>Writes the data set. Unchanged and in the encoding it came in, it is written byte for byte as it came; otherwise in ascending order, without group lengths, sequences with undefined length.</summary>
    /// <exception cref="InvalidOperationException">A value was left in a file: save through <see cref="DicomFile"/>.</exception>
    /// <exception cref="DicomDataException">A value cannot be encoded.</exception>
    public void WriteTo(IBufferWriter<byte> output, TransferSyntax syntax)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(syntax);
        DatasetWriter.Write(this, output, ElementEncoding.Of(syntax));
    }

    /// <inheritdoc/>
    public IEnumerator<DicomElement> GetEnumerator()
    {
        for (int i = 0; i < _count; i++) yield return new DicomElement(this, i);
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Sets encapsulated pixel data: items and the delimiter after them. Not copied.</summary>
    internal void SetFragments(DicomTag tag, byte[] items) => Put(tag, DicomVR.OB, items, isUndefinedLength: true);

    /// <summary>Sets a value that is left where it is.</summary>
    internal void SetBulk(DicomTag tag, DicomVR vr, BulkValue bulk) => Put(tag, vr, bulk);

    internal ref readonly ElementSlot SlotAt(int index) => ref _slots[index];

    internal long LengthOf(in ElementSlot slot) => slot.Value switch
    {
        null => slot.Length,
        byte[] bytes => bytes.Length,
        string text => TextBytes(text, slot.VR).Length,
        BulkValue bulk => bulk.Length,
        _ => -1,
    };

    internal string? StringOf(in ElementSlot slot)
    {
        if (slot.Value is string set) return set.Length == 0 ? null : set;
        if (slot.VR.IsText() || slot.VR == DicomVR.UN)
        {
            if (slot.Value is BulkValue || slot.IsUndefinedLength) return null;
            // Trailing padding only: leading spaces may mean something in ST, LT and UT (PS3.5 §6.2).
            ReadOnlySpan<byte> bytes = BytesAsStored(in slot, out _).Span.TrimEnd(" \0"u8);
            if (slot.VR.IsMultiValuedText() || slot.VR == DicomVR.UN) bytes = bytes.TrimStart((byte)' ');
            return bytes.IsEmpty ? null : slot.VR.UsesCharacterSet() ? CharacterSet.Decode(bytes, slot.VR) : System.Text.Encoding.Latin1.GetString(bytes);
        }

        IReadOnlyList<string> numbers = StringsOf(in slot);
        return numbers.Count switch { 0 => null, 1 => numbers[0], _ => string.Join('\\', numbers) };
    }

    internal IReadOnlyList<string> StringsOf(in ElementSlot slot)
    {
        if (slot.VR.IsText())
        {
            if (slot.Value is string set) return set.Length == 0 ? [] : slot.VR.IsMultiValuedText() ? set.Split('\\') : [set];
            ReadOnlySpan<byte> bytes = BytesAsStored(in slot, out _).Span.TrimEnd(" \0"u8);
            if (bytes.IsEmpty) return [];
            if (slot.VR.UsesCharacterSet())
                return slot.VR.IsMultiValuedText() ? CharacterSet.DecodeValues(bytes, slot.VR) : [CharacterSet.Decode(bytes, slot.VR)];
            string text = System.Text.Encoding.Latin1.GetString(bytes);
            return slot.VR.IsMultiValuedText() ? text.Split('\\', StringSplitOptions.TrimEntries) : [text];
        }

        if (slot.Value is DicomSequence or BulkValue || ElementValues.NumberSize(slot.VR) == 0) return [];
        ReadOnlySpan<byte> values = BytesAsStored(in slot, out bool isBigEndian).Span;
        int count = ElementValues.Count(values, slot.VR);
        string[] texts = new string[count];
        for (int i = 0; i < count; i++) texts[i] = ElementValues.NumberText(values, slot.VR, isBigEndian, i) ?? string.Empty;
        return texts;
    }

    internal ReadOnlyMemory<byte> BytesOf(in ElementSlot slot)
    {
        ReadOnlyMemory<byte> bytes = BytesAsStored(in slot, out bool isBigEndian);
        if (!isBigEndian || slot.VR.WordSize() == 1 || slot.IsUndefinedLength) return bytes;
        byte[] swapped = bytes.ToArray();
        ByteOrder.Swap(swapped, slot.VR.WordSize());
        return swapped;
    }

    /// <summary>The bytes as they stand: in the source's byte order, or little endian for values that were set.</summary>
    internal ReadOnlyMemory<byte> BytesAsStored(in ElementSlot slot, out bool isBigEndian)
    {
        isBigEndian = false;
        switch (slot.Value)
        {
            case byte[] bytes: return bytes;
            case string text: return TextBytes(text, slot.VR);
            case DicomSequence when !slot.IsFromSource: return default;
            case BulkValue bulk:
                throw new InvalidOperationException($"The value of {slot.Tag} ({bulk.Length} bytes) was left where it is: read it through DicomElement.Bulk.");
            default:
                isBigEndian = Encoding.IsBigEndian;
                return Source.Slice(slot.ValueOffset, (int)slot.Length);
        }
    }

    internal DicomSequence? SequenceAt(int index)
    {
        ref ElementSlot slot = ref _slots[index];
        if (slot.Value is DicomSequence opened) return opened;
        if (slot.Value is not null || slot.VR is not (DicomVR.SQ or DicomVR.UN)) return null;
        // UN may hold items (CP-246); and what the dictionary calls a sequence may hold something else.
        ReadOnlySpan<byte> content = Source.Span.Slice(slot.ValueOffset, (int)slot.Length);
        ElementEncoding encoding = slot.VR == DicomVR.UN ? ElementEncoding.ImplicitLittle : Encoding;
        if (!slot.IsUndefinedLength && !DatasetParser.LooksLikeItems(content, encoding) && (slot.VR == DicomVR.UN || !content.IsEmpty)) return null;
        DicomSequence sequence = DatasetParser.ParseItems(this, in slot);
        slot.Value = sequence;
        return sequence;
    }

    private long? IntegerOf(DicomTag tag, int index) => FindIndex(tag) is >= 0 and int at && _slots[at].Value is not (DicomSequence or BulkValue)
        ? ElementValues.Integer(BytesAsStored(in _slots[at], out bool isBigEndian).Span, _slots[at].VR, isBigEndian, index) : null;

    private int FindIndex(DicomTag tag)
    {
        int low = 0, high = _count - 1;
        while (low <= high)
        {
            int middle = (low + high) >>> 1;
            uint at = _slots[middle].Tag.Value;
            if (at == tag.Value) return middle;
            if (at < tag.Value) low = middle + 1;
            else high = middle - 1;
        }

        return ~low;
    }

    private void Put(DicomTag tag, DicomVR vr, object value, bool isUndefinedLength = false)
    {
        int index = FindIndex(tag);
        if (index < 0)
        {
            index = ~index;
            if (_count == _slots.Length) Array.Resize(ref _slots, Math.Max(8, _count * 2));
            Array.Copy(_slots, index, _slots, index + 1, _count++ - index);
        }

        _slots[index] = new ElementSlot { Tag = tag, VR = vr, HeaderOffset = -1, Value = value, IsUndefinedLength = isUndefinedLength };
        Changed(tag);
    }

    private void Changed(DicomTag tag)
    {
        _isChanged = true;
        if (tag == DicomTag.SpecificCharacterSet) _characterSet = null;
    }

    private byte[] TextBytes(string text, DicomVR vr)
    {
        if (text.Length == 0) return [];
        if (!vr.UsesCharacterSet() || Ascii.IsValid(text)) return System.Text.Encoding.Latin1.GetBytes(text);
        var buffer = new ArrayBufferWriter<byte>(text.Length * 2);
        CharacterSet.Encode(text, vr, buffer);
        return buffer.WrittenSpan.ToArray();
    }

    private static DicomVR TextVROf(DicomTag tag) => ElementScanner.VROf(tag);

    private static void WriteInteger(Span<byte> destination, DicomVR vr, int value)
    {
        switch (destination.Length)
        {
            case 1: destination[0] = (byte)value; break;
            case 2: BinaryPrimitives.WriteInt16LittleEndian(destination, (short)value); break;
            case 4 when vr is DicomVR.FL or DicomVR.OF: BinaryPrimitives.WriteSingleLittleEndian(destination, value); break;
            case 4: BinaryPrimitives.WriteInt32LittleEndian(destination, value); break;
            case 8 when vr is DicomVR.FD or DicomVR.OD: BinaryPrimitives.WriteDoubleLittleEndian(destination, value); break;
            default: BinaryPrimitives.WriteInt64LittleEndian(destination, value); break;
        }
    }

    // DS holds at most 16 characters (PS3.5 §6.2): the shortest exact form where it fits, else as many digits as do.
    private static string DecimalString(double value)
    {
        string text = value.ToString("R", CultureInfo.InvariantCulture);
        for (int digits = 15; text.Length > 16 && digits > 0; digits--) text = value.ToString($"G{digits}", CultureInfo.InvariantCulture);
        return text;
    }

    private static DicomDataException Missing(DicomTag tag) => new($"{tag.Keyword ?? "The element"} is required but absent or empty.", tag);
}
