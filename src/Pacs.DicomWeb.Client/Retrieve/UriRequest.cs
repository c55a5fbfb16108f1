using System.Text;

namespace Pacs.DicomWeb.Client;

/// <summary>What to have by WADO-URI (PS3.18 §9).</summary>
public sealed record UriRequest
{
    /// <summary>Media type wanted: <c>application/dicom</c> (the default), <c>image/png</c>, <c>image/jpeg</c> …</summary>
    public string MediaType { get; init; } = "application/dicom";

    /// <summary>Transfer syntax wanted of <c>application/dicom</c>; null for the server's choice.</summary>
    public Pacs.Core.TransferSyntax? TransferSyntax { get; init; }

    /// <summary>Frame number from 1, of a rendered multi-frame object; null for the server's choice.</summary>
    public int? FrameNumber { get; init; }

    /// <summary>Where the WADO-URI service is, absolute or relative to the DICOMweb service; null when it is the DICOMweb service itself.</summary>
    public Uri? Service { get; init; }

    internal string Query(DicomWebResource instance)
    {
        // A slash may stand in a query (RFC 3986 §3.4), and some servers do not decode it.
        var text = new StringBuilder($"?requestType=WADO&studyUID={instance.StudyUid}&seriesUID={instance.SeriesUid}&objectUID={instance.InstanceUid}&contentType={Uri.EscapeDataString(MediaType).Replace("%2F", "/", StringComparison.Ordinal)}");
        if (TransferSyntax is not null) text.Append("&transferSyntax=").Append(TransferSyntax.Uid.Value);
        if (FrameNumber is { } number) text.Append("&frameNumber=").Append(number);
        return text.ToString();
    }
}
