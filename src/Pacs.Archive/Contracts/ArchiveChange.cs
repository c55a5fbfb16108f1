using Pacs.Core;

namespace Pacs.Archive;

/// <summary>One committed change of the archive.</summary>
/// <param name="Sequence">Position in the order of all changes: ascending, never used twice, not without gaps. At least 1.</param>
/// <param name="At">When it was committed.</param>
public abstract record ArchiveChange(long Sequence, DateTimeOffset At);

/// <summary>An instance was stored.</summary>
/// <param name="Sequence">Position in the order of all changes.</param>
/// <param name="At">When it was committed.</param>
/// <param name="Entry">The instance.</param>
public sealed record InstanceStored(long Sequence, DateTimeOffset At, IndexEntry Entry) : ArchiveChange(Sequence, At);

/// <summary>An instance was removed.</summary>
/// <param name="Sequence">Position in the order of all changes.</param>
/// <param name="At">When it was committed.</param>
/// <param name="Id">The instance.</param>
/// <param name="Study">Its study.</param>
/// <param name="Series">Its series.</param>
public sealed record InstanceRemoved(long Sequence, DateTimeOffset At, InstanceId Id, DicomUid Study, DicomUid Series) : ArchiveChange(Sequence, At);
