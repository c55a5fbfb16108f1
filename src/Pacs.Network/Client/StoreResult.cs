using Pacs.Core;

namespace Pacs.Network;

/// <summary>What became of one instance that was to be sent.</summary>
/// <param name="Instance">The instance; default when a file could not be read so far.</param>
/// <param name="Status">The peer's status. This side gives 0122 when the peer accepted no presentation context for the instance, C000 when a file is no DICOM, 0110 when it cannot be read.</param>
/// <param name="Path">The file, or null when the instance came from elsewhere.</param>
public readonly record struct StoreResult(InstanceId Instance, DicomStatus Status, string? Path = null);
