using System.Buffers;
using System.Text;

namespace Pacs.Core.Tests;

/// <summary>Short ways to write bytes and to call a character set.</summary>
internal static class CharsetText
{
    /// <summary>Bytes written as the characters of Latin-1.</summary>
    public static byte[] Bytes(string latin1) => Encoding.Latin1.GetBytes(latin1);

    public static SpecificCharacterSet Set(string terms) => SpecificCharacterSet.Parse(terms.Split('\\'));

    public static byte[] Encode(this SpecificCharacterSet set, string text, DicomVR vr, EncodingFallback fallback = EncodingFallback.Throw)
    {
        var buffer = new ArrayBufferWriter<byte>();
        set.Encode(text, vr, buffer, fallback);
        return buffer.WrittenSpan.ToArray();
    }
}
