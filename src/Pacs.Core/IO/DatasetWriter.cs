using System.Buffers;
using System.Buffers.Binary;

namespace Pacs.Core;

/// <summary>Encodes data sets (PS3.5 §7).</summary>
internal static class DatasetWriter
{
    public static void Write(DicomDataset dataset, IBufferWriter<byte> output, ElementEncoding encoding)
    {
        if (IsVerbatim(dataset, encoding))
        {
            WriteSource(dataset, output);
            return;
        }

        ReadOnlySpan<ElementSlot> slots = dataset.Slots;
        for (int i = 0; i < slots.Length; i++)
        {
            // Group lengths other than those of file meta and command are retired, and false once anything changed (PS3.5 §7.2).
            if (slots[i].Tag.IsGroupLength && slots[i].Tag.Group > 2) continue;
            WriteElement(dataset, i, output, encoding);
        }
    }

    /// <summary>Whether the bytes the data set came in are the bytes to write.</summary>
    public static bool IsVerbatim(DicomDataset dataset, ElementEncoding encoding) =>
        !dataset.Source.IsEmpty && dataset.Encoding == encoding && !dataset.IsModified;

    /// <summary>Writes one element; its value is in memory.</summary>
    public static void WriteElement(DicomDataset dataset, int index, IBufferWriter<byte> output, ElementEncoding encoding)
    {
        ref readonly ElementSlot slot = ref dataset.SlotAt(index);
        bool isModifiedSequence = slot.Value is DicomSequence { IsModified: true };
        if (slot.IsFromSource && slot.Value is null or DicomSequence && !isModifiedSequence && dataset.Encoding == encoding)
        {
            Copy(dataset.Source.Span[slot.HeaderOffset..(slot.ValueOffset + (int)slot.Length)], output);
            return;
        }

        bool isSequence = slot.VR == DicomVR.SQ || slot.IsUndefinedLength && slot.Tag != ElementScanner.PixelDataTag;
        if (isSequence && (slot.Length == 0 || dataset.SequenceAt(index) is not null))
        {
            WriteSequence(dataset, index, output, encoding);
            return;
        }

        if (slot.IsUndefinedLength)
        {
            // Fragments are little endian, explicit or not (PS3.5 §A.4).
            WriteHeader(output, slot.Tag, slot.VR, ElementScanner.UndefinedLength, encoding);
            Copy(dataset.BytesAsStored(in slot, out _).Span, output);
            return;
        }

        ReadOnlySpan<byte> value = dataset.BytesAsStored(in slot, out bool isBigEndian).Span;
        // What a VR from the dictionary calls a sequence, and is none, is passed on as bytes.
        DicomVR vr = isSequence ? DicomVR.UN : slot.VR;
        WriteHeader(output, slot.Tag, vr, (uint)(value.Length + (value.Length & 1)), encoding);
        Span<byte> destination = output.GetSpan(value.Length + 1);
        value.CopyTo(destination);
        if (isBigEndian != encoding.IsBigEndian) ByteOrder.Swap(destination[..value.Length], vr.WordSize());
        if ((value.Length & 1) != 0) destination[value.Length] = vr.PaddingByte();
        output.Advance(value.Length + (value.Length & 1));
    }

    public static void WriteHeader(IBufferWriter<byte> output, DicomTag tag, DicomVR vr, uint length, ElementEncoding encoding)
    {
        Span<byte> header = output.GetSpan(12);
        WriteTag(header, tag, encoding.IsBigEndian);
        if (!encoding.IsExplicit)
        {
            WriteUInt32(header[4..], length, encoding.IsBigEndian);
            output.Advance(8);
            return;
        }

        // A value too long for a 16-bit length is written as UN (PS3.5 §6.2.2).
        if (vr == DicomVR.None || vr.HasShortLength() && length > ushort.MaxValue) vr = DicomVR.UN;
        header[4] = (byte)((ushort)vr & 0xFF);
        header[5] = (byte)((ushort)vr >> 8);
        if (vr.HasShortLength())
        {
            if (encoding.IsBigEndian) BinaryPrimitives.WriteUInt16BigEndian(header[6..], (ushort)length);
            else BinaryPrimitives.WriteUInt16LittleEndian(header[6..], (ushort)length);
            output.Advance(8);
            return;
        }

        header[6] = header[7] = 0;
        WriteUInt32(header[8..], length, encoding.IsBigEndian);
        output.Advance(12);
    }

    public static void WriteItemTag(IBufferWriter<byte> output, DicomTag tag, uint length, bool isBigEndian)
    {
        Span<byte> header = output.GetSpan(8);
        WriteTag(header, tag, isBigEndian);
        WriteUInt32(header[4..], length, isBigEndian);
        output.Advance(8);
    }

    private static void WriteSequence(DicomDataset dataset, int index, IBufferWriter<byte> output, ElementEncoding encoding)
    {
        DicomTag tag = dataset.SlotAt(index).Tag;
        DicomSequence? sequence = dataset.SequenceAt(index);
        if (sequence is null or { Count: 0 })
        {
            WriteHeader(output, tag, DicomVR.SQ, 0, encoding);
            return;
        }

        // Undefined lengths need no second pass over what is written (PS3.5 §7.5.1).
        WriteHeader(output, tag, DicomVR.SQ, ElementScanner.UndefinedLength, encoding);
        foreach (DicomDataset item in sequence)
        {
            WriteItemTag(output, ElementScanner.Item, ElementScanner.UndefinedLength, encoding.IsBigEndian);
            Write(item, output, encoding);
            WriteItemTag(output, ElementScanner.ItemDelimitation, 0, encoding.IsBigEndian);
        }

        WriteItemTag(output, ElementScanner.SequenceDelimitation, 0, encoding.IsBigEndian);
    }

    private static void WriteSource(DicomDataset dataset, IBufferWriter<byte> output)
    {
        foreach (ref readonly ElementSlot slot in dataset.Slots)
            if (slot.Value is BulkValue)
                throw new InvalidOperationException($"The value of {slot.Tag} was left where it is: save through DicomFile.");
        Copy(dataset.Source.Span, output);
    }

    private static void Copy(ReadOnlySpan<byte> bytes, IBufferWriter<byte> output) => output.Write(bytes);

    private static void WriteTag(Span<byte> destination, DicomTag tag, bool isBigEndian)
    {
        if (isBigEndian)
        {
            BinaryPrimitives.WriteUInt32BigEndian(destination, tag.Value);
            return;
        }

        BinaryPrimitives.WriteUInt16LittleEndian(destination, tag.Group);
        BinaryPrimitives.WriteUInt16LittleEndian(destination[2..], tag.Element);
    }

    private static void WriteUInt32(Span<byte> destination, uint value, bool isBigEndian)
    {
        if (isBigEndian) BinaryPrimitives.WriteUInt32BigEndian(destination, value);
        else BinaryPrimitives.WriteUInt32LittleEndian(destination, value);
    }
}
