using Pacs.Core;

namespace Pacs.DicomWeb;

/// <summary>The media types of PS3.18 §8.7, as far as they are not <see cref="FrameMediaTypes"/>.</summary>
internal static class MediaTypes
{
    public const string Dicom = "application/dicom";
    public const string DicomJson = "application/dicom+json";
    public const string DicomXml = "application/dicom+xml";
    public const string Json = "application/json";
    public const string OctetStream = "application/octet-stream";
    public const string Zip = "application/zip";
    public const string MultipartRelated = "multipart/related";

    /// <summary>What a frame in a syntax is called when it goes by itself; octets where there is no better name.</summary>
    public static string OfFrame(TransferSyntax syntax) => FrameMediaTypes.Of(syntax) ?? OctetStream;

    /// <summary>Whether frames of a syntax can be sent by themselves: it has a media type, or is uncompressed.</summary>
    public static bool IsForFrames(TransferSyntax syntax) => !syntax.IsEncapsulated || FrameMediaTypes.Of(syntax) is not null;
}
