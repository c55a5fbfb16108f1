using System.Buffers;
using System.Buffers.Binary;
using Pacs.Core;

namespace Pacs.Archive;

/// <summary>Writes attributes as runs: explicit VR little endian, ascending, every length stated, so that a run can be stepped through without knowing what is in it.</summary>
internal static class AttributeWriter
{
    /// <summary>Longest value kept, in bytes. Keys are short; a longer value is left out.</summary>
    internal const int MaxValueLength = 16 * 1024;

    private const uint SequenceDelimiterLength = 8;

    /// <summary>Appends an element; one that is too long, unreadable or not in memory is left out.</summary>
    /// <param name="output">The run.</param>
    /// <param name="element">An element of any data set.</param>
    /// <returns>Whether the value has bytes outside the default repertoire, so that it needs its character set beside it.</returns>
    internal static bool Write(ArrayBufferWriter<byte> output, DicomElement element)
    {
        DicomVR vr = element.VR;
        if (element.Bulk is not null) return false;
        if (vr == DicomVR.UN && DicomDictionary.TryGetVR(element.Tag, out DicomVR known)) vr = known;
        if (vr is DicomVR.SQ or DicomVR.UN && TryGetSequence(element, out DicomSequence? sequence) && sequence is not null)
            return WriteSequence(output, element, sequence);
        if (vr == DicomVR.SQ) return false;
        ReadOnlySpan<byte> value = element.GetBytes().Span;
        if (value.Length > MaxValueLength) return false;
        WriteHeader(output, element.Tag, vr, value.Length + (value.Length & 1));
        Span<byte> destination = output.GetSpan(value.Length + 1);
        value.CopyTo(destination);
        if ((value.Length & 1) != 0) destination[value.Length] = vr.PaddingByte();
        output.Advance(value.Length + (value.Length & 1));
        return vr.UsesCharacterSet() && NeedsCharacterSet(value);
    }

    /// <summary>Appends an element of text in the default repertoire.</summary>
    internal static void Write(ArrayBufferWriter<byte> output, DicomTag tag, DicomVR vr, ReadOnlySpan<byte> value)
    {
        WriteHeader(output, tag, vr, value.Length + (value.Length & 1));
        Span<byte> destination = output.GetSpan(value.Length + 1);
        value.CopyTo(destination);
        if ((value.Length & 1) != 0) destination[value.Length] = vr.PaddingByte();
        output.Advance(value.Length + (value.Length & 1));
    }

    internal static void WriteHeader(ArrayBufferWriter<byte> output, DicomTag tag, DicomVR vr, int length)
    {
        Span<byte> header = output.GetSpan(12);
        BinaryPrimitives.WriteUInt16LittleEndian(header, tag.Group);
        BinaryPrimitives.WriteUInt16LittleEndian(header[2..], tag.Element);
        BinaryPrimitives.WriteUInt16LittleEndian(header[4..], (ushort)vr);
        if (vr.HasShortLength())
        {
            BinaryPrimitives.WriteUInt16LittleEndian(header[6..], (ushort)length);
            output.Advance(8);
            return;
        }

        header[6] = header[7] = 0;
        BinaryPrimitives.WriteUInt32LittleEndian(header[8..], (uint)length);
        output.Advance(12);
    }

    private static bool TryGetSequence(DicomElement element, out DicomSequence? sequence)
    {
        try
        {
            sequence = element.GetSequence();
            return true;
        }
        catch (DicomDataException)
        {
            // Items that cannot be read cannot be matched either.
            sequence = null;
            return false;
        }
    }

    private static bool WriteSequence(ArrayBufferWriter<byte> output, DicomElement element, DicomSequence sequence)
    {
        if (sequence.Count == 0)
        {
            WriteHeader(output, element.Tag, DicomVR.SQ, 0);
            return false;
        }

        var holder = new DicomDataset();
        if (element.Dataset.TryGet(DicomTag.SpecificCharacterSet, out DicomElement characterSet)) holder.Set(characterSet);
        holder.Set(element);
        var scratch = new ArrayBufferWriter<byte>(1024);
        holder.WriteTo(scratch, TransferSyntax.ExplicitVRLittleEndian);
        ReadOnlySpan<byte> written = scratch.WrittenSpan;
        if (holder.Count > 1) written = written[(8 + BinaryPrimitives.ReadUInt16LittleEndian(written[6..]))..];
        // The writer ends sequences by a delimiter; here the length is stated instead.
        bool isDelimited = BinaryPrimitives.ReadUInt32LittleEndian(written[8..]) == uint.MaxValue;
        ReadOnlySpan<byte> items = isDelimited ? written[12..^(int)SequenceDelimiterLength] : written[12..];
        if (items.Length > MaxValueLength) return false;
        WriteHeader(output, element.Tag, DicomVR.SQ, items.Length);
        output.Write(items);
        return NeedsCharacterSet(items);
    }

    // Bytes above 7Fh, or an escape to another repertoire (PS3.5 §6.1.2.5). In a sequence a length or number may look so; then the character set is kept needlessly.
    private static bool NeedsCharacterSet(ReadOnlySpan<byte> value) =>
        !System.Text.Ascii.IsValid(value) || value.Contains((byte)0x1B);
}
