using Pacs.Core;

namespace Pacs.DicomWeb.Client;

/// <summary>One change of a server's archive, as its event stream tells it.</summary>
/// <param name="Sequence">Position in the order of changes: the bookmark to resume after.</param>
/// <param name="At">When it was committed.</param>
/// <param name="Kind">What happened; <see cref="DicomWebChangeKind.Other"/> for what this version does not know.</param>
/// <param name="Study">Study Instance UID.</param>
/// <param name="Series">Series Instance UID.</param>
/// <param name="Instance">Class and instance UID.</param>
/// <param name="Modality">Modality; null when not said.</param>
public sealed record DicomWebChange(long Sequence, DateTimeOffset At, DicomWebChangeKind Kind, DicomUid Study, DicomUid Series, InstanceId Instance, string? Modality);

/// <summary>What happened.</summary>
public enum DicomWebChangeKind
{
    /// <summary>Something that this version does not know.</summary>
    Other,

    /// <summary>An instance was stored.</summary>
    Stored,

    /// <summary>An instance was removed.</summary>
    Removed,
}
