namespace Pacs.Core;

/// <summary>A binary value that a JSON or XML writer may leave out in favour of a URI.</summary>
/// <param name="Path">Where it stands, from the outermost data set: as text it is fit for a URI once escaped, and finds the value again.</param>
/// <param name="Tag">Its tag.</param>
/// <param name="VR">Its VR: OB, OD, OF, OL, OV, OW or UN.</param>
/// <param name="Length">Bytes of the value.</param>
public readonly record struct BulkDataElement(DicomPath Path, DicomTag Tag, DicomVR VR, long Length);
