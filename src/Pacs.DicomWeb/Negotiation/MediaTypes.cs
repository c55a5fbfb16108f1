using Pacs.Core;

namespace Pacs.DicomWeb;

/// <summary>The media types of PS3.18 §8.7, and which transfer syntaxes they carry.</summary>
internal static class MediaTypes
{
    public const string Dicom = "application/dicom";
    public const string DicomJson = "application/dicom+json";
    public const string DicomXml = "application/dicom+xml";
    public const string Json = "application/json";
    public const string OctetStream = "application/octet-stream";
    public const string Zip = "application/zip";
    public const string MultipartRelated = "multipart/related";

    /// <summary>What a frame in a syntax is called when it goes by itself (PS3.18 Table 8.7.3-5).</summary>
    public static string OfFrame(TransferSyntax syntax) => Families.FirstOrDefault(f => f.Syntaxes.Contains(syntax.Uid.Value)).Type ?? OctetStream;

    /// <summary>The media types of single frames.</summary>
    public static IEnumerable<string> ForFrames => Families.Select(f => f.Type);

    /// <summary>The syntaxes that a media type for frames can carry, the default one first; null when it is no media type for frames.</summary>
    public static string[]? SyntaxesOf(string type)
    {
        foreach ((string name, string[] syntaxes) in Families)
            if (name == type) return syntaxes;
        return null;
    }

    /// <summary>Whether frames of a syntax can be sent by themselves: it has a media type, or is uncompressed.</summary>
    public static bool IsForFrames(TransferSyntax syntax) => !syntax.IsEncapsulated || OfFrame(syntax) != OctetStream;

    // Default first. image/jpeg is lossless by default in PS3.18, and baseline for browsers: what is stored decides first.
    private static readonly (string Type, string[] Syntaxes)[] Families =
    [
        ("image/jpeg", ["1.2.840.10008.1.2.4.70", "1.2.840.10008.1.2.4.50", "1.2.840.10008.1.2.4.51", "1.2.840.10008.1.2.4.57"]),
        ("image/jls", ["1.2.840.10008.1.2.4.80", "1.2.840.10008.1.2.4.81"]),
        ("image/x-jls", ["1.2.840.10008.1.2.4.80", "1.2.840.10008.1.2.4.81"]),
        ("image/jp2", ["1.2.840.10008.1.2.4.90", "1.2.840.10008.1.2.4.91"]),
        ("image/jpx", ["1.2.840.10008.1.2.4.92", "1.2.840.10008.1.2.4.93"]),
        ("image/jphc", ["1.2.840.10008.1.2.4.201", "1.2.840.10008.1.2.4.202", "1.2.840.10008.1.2.4.203"]),
        ("image/jhc", ["1.2.840.10008.1.2.4.201", "1.2.840.10008.1.2.4.202", "1.2.840.10008.1.2.4.203"]), // what JavaScript clients call it
        ("image/jxl", ["1.2.840.10008.1.2.4.110", "1.2.840.10008.1.2.4.111", "1.2.840.10008.1.2.4.112"]),
        ("image/dicom-rle", ["1.2.840.10008.1.2.5"]),
        ("image/x-dicom-rle", ["1.2.840.10008.1.2.5"]),
        ("video/mpeg", ["1.2.840.10008.1.2.4.100", "1.2.840.10008.1.2.4.100.1", "1.2.840.10008.1.2.4.101", "1.2.840.10008.1.2.4.101.1"]),
        ("video/mp4", ["1.2.840.10008.1.2.4.102", "1.2.840.10008.1.2.4.102.1", "1.2.840.10008.1.2.4.103", "1.2.840.10008.1.2.4.103.1",
            "1.2.840.10008.1.2.4.104", "1.2.840.10008.1.2.4.104.1", "1.2.840.10008.1.2.4.105", "1.2.840.10008.1.2.4.105.1",
            "1.2.840.10008.1.2.4.106", "1.2.840.10008.1.2.4.106.1"]),
        ("video/h265", ["1.2.840.10008.1.2.4.107", "1.2.840.10008.1.2.4.108"]),
    ];
}
