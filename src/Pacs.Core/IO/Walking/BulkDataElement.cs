namespace Pacs.Core;

/// <summary>A binary value that a JSON or XML writer may leave out in favour of a URI.</summary>
/// <param name="Path">Where it stands: tags and item indexes (from 0), <c>00400100/0/00281201</c>.</param>
/// <param name="Tag">Its tag.</param>
/// <param name="VR">Its VR: OB, OD, OF, OL, OV, OW or UN.</param>
/// <param name="Length">Bytes of the value.</param>
public readonly record struct BulkDataElement(string Path, DicomTag Tag, DicomVR VR, long Length);
