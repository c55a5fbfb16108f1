namespace Pacs.Core;

/// <summary>Names one SOP instance: its class and its UID.</summary>
/// <param name="SopClass">SOP Class UID (0008,0016).</param>
/// <param name="SopInstance">SOP Instance UID (0008,0018).</param>
public readonly record struct InstanceId(DicomUid SopClass, DicomUid SopInstance);
