#pragma warning disable CS1591
namespace Pacs.Core;
public sealed record DictionaryEntry(DicomTag Tag, string Keyword, string Name, DicomVR VR, string VM, bool IsRetired);
public static class DicomDictionary { public static DictionaryEntry? Find(DicomTag tag) => null; public static bool TryFindKeyword(ReadOnlySpan<char> keyword, out DicomTag tag) { tag = default; return false; } }
internal static class DicomUidRegistry { public static string? FindKeyword(string uid) => null; }
internal static class TransferSyntaxRegistry { public static TransferSyntax? Find(string uid) => null; }
public sealed class DicomDataset { }
