using Pacs.Core;

namespace Pacs.DicomWeb;

/// <summary>An instance that the archive is asked to commit to.</summary>
/// <param name="Id">Class and instance.</param>
/// <param name="Study">The study it was named under; null when it was named by itself.</param>
/// <param name="Series">The series it was named under; null when it was named by itself.</param>
internal readonly record struct CommitmentReference(InstanceId Id, DicomUid? Study = null, DicomUid? Series = null);
