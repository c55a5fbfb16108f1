using System.Buffers;
using System.Collections;
using System.Text;

namespace Pacs.Core;

/// <summary>A data set: elements ordered by tag (PS3.5 §7.1). Read lazily: values decode when asked for, from the bytes they arrived in.</summary>
/// <remarks>
/// Not thread-safe while it is changed. A data set that was read and not changed is written byte for byte as it came.
/// Reading costs one array of slots, whatever the number of elements. Numbers, dates, names, private blocks and paths are read and set by the
/// extension methods of <see cref="DicomNumbers"/>, <see cref="DicomDates"/>, <see cref="DicomNames"/>, <see cref="DicomPrivateBlocks"/> and <see cref="DicomPaths"/>.
/// </remarks>
public sealed class DicomDataset : IEnumerable<DicomElement>
{
    private ElementTable _elements;
    private bool _isChanged;
    private SpecificCharacterSet? _characterSet;
    private SpecificCharacterSet? _sourceCharacterSet;

    /// <summary>Makes an empty data set.</summary>
    public DicomDataset()
    {
    }

    internal DicomDataset(in ElementTable elements, DicomReadOptions options, DicomDataset? parent = null, int depth = 0)
    {
        _elements = elements;
        ReadOptions = options;
        Parent = parent;
        Depth = depth;
    }

    /// <summary>Number of elements.</summary>
    public int Count => _elements.Count;

    /// <summary>The data set whose sequence holds this item, or null.</summary>
    public DicomDataset? Parent { get; private set; }

    /// <summary>Where this item stands, from the outermost data set; <see cref="DicomPath.Root"/> for that.</summary>
    public DicomPath Path => Parent is { } parent && Container is { } sequence ? parent.Path.Append(sequence.Tag).AtItem(sequence.IndexOf(this)) : DicomPath.Root;

    /// <summary>What reading tolerated in this data set, not in the items of its sequences; empty when the bytes were as they should be.</summary>
    public IReadOnlyList<ValidationFinding> Findings { get; internal set; } = [];

    /// <summary>How text is encoded when it is written: Specific Character Set (0008,0005) of this data set, else of the one that holds it, else ISO 646.</summary>
    /// <remarks>To write text in another character set, set Specific Character Set. To read text whose declaration is wrong or missing, see <see cref="DicomReadOptions.CharacterSet"/>.</remarks>
    public SpecificCharacterSet CharacterSet => _characterSet ??= DeclaredCharacterSet ?? Parent?.CharacterSet ?? ReadOptions.CharacterSet ?? SpecificCharacterSet.Default;

    /// <summary>How the text that was read is encoded, whatever was set since.</summary>
    internal SpecificCharacterSet SourceCharacterSet => _sourceCharacterSet ??= ReadOptions.CharacterSet ?? DeclaredCharacterSet ?? InheritedCharacterSet ?? SpecificCharacterSet.Default;

    /// <summary>Of an item that was read: how the text around it was encoded.</summary>
    internal SpecificCharacterSet? InheritedCharacterSet { get; init; }

    /// <summary>Whether text that was read must be encoded anew, since another character set is declared now.</summary>
    internal bool NeedsTranscoding => !Source.IsEmpty && SourceCharacterSet != CharacterSet && !SourceCharacterSet.Terms.SequenceEqual(CharacterSet.Terms);

    internal PrivateDictionary PrivateDictionary => ReadOptions.PrivateDictionary;

    internal ReadOnlyMemory<byte> Source => _elements.Source;

    internal ElementEncoding Encoding => _elements.Encoding;

    internal DicomReadOptions ReadOptions { get; } = DicomReadOptions.Default;

    internal int Depth { get; }

    /// <summary>Where the source begins, in bytes from the start of the outermost data set or of its file.</summary>
    internal long BaseOffset { get; init; }

    /// <summary>What is known of undefined lengths in a deeply nested item.</summary>
    internal RegionMap? Regions { get; init; }

    /// <summary>The sequence that holds this item.</summary>
    internal DicomSequence? Container { get; set; }

    /// <summary>Whether anything differs from the source, items of opened sequences included.</summary>
    internal bool IsModified
    {
        get
        {
            if (_isChanged) return true;
            foreach (ref readonly ElementSlot slot in _elements.Slots)
                if (slot.Value is DicomSequence { IsModified: true }) return true;
            return false;
        }
    }

    /// <summary>Whether an element's bytes must not be copied into another place.</summary>
    internal bool IsIrregular
    {
        get
        {
            foreach (ref readonly ElementSlot slot in _elements.Slots)
                if (slot.IsIrregular) return true;
            return false;
        }
    }

    /// <summary>The slots of elements that have one: what was set, opened, left in a file, of undefined length or odd.</summary>
    internal ReadOnlySpan<ElementSlot> SpecialSlots => _elements.Slots;

    private SpecificCharacterSet? DeclaredCharacterSet => GetElement(DicomTag.SpecificCharacterSet) is { } element ? SpecificCharacterSet.Parse(ElementText.Terms(element)) : null;

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

    /// <summary>The element, or null when absent.</summary>
    public DicomElement? GetElement(DicomTag tag) => FindIndex(tag) is >= 0 and int index ? new DicomElement(this, index) : null;

    /// <summary>The whole value as text, padding trimmed and values still separated by backslashes; null when absent or empty. Numbers are written invariantly.</summary>
    public string? GetString(DicomTag tag) => GetElement(tag)?.GetString();

    /// <summary>The values, padding trimmed; empty when absent.</summary>
    public IReadOnlyList<string> GetStrings(DicomTag tag) => GetElement(tag)?.GetStrings() ?? [];

    /// <summary>The first UID; null when absent or empty. Registered UIDs cost no allocation.</summary>
    public DicomUid? GetUid(DicomTag tag) => GetElement(tag)?.GetUid();

    /// <summary>All UIDs; empty when absent.</summary>
    public IReadOnlyList<DicomUid> GetUids(DicomTag tag) => GetElement(tag)?.GetUids() ?? [];

    /// <summary>The tag at <paramref name="index"/> of an AT element; null when absent.</summary>
    public DicomTag? GetTag(DicomTag tag, int index = 0) => GetElement(tag)?.GetTag(index);

    /// <summary>All tags of an AT element; empty when absent.</summary>
    public IReadOnlyList<DicomTag> GetTags(DicomTag tag) => GetElement(tag)?.GetTags() ?? [];

    /// <summary>How many values the element has, of a sequence how many items; 0 when absent or empty.</summary>
    public int ValueCount(DicomTag tag) => GetElement(tag)?.ValueCount ?? 0;

    /// <summary>The sequence, opened on first use; null when absent or no sequence.</summary>
    /// <exception cref="DicomDataException">What should be items cannot be read.</exception>
    public DicomSequence? GetSequence(DicomTag tag) => FindIndex(tag) is >= 0 and int index ? SequenceAt(index) : null;

    /// <summary>The value's bytes in little endian order; empty when absent. A view into the source where possible.</summary>
    /// <exception cref="InvalidOperationException">The value was left in the file.</exception>
    public ReadOnlyMemory<byte> GetBytes(DicomTag tag) => GetElement(tag)?.GetBytes() ?? default;

    /// <summary>As <see cref="GetString(DicomTag)"/>, but the value must be there.</summary>
    /// <exception cref="DicomDataException">Absent or empty.</exception>
    public string RequireString(DicomTag tag) => GetString(tag) ?? throw Missing(tag);

    /// <summary>As <see cref="GetUid(DicomTag)"/>, but the value must be there.</summary>
    /// <exception cref="DicomDataException">Absent or empty.</exception>
    public DicomUid RequireUid(DicomTag tag) => GetUid(tag) ?? throw Missing(tag);

    /// <summary>As <see cref="GetSequence(DicomTag)"/>, but there must be an item.</summary>
    /// <exception cref="DicomDataException">Absent, empty, or what should be items cannot be read.</exception>
    public DicomSequence RequireSequence(DicomTag tag) => GetSequence(tag) is { Count: > 0 } sequence ? sequence : throw Missing(tag, "a sequence with an item");

    /// <summary>Sets text with the dictionary's VR; null or empty text makes the element empty. Backslashes separate values where the VR has several.</summary>
    /// <exception cref="ArgumentException">The dictionary's VR holds no text.</exception>
    public void Set(DicomTag tag, string? value) => Set(tag, VRToSet(tag, DicomVR.UN), value);

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

    /// <summary>Sets several UIDs.</summary>
    public void Set(DicomTag tag, params ReadOnlySpan<DicomUid> values) => Put(tag, DicomVR.UI, string.Join('\\', values.ToArray()));

    /// <summary>Sets a sequence. The data set becomes the parent of its items.</summary>
    public void Set(DicomTag tag, DicomSequence sequence)
    {
        ArgumentNullException.ThrowIfNull(sequence);
        sequence.MoveTo(this, tag);
        Put(tag, DicomVR.SQ, sequence);
    }

    /// <summary>Copies an element of another data set, text re-encoded for this one's character set when it is written.</summary>
    public void Set(DicomElement element) => Set(element.Tag, element);

    /// <summary>Copies an element of another data set under another tag.</summary>
    public void Set(DicomTag tag, DicomElement element)
    {
        ElementSlot slot = element.Slot;
        if (element.GetSequence() is { } sequence) Set(tag, new DicomSequence(sequence.Select(static item => item.Copy())));
        else if (slot.VR.UsesCharacterSet()) Put(tag, slot.VR, element.GetString() ?? string.Empty);
        else Put(tag, slot.VR, slot.Value is BulkValue or string ? slot.Value : element.GetBytes().ToArray(), slot.IsUndefinedLength);
    }

    /// <summary>Sets attribute tags (AT).</summary>
    public void SetTag(DicomTag tag, params ReadOnlySpan<DicomTag> values)
    {
        byte[] bytes = new byte[values.Length * 4];
        for (int i = 0; i < values.Length; i++) ElementHeader.WriteTag(bytes.AsSpan(i * 4), values[i], isBigEndian: false);
        Put(tag, DicomVR.AT, bytes);
    }

    /// <summary>Sets bytes, in little endian order for VRs of words. They are copied.</summary>
    public void SetBytes(DicomTag tag, DicomVR vr, ReadOnlySpan<byte> bytes) => Put(tag, vr, bytes.ToArray());

    /// <summary>Removes the element; false when there is none.</summary>
    public bool Remove(DicomTag tag)
    {
        int index = FindIndex(tag);
        if (index < 0) return false;
        Changing(tag);
        if (_elements[index].Value is DicomSequence sequence) sequence.MoveTo(null, default);
        _elements.RemoveAt(index);
        return true;
    }

    /// <summary>A deep copy that shares no mutable state; values left in a file stay there.</summary>
    public DicomDataset Copy()
    {
        ElementTable elements = _elements.Copy();
        var copy = new DicomDataset(in elements, ReadOptions, Parent, Depth) { Findings = Findings, BaseOffset = BaseOffset, _isChanged = _isChanged, _sourceCharacterSet = SourceCharacterSet };
        for (int i = 0; i < copy.Count; i++)
        {
            if (copy._elements[i] is not { Value: DicomSequence sequence } slot) continue;
            var items = new DicomSequence(sequence.Select(static item => item.Copy()));
            items.MoveTo(copy, slot.Tag);
            copy._elements.Update(i, slot with { Value = items });
            copy._isChanged |= sequence.IsModified;
        }

        return copy;
    }

    /// <summary>Whether the other data set has the same content, see <see cref="DicomDatasetComparer"/>.</summary>
    public bool ContentEquals(DicomDataset other) => DicomDatasetComparer.Default.Equals(this, other);

    /// <summary>Writes the data set. Unchanged and in the encoding it came in, it is written byte for byte as it came; otherwise in ascending order, without group lengths, sequences with undefined length, unless the options say otherwise.</summary>
    /// <param name="output">Gets the bytes.</param>
    /// <param name="syntax">How to encode; a deflated syntax is written without deflating.</param>
    /// <param name="options">Choices.</param>
    /// <exception cref="InvalidOperationException">A value was left in a file: save through <see cref="DicomFile"/>.</exception>
    /// <exception cref="DicomDataException">A value cannot be encoded.</exception>
    public void WriteTo(IBufferWriter<byte> output, TransferSyntax syntax, DicomWriteOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(syntax);
        DatasetWriter.Write(this, output, ElementEncoding.Of(syntax), options ?? DicomWriteOptions.Default);
    }

    /// <inheritdoc/>
    public IEnumerator<DicomElement> GetEnumerator()
    {
        for (int i = 0; i < Count; i++) yield return new DicomElement(this, i);
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Sets encapsulated pixel data: items and the delimiter after them. Not copied.</summary>
    internal void SetFragments(DicomTag tag, byte[] items) => Put(tag, DicomVR.OB, items, isUndefinedLength: true);

    /// <summary>Sets a value that stands in a file or elsewhere, in little endian order; of undefined length when it is fragments.</summary>
    internal void SetBulk(DicomTag tag, DicomVR vr, BulkValue value, bool isFragments) => Put(tag, vr, value, isFragments);

    internal ElementSlot SlotAt(int index) => _elements[index];

    /// <summary>Where an element's header begins, in bytes from the start of the outermost data set or of its file; -1 for a value that was set.</summary>
    internal long OffsetOf(in ElementSlot slot) => slot.IsFromSource ? _elements.OffsetOf(slot.HeaderOffset, BaseOffset) : -1;

    internal long LengthOf(in ElementSlot slot) => slot.Value switch
    {
        null => slot.Length,
        byte[] bytes => bytes.Length,
        string text => TextBytes(text, slot.VR, EncodingFallback.Replace).Length,
        BulkValue bulk => bulk.Length,
        _ => -1,
    };

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
        ElementSlot slot = _elements[index];
        if (slot.Value is DicomSequence opened) return opened;
        if (slot.Value is not null || slot.VR is not (DicomVR.SQ or DicomVR.UN)) return null;
        // UN may hold items (CP-246); and what the dictionary calls a sequence may hold something else.
        ReadOnlySpan<byte> content = Source.Span.Slice(slot.ValueOffset, (int)slot.Length);
        ElementEncoding encoding = slot.VR == DicomVR.UN ? ElementEncoding.ImplicitLittle : Encoding;
        if (!slot.IsUndefinedLength && !DatasetParser.LooksLikeItems(content, encoding) && (slot.VR == DicomVR.UN || !content.IsEmpty)) return null;
        DicomSequence sequence = DatasetParser.ParseItems(this, in slot);
        _elements.Update(index, slot with { Value = sequence });
        return sequence;
    }

    /// <summary>Whether there is an element among so many tags from a first one on.</summary>
    internal bool HasAny(uint firstTag, uint count)
    {
        int index = FindIndex(new DicomTag(firstTag));
        return index >= 0 || (~index < Count && _elements.TagAt(~index).Value - firstTag < count);
    }

    /// <summary>The VR that the dictionaries know for a tag in this data set; UN when none does.</summary>
    internal DicomVR KnownVR(DicomTag tag)
    {
        if (DicomDictionary.TryGetVR(tag, out DicomVR vr) || !tag.IsPrivate) return vr;
        return this.GetPrivateCreator(tag) is { } creator ? PrivateDictionary.Find(creator, tag)?.VR ?? DicomVR.UN : DicomVR.UN;
    }

    /// <summary>The VR to set a value with: the one preferred where the dictionary allows it or knows nothing, else the dictionary's.</summary>
    internal DicomVR VRToSet(DicomTag tag, DicomVR preferred)
    {
        if (DicomDictionary.Find(tag) is { } entry) return entry.Allows(preferred) ? preferred : entry.VR;
        DicomVR known = KnownVR(tag);
        return known == DicomVR.UN ? preferred : known;
    }

    /// <summary>Sets a value: bytes in little endian order, text, a sequence, or one left in a file. Of undefined length are fragments, with the delimiter after them.</summary>
    internal void Put(DicomTag tag, DicomVR vr, object value, bool isUndefinedLength = false) =>
        Put(new ElementSlot { Tag = tag, VR = vr, HeaderOffset = -1, Length = value is BulkValue bulk ? bulk.Length : 0, Value = value, IsUndefinedLength = isUndefinedLength });

    internal static DicomDataException Missing(DicomTag tag, string what = "a value") => new($"{tag.Keyword ?? "The element"} must have {what}, and is absent, empty or malformed.", tag);

    private void Put(ElementSlot slot)
    {
        Changing(slot.Tag);
        int index = FindIndex(slot.Tag);
        if (index < 0)
        {
            _elements.Insert(~index, in slot);
            return;
        }

        if (_elements[index].Value is DicomSequence replaced && replaced != slot.Value) replaced.MoveTo(null, default);
        _elements.Update(index, in slot);
    }

    private void Changing(DicomTag tag)
    {
        _isChanged = true;
        if (tag != DicomTag.SpecificCharacterSet) return;
        _sourceCharacterSet = SourceCharacterSet;
        ForgetCharacterSet();
    }

    /// <summary>Makes this an item of a sequence, or of none.</summary>
    internal void MoveTo(DicomSequence? sequence)
    {
        Container = sequence;
        Parent = sequence?.Owner;
        ForgetCharacterSet();
    }

    /// <summary>Items inherit, so that theirs may be another one now.</summary>
    private void ForgetCharacterSet()
    {
        _characterSet = null;
        foreach (ref readonly ElementSlot slot in _elements.Slots)
            if (slot.Value is DicomSequence sequence)
                foreach (DicomDataset item in sequence) item.ForgetCharacterSet();
    }

    private int FindIndex(DicomTag tag) => _elements.IndexOf(tag);

    internal byte[] TextBytes(string text, DicomVR vr, EncodingFallback fallback = EncodingFallback.Throw)
    {
        if (text.Length == 0) return [];
        if (!vr.UsesCharacterSet() || Ascii.IsValid(text)) return System.Text.Encoding.Latin1.GetBytes(text);
        var buffer = new ArrayBufferWriter<byte>(text.Length * 2);
        CharacterSet.Encode(text, vr, buffer, fallback);
        return buffer.WrittenSpan.ToArray();
    }
}
