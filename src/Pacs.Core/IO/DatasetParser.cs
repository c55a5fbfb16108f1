using System.Buffers;

namespace Pacs.Core;

/// <summary>Data sets and items out of memory: one walk over the headers, no value touched.</summary>
internal static class DatasetParser
{
    public static DicomDataset Parse(ReadOnlyMemory<byte> source, ElementEncoding encoding, DicomReadOptions options, DicomDataset? parent = null, int depth = 0)
    {
        if (depth > options.MaxDepth) throw new DicomDataException($"Sequences are nested deeper than {options.MaxDepth} levels.");
        ReadOnlySpan<byte> bytes = source.Span;
        ElementSlot[] pooled = ArrayPool<ElementSlot>.Shared.Rent(64);
        int count = 0, position = 0;
        var findings = new FindingList();
        try
        {
            while (position < bytes.Length)
            {
                ReadOnlySpan<byte> rest = bytes[position..];
                ScanResult result = ElementScanner.TryScan(rest, encoding, isFinal: true, options.MaxDepth, position, out ScannedElement element);
                if (result == ScanResult.NeedMore)
                {
                    NoteRest(rest, position, ref findings, options);
                    break;
                }

                if (result == ScanResult.Delimiter)
                {
                    findings.Add(FindingKind.Delimiter, element.Tag, position, "A delimiter stands at the top level.");
                    position += element.HeaderLength;
                    continue;
                }

                if (options.StopBefore is { } stop && element.Tag >= stop && depth == 0) break;
                if (count == pooled.Length) Grow(ref pooled);
                ElementSlot slot = findings.Accept(in element, position, rest.Length, options);
                pooled[count++] = slot;
                position = checked(slot.ValueOffset + (int)slot.Length);
            }

            return Build(pooled, count, source, encoding, options, parent, depth, findings);
        }
        finally
        {
            ArrayPool<ElementSlot>.Shared.Return(pooled, clearArray: true);
        }
    }

    /// <summary>Sorts, drops duplicates and copies the slots into the data set's own array.</summary>
    public static DicomDataset Build(ElementSlot[] pooled, int count, ReadOnlyMemory<byte> source, ElementEncoding encoding, DicomReadOptions options, DicomDataset? parent, int depth, FindingList findings)
    {
        Span<ElementSlot> slots = pooled.AsSpan(0, count);
        bool isOrdered = true;
        for (int i = 1; i < count && isOrdered; i++) isOrdered = slots[i - 1].Tag < slots[i].Tag;
        if (!isOrdered) count = Order(slots, ref findings);
        return new DicomDataset(slots[..count].ToArray(), count, source, encoding, options, parent, depth) { Findings = findings.ToList(), InheritedCharacterSet = parent?.SourceCharacterSet };
    }

    /// <summary>Whether a value begins as a sequence does: with an item, or with the delimiter of an empty one.</summary>
    public static bool LooksLikeItems(ReadOnlySpan<byte> value, ElementEncoding encoding) =>
        value.Length >= 8 && ElementScanner.ReadTag(value, encoding.IsBigEndian) is var tag && (tag == ElementScanner.Item || tag == ElementScanner.SequenceDelimitation);

    /// <summary>Opens a sequence's items; each keeps its own view of the source.</summary>
    public static DicomSequence ParseItems(DicomDataset owner, in ElementSlot slot)
    {
        ReadOnlyMemory<byte> region = owner.Source.Slice(slot.ValueOffset, (int)slot.Length);
        ElementEncoding encoding = slot.VR == DicomVR.UN ? ElementEncoding.ImplicitLittle : owner.Encoding;
        DicomReadOptions options = owner.ReadOptions;
        var items = new List<DicomDataset>();
        int position = 0;
        while (region.Length - position >= 8)
        {
            ReadOnlySpan<byte> rest = region.Span[position..];
            DicomTag tag = ElementScanner.ReadTag(rest, encoding.IsBigEndian);
            uint length = ElementScanner.ReadUInt32(rest[4..], encoding.IsBigEndian);
            position += 8;
            if (tag == ElementScanner.SequenceDelimitation) break;
            if (tag == ElementScanner.ItemDelimitation) continue;
            if (tag != ElementScanner.Item) throw new DicomDataException($"{tag} stands where an item of the sequence should begin.", slot.Tag, slot.ValueOffset + position - 8);
            int available = region.Length - position;
            int contentLength, advance;
            if (length == ElementScanner.UndefinedLength)
            {
                advance = (int)ElementScanner.ScanRegion(region.Span[position..], encoding, startsInItem: true, options.MaxDepth, slot.ValueOffset + position, out bool ended);
                contentLength = ended ? advance - 8 : advance;
            }
            else
            {
                contentLength = advance = (int)Math.Min(length, (uint)available);
            }

            items.Add(Parse(region.Slice(position, contentLength), encoding, options, owner, owner.Depth + 1));
            position += advance;
        }

        return new DicomSequence(items, owner, slot.Tag);
    }

    private static void NoteRest(ReadOnlySpan<byte> rest, int position, ref FindingList findings, DicomReadOptions options)
    {
        // Zeros after the last element are padding that some writers leave.
        bool isPadding = rest.IndexOfAnyExcept((byte)0) < 0;
        if (!isPadding && options.RefuseTruncated) throw new DicomDataException($"The data set ends inside an element header: {rest.Length} bytes are left.", null, position);
        findings.Add(isPadding ? FindingKind.TrailingBytes : FindingKind.Truncated, null, position, $"{rest.Length} bytes follow the last element.");
    }

    private static int Order(Span<ElementSlot> slots, ref FindingList findings)
    {
        // A stable sort, so that the first of several elements with one tag is the one that counts.
        for (int i = 0; i < slots.Length; i++)
            if (i > 0 && slots[i].Tag < slots[i - 1].Tag)
            {
                findings.Add(FindingKind.TagOrder, slots[i].Tag, slots[i].HeaderOffset, $"Follows {slots[i - 1].Tag}.");
                break;
            }

        slots.Sort(static (a, b) => a.Tag == b.Tag ? a.HeaderOffset.CompareTo(b.HeaderOffset) : a.Tag.CompareTo(b.Tag));
        int kept = 0;
        for (int i = 0; i < slots.Length; i++)
        {
            if (kept > 0 && slots[kept - 1].Tag == slots[i].Tag)
                findings.Add(FindingKind.DuplicateTag, slots[i].Tag, slots[i].HeaderOffset, "Occurs again; the first is used.");
            else
                slots[kept++] = slots[i];
        }

        return kept;
    }

    private static void Grow(ref ElementSlot[] pooled)
    {
        ElementSlot[] larger = ArrayPool<ElementSlot>.Shared.Rent(pooled.Length * 2);
        pooled.CopyTo(larger, 0);
        ArrayPool<ElementSlot>.Shared.Return(pooled, clearArray: true);
        pooled = larger;
    }
}
