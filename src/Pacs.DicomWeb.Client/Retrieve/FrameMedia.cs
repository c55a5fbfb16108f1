using Pacs.Core;

namespace Pacs.DicomWeb.Client;

/// <summary>Media types of frames and their transfer syntaxes (PS3.18 Table 8.7.3-5).</summary>
internal static class FrameMedia
{
    private static readonly (string Type, string[] Syntaxes)[] Families =
    [
        ("image/jpeg", ["1.2.840.10008.1.2.4.70", "1.2.840.10008.1.2.4.50", "1.2.840.10008.1.2.4.51", "1.2.840.10008.1.2.4.57"]),
        ("image/jls", ["1.2.840.10008.1.2.4.80", "1.2.840.10008.1.2.4.81"]),
        ("image/x-jls", ["1.2.840.10008.1.2.4.80", "1.2.840.10008.1.2.4.81"]),
        ("image/jp2", ["1.2.840.10008.1.2.4.90", "1.2.840.10008.1.2.4.91"]),
        ("image/jpx", ["1.2.840.10008.1.2.4.92", "1.2.840.10008.1.2.4.93"]),
        ("image/jphc", ["1.2.840.10008.1.2.4.201", "1.2.840.10008.1.2.4.202", "1.2.840.10008.1.2.4.203"]),
        ("image/jxl", ["1.2.840.10008.1.2.4.110", "1.2.840.10008.1.2.4.111", "1.2.840.10008.1.2.4.112"]),
        ("image/dicom-rle", ["1.2.840.10008.1.2.5"]),
        ("image/x-dicom-rle", ["1.2.840.10008.1.2.5"]),
    ];

    /// <summary>What to accept: frames as they are stored, or in one syntax.</summary>
    public static string Accept(TransferSyntax? syntax)
    {
        if (syntax is null) return "multipart/related; type=\"application/octet-stream\"; transfer-syntax=*";
        string uid = syntax.IsEncapsulated ? syntax.Uid.Value : TransferSyntax.ExplicitVRLittleEndian.Uid.Value;
        string octets = $"multipart/related; type=\"application/octet-stream\"; transfer-syntax={uid}";
        string? type = Families.FirstOrDefault(f => f.Syntaxes.Contains(uid)).Type;
        return type is null ? octets : $"multipart/related; type=\"{type}\"; transfer-syntax={uid}, {octets};q=0.9";
    }

    /// <summary>How a part is encoded: what its Content-Type says, else the default of its media type.</summary>
    /// <exception cref="DicomDataException">A media type that is none of frames.</exception>
    public static TransferSyntax SyntaxOf(string? mediaType, TransferSyntax? stated)
    {
        // Native frames are little endian whatever the syntax of the data set.
        if (stated is not null) return stated.IsEncapsulated ? stated : TransferSyntax.ExplicitVRLittleEndian;
        if (mediaType is null or "application/octet-stream") return TransferSyntax.ExplicitVRLittleEndian;
        return Families.FirstOrDefault(f => f.Type == mediaType).Syntaxes is [var first, ..]
            ? TransferSyntax.Get(new DicomUid(first))
            : throw new DicomDataException("The server answered with a media type that is none of frames.");
    }
}
