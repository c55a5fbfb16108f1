using Pacs.Core;

namespace Pacs.Network;

/// <summary>How a C-MOVE or C-GET ended.</summary>
/// <param name="Status">The final status.</param>
/// <param name="Counters">The counters last told, those of the final response where it has them.</param>
/// <param name="FailedInstances">Instances that the peer names as not sent; a peer need not name any.</param>
public sealed record RetrieveResult(DicomStatus Status, SubOperations Counters, IReadOnlyList<DicomUid> FailedInstances);
