using Pacs.Core;

namespace Pacs.DicomWeb.Client;

/// <summary>What a server commits to keep (PS3.18 §13.4.3).</summary>
/// <param name="Transaction">UID of the request.</param>
/// <param name="Committed">What it keeps.</param>
/// <param name="Failed">What it does not, each with its Failure Reason.</param>
public sealed record DicomWebCommitment(DicomUid Transaction, IReadOnlyList<InstanceId> Committed, IReadOnlyList<DicomWebStoreResult> Failed)
{
    /// <summary>Whether everything asked for is kept.</summary>
    public bool IsComplete => Failed.Count == 0;
}
