using Pacs.Core;

namespace Pacs.DicomWeb.Client;

/// <summary>What became of one instance of a store request (PS3.18 §10.5.3).</summary>
/// <param name="Instance">The instance; empty where the server could not tell (Other Failures Sequence).</param>
/// <param name="Status">Success, a warning (Warning Reason), or a failure (Failure Reason).</param>
/// <param name="RetrieveUrl">Where to have it; null when not stored, or not said.</param>
public sealed record DicomWebStoreResult(InstanceId Instance, DicomStatus Status, Uri? RetrieveUrl);
