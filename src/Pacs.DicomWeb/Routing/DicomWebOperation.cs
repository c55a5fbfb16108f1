namespace Pacs.DicomWeb;

/// <summary>What a DICOMweb request wants to do: the unit of permission.</summary>
public enum DicomWebOperation
{
    /// <summary>Ask what is there.</summary>
    Search,

    /// <summary>Read instances or anything made of them.</summary>
    Retrieve,

    /// <summary>Add instances.</summary>
    Store,

    /// <summary>Remove or reject instances.</summary>
    Delete,

    /// <summary>Ask what the server can do.</summary>
    Describe,
}
