namespace Pacs.Core;

/// <summary>Data sets and items out of memory: one walk over the headers, no value touched.</summary>
internal static class DatasetParser
{
    /// <summary>Reads a data set, or an item.</summary>
    /// <param name="source">Its bytes, no more.</param>
    /// <param name="encoding">How it is encoded.</param>
    /// <param name="options">Limits.</param>
    /// <param name="baseOffset">Where the source begins, as findings say it.</param>
    /// <param name="parent">The data set that holds the item.</param>
    public static DicomDataset Parse(ReadOnlyMemory<byte> source, ElementEncoding encoding, DicomReadOptions options, long baseOffset = 0, DicomDataset? parent = null)
    {
        int depth = parent is null ? 0 : parent.Depth + 1;
        if (depth > options.MaxDepth) throw new DicomDataException($"Sequences are nested deeper than {options.MaxDepth} levels.", null, baseOffset);
        RegionMap? regions = parent?.Regions ?? (depth >= RegionMap.FromDepth ? new RegionMap() : null);
        ReadOnlySpan<byte> bytes = source.Span;
        using var builder = new ElementTableBuilder(options);
        int position = 0;
        var findings = new FindingList();
        while (position < bytes.Length)
        {
            ReadOnlySpan<byte> rest = bytes[position..];
            if (IsPadding(rest, builder))
            {
                NotePadding(baseOffset + position, ref findings);
                position += 8;
                continue;
            }

            ScanResult result = ElementScanner.TryScan(rest, encoding, isFinal: true, options.MaxDepth, baseOffset + position, out ScannedElement element, regions);
            if (result == ScanResult.NeedMore)
            {
                NoteRest(rest, baseOffset + position, ref findings, options);
                break;
            }

            if (result == ScanResult.Delimiter)
            {
                findings.Add(FindingKind.Delimiter, element.Tag, baseOffset + position, "Stands where an element should begin.");
                position += element.HeaderLength;
                continue;
            }

            if (depth == 0 && options.StopBefore is { } stop && element.Tag >= stop) break;
            ElementSlot slot = findings.Accept(in element, position, rest.Length, baseOffset + position, options);
            builder.Add(in slot);
            position = checked(slot.ValueOffset + (int)slot.Length);
        }

        return Build(builder, source, encoding, options, baseOffset, findings, parent, regions);
    }

    /// <summary>Makes the data set of what was collected.</summary>
    public static DicomDataset Build(
        ElementTableBuilder builder, ReadOnlyMemory<byte> source, ElementEncoding encoding, DicomReadOptions options, long baseOffset, FindingList findings, DicomDataset? parent = null, RegionMap? regions = null)
    {
        ElementTable table = builder.Build(source, encoding, baseOffset, ref findings);
        if (!encoding.IsExplicit) ImplicitVRs.Resolve(ref table, parent, options);
        return new DicomDataset(in table, options, parent, parent is null ? 0 : parent.Depth + 1)
        {
            Findings = findings.ToList(), BaseOffset = baseOffset, InheritedCharacterSet = parent?.SourceCharacterSet, Regions = regions,
        };
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
        long baseOffset = owner.OffsetOf(in slot) + slot.ValueOffset - slot.HeaderOffset;
        DicomPath? path = null;
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
            if (tag != ElementScanner.Item) throw new DicomDataException($"{tag} stands where an item of the sequence should begin.", slot.Tag, baseOffset + position - 8);
            if (items.Count >= options.MaxElements) throw new DicomDataException($"A sequence has more than {options.MaxElements} items.", slot.Tag, baseOffset + position - 8);
            ReadOnlySpan<byte> content = region.Span[position..];
            ElementEncoding inner = ElementScanner.LooksExplicit(content, encoding) ? encoding with { IsExplicit = true } : encoding;
            int contentLength = (int)Math.Min(length, (uint)content.Length), advance = contentLength;
            var end = RegionEnd.Delimited;
            if (length == ElementScanner.UndefinedLength)
            {
                advance = (int)ElementScanner.ScanRegion(content, encoding, startsInItem: true, options.MaxDepth, baseOffset + position, out end, owner.Regions);
                contentLength = end is RegionEnd.Delimited or RegionEnd.Mended ? advance - 8 : advance;
            }

            DicomDataset item = Parse(region.Slice(position, contentLength), inner, options, baseOffset + position, owner);
            if (inner != encoding) item.Findings = [.. item.Findings, new(FindingKind.TransferSyntax, null, baseOffset + position, "The item is in explicit VR, the data set around it is not.")];
            if (length != ElementScanner.UndefinedLength && length > content.Length)
                item.Findings = [.. item.Findings, new(FindingKind.Truncated, null, baseOffset + position - 8, $"Item length {length} exceeds the {content.Length} bytes left in the sequence.")];
            if (end is RegionEnd.Cut or RegionEnd.Open) item.Findings = [.. item.Findings, new(FindingKind.Delimiter, null, baseOffset + position - 8, "The delimiter of the item is missing.")];
            if (item.Findings.Count > 0)
            {
                path ??= owner.Path.Append(slot.Tag);
                DicomPath at = path.AtItem(items.Count);
                item.Findings = [.. item.Findings.Select(finding => finding with { Path = finding.Tag is { } tagOf ? at.Append(tagOf) : at })];
            }

            items.Add(item);
            position += advance;
        }

        return new DicomSequence(items, owner, slot.Tag);
    }

    /// <summary>Whether zeros follow the last element, as some writers fill up a block. In a command set (0000,0000) comes first, and has a value.</summary>
    public static bool IsPadding(ReadOnlySpan<byte> rest, ElementTableBuilder builder) =>
        builder.Count > 0 && rest.Length >= 8 && System.Buffers.Binary.BinaryPrimitives.ReadUInt64LittleEndian(rest) == 0;

    public static void NotePadding(long position, ref FindingList findings) =>
        findings.AddOnce(FindingKind.TrailingBytes, null, position, "Zeros stand where an element should begin.");

    private static void NoteRest(ReadOnlySpan<byte> rest, long position, ref FindingList findings, DicomReadOptions options)
    {
        // Zeros after the last element are padding that some writers leave.
        bool isPadding = rest.IndexOfAnyExcept((byte)0) < 0;
        if (!isPadding && options.RefuseTruncated) throw new DicomDataException($"The data set ends inside an element header: {rest.Length} bytes are left.", null, position);
        findings.Add(isPadding ? FindingKind.TrailingBytes : FindingKind.Truncated, null, position, $"{rest.Length} bytes follow the last element.");
    }
}
