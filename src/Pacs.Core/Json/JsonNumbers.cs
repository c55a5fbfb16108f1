using System.Buffers.Binary;
using System.Globalization;
using System.Text.Json;

namespace Pacs.Core;

/// <summary>Binary numbers and tags as JSON (PS3.18 §F.2.3).</summary>
internal static class JsonNumbers
{
    // The integers that a double, which most readers use, holds exactly.
    private const long MaxExact = (1L << 53) - 1;

    public static void Write(Utf8JsonWriter writer, JsonEncodedText name, in WalkedValue value, DicomJsonOptions options)
    {
        int size = value.VR is DicomVR.AT ? 4 : value.VR.WordSize();
        if (value.Bytes.Length < size) return;
        writer.WriteStartArray(name);
        for (ReadOnlySpan<byte> rest = value.Bytes; rest.Length >= size; rest = rest[size..]) WriteOne(writer, rest[..size], in value, options);
        writer.WriteEndArray();
    }

    private static void WriteOne(Utf8JsonWriter writer, ReadOnlySpan<byte> at, in WalkedValue value, DicomJsonOptions options)
    {
        bool isBig = value.IsBigEndian;
        switch (value.VR)
        {
            case DicomVR.US: writer.WriteNumberValue((uint)(isBig ? BinaryPrimitives.ReadUInt16BigEndian(at) : BinaryPrimitives.ReadUInt16LittleEndian(at))); break;
            case DicomVR.SS: writer.WriteNumberValue(isBig ? BinaryPrimitives.ReadInt16BigEndian(at) : BinaryPrimitives.ReadInt16LittleEndian(at)); break;
            case DicomVR.UL: writer.WriteNumberValue(isBig ? BinaryPrimitives.ReadUInt32BigEndian(at) : BinaryPrimitives.ReadUInt32LittleEndian(at)); break;
            case DicomVR.SL: writer.WriteNumberValue(isBig ? BinaryPrimitives.ReadInt32BigEndian(at) : BinaryPrimitives.ReadInt32LittleEndian(at)); break;
            case DicomVR.SV: WriteInt64(writer, isBig ? BinaryPrimitives.ReadInt64BigEndian(at) : BinaryPrimitives.ReadInt64LittleEndian(at)); break;
            case DicomVR.UV: WriteUInt64(writer, isBig ? BinaryPrimitives.ReadUInt64BigEndian(at) : BinaryPrimitives.ReadUInt64LittleEndian(at)); break;
            case DicomVR.FL: WriteSingle(writer, isBig ? BinaryPrimitives.ReadSingleBigEndian(at) : BinaryPrimitives.ReadSingleLittleEndian(at), in value, options); break;
            case DicomVR.FD: WriteDouble(writer, isBig ? BinaryPrimitives.ReadDoubleBigEndian(at) : BinaryPrimitives.ReadDoubleLittleEndian(at), in value, options); break;
            case DicomVR.AT:
                Span<byte> tag = stackalloc byte[8];
                ElementScanner.ReadTag(at, isBig).Value.TryFormat(tag, out _, "X8", CultureInfo.InvariantCulture);
                writer.WriteStringValue(tag);
                break;
            default: throw new InvalidOperationException($"{value.VR.ToCode()} holds no numbers.");
        }
    }

    private static void WriteInt64(Utf8JsonWriter writer, long number)
    {
        if (number is >= -MaxExact and <= MaxExact) writer.WriteNumberValue(number);
        else writer.WriteStringValue(number.ToString(CultureInfo.InvariantCulture));
    }

    private static void WriteUInt64(Utf8JsonWriter writer, ulong number)
    {
        if (number <= MaxExact) writer.WriteNumberValue(number);
        else writer.WriteStringValue(number.ToString(CultureInfo.InvariantCulture));
    }

    private static void WriteSingle(Utf8JsonWriter writer, float number, in WalkedValue value, DicomJsonOptions options)
    {
        if (float.IsFinite(number)) writer.WriteNumberValue(number);
        else WriteNonFinite(writer, number, in value, options);
    }

    private static void WriteDouble(Utf8JsonWriter writer, double number, in WalkedValue value, DicomJsonOptions options)
    {
        if (double.IsFinite(number)) writer.WriteNumberValue(number);
        else WriteNonFinite(writer, number, in value, options);
    }

    private static void WriteNonFinite(Utf8JsonWriter writer, double number, in WalkedValue value, DicomJsonOptions options)
    {
        switch (options.NonFinite)
        {
            case NonFiniteNumbers.Text: writer.WriteStringValue(number.ToString(CultureInfo.InvariantCulture)); break;
            case NonFiniteNumbers.Null: writer.WriteNullValue(); break;
            default: throw new DicomDataException($"JSON has no number for {number.ToString(CultureInfo.InvariantCulture)}.", value.Tag);
        }
    }
}
