using Pacs.Core;

namespace Pacs.DicomWeb.Client;

/// <summary>How frames are asked for, and what comes back is (PS3.18 §8.7.3).</summary>
internal static class FrameMedia
{
    /// <summary>What to accept: frames as they are stored, or in one syntax.</summary>
    public static string Accept(TransferSyntax? syntax)
    {
        if (syntax is null) return "multipart/related; type=\"application/octet-stream\"; transfer-syntax=*";
        string uid = syntax.IsEncapsulated ? syntax.Uid.Value : TransferSyntax.ExplicitVRLittleEndian.Uid.Value;
        string octets = $"multipart/related; type=\"application/octet-stream\"; transfer-syntax={uid}";
        return FrameMediaTypes.Of(syntax) is { } type ? $"multipart/related; type=\"{type}\"; transfer-syntax={uid}, {octets};q=0.9" : octets;
    }

    /// <summary>How a part is encoded: what its Content-Type says, else the default of its media type.</summary>
    /// <exception cref="DicomDataException">A media type that is none of frames.</exception>
    public static TransferSyntax SyntaxOf(string? mediaType, TransferSyntax? stated)
    {
        // Native frames are little endian whatever the syntax of the data set.
        if (stated is not null) return stated.IsEncapsulated ? stated : TransferSyntax.ExplicitVRLittleEndian;
        if (mediaType is null or "application/octet-stream") return TransferSyntax.ExplicitVRLittleEndian;
        return FrameMediaTypes.SyntaxesOf(mediaType) is [var first, ..] ? first : throw new DicomDataException("The server answered with a media type that is none of frames.");
    }
}
