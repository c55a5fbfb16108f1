namespace Pacs.DicomWeb.Client;

/// <summary>How metadata goes over the wire.</summary>
public enum MetadataFormat
{
    /// <summary>DICOM JSON (PS3.18 Annex F).</summary>
    Json,

    /// <summary>The Native DICOM Model (PS3.19 Annex A), a part for each instance.</summary>
    Xml,
}
