using System.Buffers;

namespace Pacs.Core;

/// <summary>Encodes data sets (PS3.5 §7).</summary>
internal readonly struct DatasetWriter(ByteWriter output, ElementEncoding encoding, DicomWriteOptions options)
{
    /// <summary>Writes a whole data set whose values are in memory.</summary>
    public static void Write(DicomDataset dataset, IBufferWriter<byte> output, ElementEncoding encoding, DicomWriteOptions? options = null)
    {
        options ??= DicomWriteOptions.Default;
        var buffer = output as ByteWriter ?? new ByteWriter(4096);
        var writer = new DatasetWriter(buffer, encoding, options);
        if (IsVerbatim(dataset, encoding, options))
        {
            RefuseBulk(dataset);
            output.Write(dataset.Source.Span);
            return;
        }

        writer.WriteElements(dataset);
        if (buffer != output) output.Write(buffer.Written.Span);
    }

    /// <summary>Whether the bytes the data set came in are the bytes to write.</summary>
    public static bool IsVerbatim(DicomDataset dataset, ElementEncoding encoding, DicomWriteOptions options) =>
        !dataset.Source.IsEmpty && dataset.Encoding == encoding && options.KeepsStructure && !dataset.IsModified && !dataset.NeedsTranscoding;

    /// <summary>Whether an element is left out: group lengths other than those of file meta and command are false once anything changed, and are made anew where wanted.</summary>
    public static bool IsLeftOut(DicomTag tag) => tag.IsGroupLength && tag.Group > 2;

    /// <summary>Writes all elements in order, with group lengths where they are wanted.</summary>
    public void WriteElements(DicomDataset dataset)
    {
        int group = -1, groupStart = 0;
        for (int i = 0; i < dataset.Count; i++)
        {
            DicomTag tag = dataset.SlotAt(i).Tag;
            if (IsLeftOut(tag)) continue;
            if (options.GroupLengths == GroupLengthEncoding.Write && tag.Group > 2 && tag.Group != group)
            {
                EndGroup(group, groupStart);
                group = tag.Group;
                WriteGroupLength(tag.Group, 0);
                groupStart = output.Length;
            }

            WriteElement(dataset, i);
        }

        EndGroup(group, groupStart);
    }

    /// <summary>Writes (gggg,0000).</summary>
    public void WriteGroupLength(ushort group, uint length)
    {
        ElementHeader.Write(output, new DicomTag(group, 0), DicomVR.UL, 4, encoding);
        output.GetSpan(4);
        output.Advance(4);
        output.PatchUInt32(output.Length - 4, length, encoding.IsBigEndian);
    }

    /// <summary>Writes one element; its value is in memory.</summary>
    public void WriteElement(DicomDataset dataset, int index)
    {
        ElementSlot slot = dataset.SlotAt(index);
        // What is made of items: sequences, and UN of undefined length (CP-246). Also UN of stated length, when an item was changed.
        bool isSequence = slot.VR == DicomVR.SQ || slot.Value is DicomSequence { IsModified: true } || (slot.IsUndefinedLength && slot.Tag != ElementScanner.PixelDataTag);
        if (CanCopy(dataset, in slot, isSequence))
        {
            output.Write(dataset.Source.Span[slot.HeaderOffset..(slot.ValueOffset + (int)slot.Length)]);
            return;
        }

        if (isSequence && dataset.SequenceAt(index) is { } sequence)
        {
            WriteSequence(slot.Tag, sequence, slot.IsUndefinedLength);
        }
        else if (slot.IsUndefinedLength)
        {
            ElementHeader.Write(output, slot.Tag, slot.VR, ElementScanner.UndefinedLength, encoding);
            // UN of undefined length is little endian within whatever surrounds it (CP-246).
            WriteFragments(dataset.BytesAsStored(in slot, out bool isBigEndian).Span, isBigEndian, encoding.IsBigEndian && slot.VR != DicomVR.UN);
        }
        else
        {
            WriteValue(dataset, in slot, isSequence);
        }
    }

    private bool CanCopy(DicomDataset dataset, in ElementSlot slot, bool isSequence)
    {
        if (!slot.IsFromSource || slot.IsIrregular || dataset.Encoding != encoding || slot.Value is not (null or DicomSequence { IsModified: false })) return false;
        if (isSequence) return options.KeepsStructure && !dataset.NeedsTranscoding;
        return  !(slot.VR.UsesCharacterSet() && dataset.NeedsTranscoding);
    }

    private void WriteValue(DicomDataset dataset, in ElementSlot slot, bool isSequence)
    {
        ReadOnlySpan<byte> value = ValueOf(dataset, in slot, out bool isBigEndian);
        // What a VR from the dictionary calls a sequence, and is none, is passed on as bytes.
        DicomVR vr = isSequence && !value.IsEmpty ? DicomVR.UN : slot.VR;
        int length = value.Length + (value.Length & 1);
        ElementHeader.Write(output, slot.Tag, vr, (uint)length, encoding);
        Span<byte> destination = output.GetSpan(length);
        value.CopyTo(destination);
        if (isBigEndian != encoding.IsBigEndian) ByteOrder.Swap(destination[..value.Length], vr.WordSize());
        if ((value.Length & 1) != 0) destination[value.Length] = vr.PaddingByte();
        output.Advance(length);
    }

    private ReadOnlySpan<byte> ValueOf(DicomDataset dataset, in ElementSlot slot, out bool isBigEndian)
    {
        isBigEndian = false;
        string? text = slot.Value as string;
        if (text is null && slot.VR.UsesCharacterSet() && slot.IsFromSource && dataset.NeedsTranscoding)
            text = dataset.SourceCharacterSet.Decode(dataset.BytesAsStored(in slot, out _).Span, slot.VR);
        if (text is null) return dataset.BytesAsStored(in slot, out isBigEndian).Span;
        try
        {
            return dataset.TextBytes(text, slot.VR, options.TextFallback);
        }
        catch (DicomDataException unencodable) when (unencodable.Tag is null)
        {
            throw new DicomDataException(unencodable.Message, slot.Tag, innerException: unencodable);
        }
    }

    private void WriteSequence(DicomTag tag, DicomSequence sequence, bool wasUndefined)
    {
        bool isExplicit = options.SequenceLengths == LengthEncoding.Explicit
            || (sequence.Count == 0 && (options.SequenceLengths == LengthEncoding.AsRead && !wasUndefined));
        ElementHeader.Write(output, tag, DicomVR.SQ, isExplicit ? 0 : ElementScanner.UndefinedLength, encoding);
        int start = output.Length;
        foreach (DicomDataset item in sequence) WriteItem(item);
        if (isExplicit) output.PatchUInt32(start - 4, (uint)(output.Length - start), encoding.IsBigEndian);
        else ElementHeader.WriteItem(output, ElementScanner.SequenceDelimitation, 0, encoding.IsBigEndian);
    }

    private void WriteItem(DicomDataset item)
    {
        bool isExplicit = options.ItemLengths == LengthEncoding.Explicit;
        ElementHeader.WriteItem(output, ElementScanner.Item, isExplicit ? 0 : ElementScanner.UndefinedLength, encoding.IsBigEndian);
        int start = output.Length;
        if (IsVerbatim(item, encoding, options) && !item.IsIrregular) output.Write(item.Source.Span);
        else WriteElements(item);
        if (isExplicit) output.PatchUInt32(start - 4, (uint)(output.Length - start), encoding.IsBigEndian);
        else ElementHeader.WriteItem(output, ElementScanner.ItemDelimitation, 0, encoding.IsBigEndian);
    }

    /// <summary>Fragments as they came, the last one cut to what is there, and with the delimiter at the end that may be missing. They are little endian (PS3.5 §A.4), but for the mistaken.</summary>
    private void WriteFragments(ReadOnlySpan<byte> fragments, bool isBigEndian, bool writesBigEndian)
    {
        while (fragments.Length >= 8 && ElementScanner.ReadTag(fragments, isBigEndian) == ElementScanner.Item)
        {
            int length = (int)Math.Min(ElementScanner.ReadUInt32(fragments[4..], isBigEndian), (uint)fragments.Length - 8);
            ElementHeader.WriteItem(output, ElementScanner.Item, (uint)(length + (length & 1)), writesBigEndian);
            output.Write(fragments.Slice(8, length));
            if ((length & 1) != 0) output.Write((ReadOnlySpan<byte>)[0]);
            fragments = fragments[(8 + length)..];
        }

        ElementHeader.WriteItem(output, ElementScanner.SequenceDelimitation, 0, writesBigEndian);
    }

    private void EndGroup(int group, int start)
    {
        if (group >= 0) output.PatchUInt32(start - 4, (uint)(output.Length - start), encoding.IsBigEndian);
    }

    private static void RefuseBulk(DicomDataset dataset)
    {
        foreach (ref readonly ElementSlot slot in dataset.SpecialSlots)
            if (slot.Value is BulkValue)
                throw new InvalidOperationException($"The value of {slot.Tag} was left where it is: save through DicomFile.");
    }
}
