#pragma warning disable CS1591, CA1822
namespace Pacs.Core;
public sealed record DictionaryEntry(DicomTag Tag, string Keyword, string Name, DicomVR VR, string VM, bool IsRetired);
public static class DicomDictionary { public static DictionaryEntry? Find(DicomTag tag) => null; public static bool TryGetVR(DicomTag tag, out DicomVR vr) { vr = DicomVR.UN; return false; } public static bool TryFindKeyword(ReadOnlySpan<char> keyword, out DicomTag tag) { tag = default; return false; } }
internal static class DicomUidRegistry { public static string? FindKeyword(string uid) => null; }
internal static class TransferSyntaxRegistry { public static TransferSyntax? Find(string uid) => null; }
public sealed class SpecificCharacterSet
{
    public static SpecificCharacterSet Default { get; } = new();
    public static SpecificCharacterSet Parse(IReadOnlyList<string> terms) => Default;
    public string Decode(ReadOnlySpan<byte> bytes, DicomVR vr) => System.Text.Encoding.Latin1.GetString(bytes);
    public string[] DecodeValues(ReadOnlySpan<byte> bytes, DicomVR vr) => Decode(bytes, vr).Split('\\');
    public void Encode(ReadOnlySpan<char> text, DicomVR vr, System.Buffers.IBufferWriter<byte> output) => System.Buffers.BuffersExtensions.Write(output, System.Text.Encoding.Latin1.GetBytes(text.ToArray()));
}
public readonly partial struct DicomUid { public static DicomUid FromBytes(ReadOnlySpan<byte> bytes) => new(System.Text.Encoding.ASCII.GetString(bytes)); }
