using System.Runtime.CompilerServices;

namespace Pacs.Core;

/// <summary>
/// Walks a data set with all its sequences in one pass. Sequences that nobody has opened are walked in the bytes they came in: no object is made of
/// their items or elements. Time is linear, and the stack bounded, in whatever the bytes claim.
/// </summary>
internal readonly struct DatasetWalker<TSink>(TSink sink, DicomReadOptions readOptions, int maxDepth)
    where TSink : IElementSink
{
    /// <summary>Walks all elements but group lengths, which the models leave out (PS3.18 §F.2.2, PS3.19 §A.1.1).</summary>
    /// <exception cref="DicomDataException">Items that cannot be read, or nested too deep.</exception>
    public void Walk(DicomDataset dataset, int depth = 0)
    {
        Descend(depth);
        for (int i = 0; i < dataset.Count; i++) Walk(dataset, i, depth);
    }

    /// <summary>Walks one element of a data set.</summary>
    /// <exception cref="DicomDataException">Items that cannot be read, or nested too deep.</exception>
    public void Walk(DicomDataset dataset, int index, int depth)
    {
        ElementSlot slot = dataset.SlotAt(index);
        if (slot.Tag.IsGroupLength) return;
        if (slot.Value is DicomSequence opened)
        {
            sink.BeginSequence(slot.Tag);
            foreach (DicomDataset item in opened)
            {
                sink.BeginItem();
                Walk(item, depth + 1);
                sink.EndItem();
            }

            sink.EndSequence();
            return;
        }

        if (slot.Value is null or byte[])
        {
            ReadOnlySpan<byte> bytes = dataset.BytesAsStored(in slot, out bool isBigEndian).Span;
            if (slot.Value is null && IsSequence(slot.VR, slot.Tag, slot.IsUndefinedLength, bytes, dataset.Encoding))
            {
                sink.BeginSequence(slot.Tag);
                WalkItems(bytes, 0, slot.VR == DicomVR.UN ? ElementEncoding.ImplicitLittle : dataset.Encoding, dataset.SourceCharacterSet, depth, slot.IsUndefinedLength);
                sink.EndSequence();
                return;
            }

            DicomVR vr = slot.VR == DicomVR.UN && slot.Value is null ? ValueVR(dataset.KnownVR(slot.Tag)) : ValueVR(slot.VR);
            sink.Value(new WalkedValue(slot.Tag, vr)
            {
                Bytes = bytes,
                IsBigEndian = isBigEndian && !slot.IsUndefinedLength && slot.VR != DicomVR.UN, // UN is little endian in any syntax (PS3.5 §6.2.2)
                CharacterSet = slot.Value is null ? dataset.SourceCharacterSet : dataset.CharacterSet,
            });
            return;
        }

        sink.Value(new WalkedValue(slot.Tag, slot.VR) { Text = slot.Value as string, Bulk = slot.Value as BulkValue, IsBigEndian = slot.IsFromSource && dataset.Encoding.IsBigEndian && !slot.IsUndefinedLength });
    }

    /// <summary>Walks items up to the sequence's delimiter, to what cannot be part of one of undefined length, or to the end of the bytes, and returns where that is.</summary>
    private int WalkItems(ReadOnlySpan<byte> bytes, int position, ElementEncoding encoding, SpecificCharacterSet characterSet, int depth, bool isUndefinedLength)
    {
        Descend(depth + 1);
        while (bytes.Length - position >= 8)
        {
            DicomTag tag = ElementScanner.ReadTag(bytes[position..], encoding.IsBigEndian);
            uint length = ElementScanner.ReadUInt32(bytes[(position + 4)..], encoding.IsBigEndian);
            position += 8;
            if (tag == ElementScanner.SequenceDelimitation) break;
            if (tag == ElementScanner.ItemDelimitation) continue; // items of stated length need none, and some have it
            if (isUndefinedLength && tag.Group != 0xFFFE) return position - 8; // its delimiter is missing
            if (tag != ElementScanner.Item) throw new DicomDataException($"{tag} stands where an item of the sequence should begin.", tag, position - 8);
            sink.BeginItem();
            ElementEncoding inner = ElementScanner.LooksExplicit(bytes[position..], encoding) ? encoding with { IsExplicit = true } : encoding;
            if (length == ElementScanner.UndefinedLength)
            {
                position = WalkItem(bytes, position, endsWithDelimiter: true, inner, characterSet, depth + 1);
            }
            else
            {
                int end = (int)Math.Min((long)position + length, bytes.Length);
                WalkItem(bytes[..end], position, endsWithDelimiter: false, inner, characterSet, depth + 1);
                position = end;
            }

            sink.EndItem();
        }

        return position;
    }

    private int WalkItem(ReadOnlySpan<byte> bytes, int position, bool endsWithDelimiter, ElementEncoding encoding, SpecificCharacterSet characterSet, int depth)
    {
        var seen = new SeenTags(position, maxDepth);
        var blocks = default(ReservedBlocks);
        while (ElementScanner.TryReadHeader(bytes[position..], encoding, out ScannedElement element, out uint length))
        {
            if (element.Tag.Group == 0xFFFE)
            {
                // A sequence's delimiter ends the item too, and so does the next item: they are left to the caller.
                if (endsWithDelimiter && (element.Tag == ElementScanner.SequenceDelimitation || element.Tag == ElementScanner.Item)) return position;
                position += 8;
                if (element.Tag == ElementScanner.ItemDelimitation && endsWithDelimiter) return position;
                continue;
            }

            bool isRepeated = !seen.Add(element.Tag, bytes[..position], encoding);
            position += element.HeaderLength;
            bool isUndefined = length == ElementScanner.UndefinedLength;
            if (isUndefined && !IsSequence(element.VR, element.Tag, isUndefined, default, encoding))
            {
                int end = position + (int)(element.Tag == ElementScanner.PixelDataTag
                    ? ElementScanner.ScanFragments(bytes[position..], encoding.IsBigEndian, out _)
                    : ElementScanner.ScanRegion(bytes[position..], encoding, startsInItem: false, maxDepth, position, out _));
                if (!isRepeated) sink.Value(new WalkedValue(element.Tag, element.VR) { Bytes = bytes[position..end] });
                position = end;
                continue;
            }

            int stop = isUndefined ? bytes.Length : (int)Math.Min((long)position + length, bytes.Length);
            if (IsSequence(element.VR, element.Tag, isUndefined, bytes[position..stop], encoding) && !isRepeated)
            {
                sink.BeginSequence(element.Tag);
                int end = WalkItems(bytes[..stop], position, element.VR == DicomVR.UN ? ElementEncoding.ImplicitLittle : encoding, characterSet, depth, isUndefined);
                sink.EndSequence();
                position = isUndefined ? end : stop;
            }
            else if (isUndefined)
            {
                position += (int)ElementScanner.ScanRegion(bytes[position..], element.VR == DicomVR.UN ? ElementEncoding.ImplicitLittle : encoding, startsInItem: false, maxDepth, position, out _);
            }
            else
            {
                ReadOnlySpan<byte> value = bytes[position..stop];
                if (element.Tag == DicomTag.SpecificCharacterSet && !isRepeated && readOptions.CharacterSet is null) characterSet = CharacterSetOf(value);
                if (!isRepeated && element.Tag.IsPrivateCreator) blocks.Add(element.Tag, position, value.Length);
                if (!isRepeated && !element.Tag.IsGroupLength)
                    sink.Value(new WalkedValue(element.Tag, element.VR == DicomVR.UN ? KnownVR(element.Tag, bytes, in blocks) : ValueVR(element.VR)) { Bytes = value, IsBigEndian = encoding.IsBigEndian && element.VR != DicomVR.UN, CharacterSet = characterSet });
                position = stop;
            }
        }

        return endsWithDelimiter ? bytes.Length : position;
    }

    private void Descend(int depth)
    {
        if (depth > maxDepth || !RuntimeHelpers.TryEnsureSufficientExecutionStack()) throw new DicomDataException($"Sequences are nested deeper than {Math.Min(depth - 1, maxDepth)} levels.");
    }

    /// <summary>What the dictionary calls a sequence may hold something else; what is unknown may hold items (PS3.5 §6.2.2, CP-246); what is of undefined length and neither is encapsulated pixel data.</summary>
    private static bool IsSequence(DicomVR vr, DicomTag tag, bool isUndefinedLength, ReadOnlySpan<byte> bytes, ElementEncoding encoding) =>
        isUndefinedLength ? vr is DicomVR.SQ or DicomVR.UN or DicomVR.None && tag != ElementScanner.PixelDataTag
        : vr == DicomVR.SQ ? bytes.IsEmpty || DatasetParser.LooksLikeItems(bytes, encoding)
        : vr == DicomVR.UN && DatasetParser.LooksLikeItems(bytes, ElementEncoding.ImplicitLittle);

    private DicomVR KnownVR(DicomTag tag, ReadOnlySpan<byte> bytes, in ReservedBlocks blocks)
    {
        if (!DicomDictionary.TryGetVR(tag, out DicomVR vr) && tag.IsPrivate) readOptions.PrivateDictionary.TryGetVR(NumberReader.Trim(blocks.Find(tag, bytes)), tag, out vr);
        return ValueVR(vr);
    }

    /// <summary>What is a sequence only in name, or has no VR, is bytes.</summary>
    private static DicomVR ValueVR(DicomVR vr) => vr is DicomVR.SQ or DicomVR.None ? DicomVR.UN : vr;

    private static SpecificCharacterSet CharacterSetOf(ReadOnlySpan<byte> value) => SpecificCharacterSet.Parse(
        value.TrimEnd(" \0"u8) is { IsEmpty: false } trimmed ? System.Text.Encoding.Latin1.GetString(trimmed).Split('\\', StringSplitOptions.TrimEntries) : []);
}
