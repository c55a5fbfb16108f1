namespace Pacs.Core;

/// <summary>A value that JSON or XML leaves out in favour of a URI.</summary>
/// <param name="Tag">Its tag.</param>
/// <param name="VR">Its VR.</param>
/// <param name="Uri">The URI as written, which may be relative; or <c>urn:uuid:</c> and the UUID.</param>
public readonly record struct BulkDataReference(DicomTag Tag, DicomVR VR, string Uri);
