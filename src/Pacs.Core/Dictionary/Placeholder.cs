#pragma warning disable CS1591, CA1822
namespace Pacs.Core;
public sealed class SpecificCharacterSet
{
    public static SpecificCharacterSet Default { get; } = new();
    public static SpecificCharacterSet Parse(IReadOnlyList<string> terms) => Default;
    public string Decode(ReadOnlySpan<byte> bytes, DicomVR vr) => System.Text.Encoding.Latin1.GetString(bytes);
    public string[] DecodeValues(ReadOnlySpan<byte> bytes, DicomVR vr) => Decode(bytes, vr).Split('\\');
    public void Encode(ReadOnlySpan<char> text, DicomVR vr, System.Buffers.IBufferWriter<byte> output) => System.Buffers.BuffersExtensions.Write(output, System.Text.Encoding.Latin1.GetBytes(text.ToArray()));
}
