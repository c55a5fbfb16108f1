using System.Globalization;

namespace Pacs.Core;

/// <summary>Binary numbers and tags as text (PS3.19 §A.1.5).</summary>
internal static class XmlNumbers
{
    public static void Write(XmlSink sink, in WalkedValue value)
    {
        int count = NumberReader.Count(value.Bytes, value.VR);
        for (int i = 0; i < count; i++) sink.WriteValue(i + 1, Text(in value, i));
    }

    private static string Text(in WalkedValue value, int index) => value.VR switch
    {
        DicomVR.AT => ElementScanner.ReadTag(value.Bytes[(4 * index)..], value.IsBigEndian).ToString("J", CultureInfo.InvariantCulture),
        _ => NumberReader.TextOf(value.Bytes, value.VR, value.IsBigEndian, index) ?? string.Empty,
    };
}
