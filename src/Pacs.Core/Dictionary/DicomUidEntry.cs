namespace Pacs.Core;

/// <summary>What PS3.6 Annex A says about a UID.</summary>
/// <param name="Uid">The UID.</param>
/// <param name="Keyword">The keyword, e.g. <c>CTImageStorage</c>.</param>
/// <param name="Name">The name, e.g. <c>CT Image Storage</c>.</param>
/// <param name="Type">What it names.</param>
/// <param name="IsRetired">Whether the standard marks it retired.</param>
public sealed record DicomUidEntry(DicomUid Uid, string Keyword, string Name, DicomUidType Type, bool IsRetired);
