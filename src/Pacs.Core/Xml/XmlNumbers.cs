using System.Globalization;

namespace Pacs.Core;

/// <summary>Binary numbers and tags as text (PS3.19 §A.1.5).</summary>
internal static class XmlNumbers
{
    public static void Write(XmlSink sink, in WalkedValue value)
    {
        int count = ElementValues.Count(value.Bytes, value.VR);
        for (int i = 0; i < count; i++) sink.WriteValue(i + 1, Text(in value, i));
    }

    private static string Text(in WalkedValue value, int index) => value.VR switch
    {
        DicomVR.AT => ElementScanner.ReadTag(value.Bytes[(4 * index)..], value.IsBigEndian).ToString("J", CultureInfo.InvariantCulture),
        DicomVR.UV => (value.IsBigEndian ? System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(value.Bytes[(8 * index)..]) : System.Buffers.Binary.BinaryPrimitives.ReadUInt64LittleEndian(value.Bytes[(8 * index)..])).ToString(CultureInfo.InvariantCulture),
        _ => ElementValues.NumberText(value.Bytes, value.VR, value.IsBigEndian, index) ?? string.Empty,
    };
}
