using System.Collections.Frozen;

namespace Pacs.Core;

/// <summary>The media types of compressed frames, and the transfer syntaxes that they stand for (PS3.18 Table 8.7.3-5).</summary>
/// <remarks>Uncompressed frames are <c>application/octet-stream</c>, which is not among them.</remarks>
public static class FrameMediaTypes
{
    // The default syntax first. image/jpeg without a word is lossless in PS3.18, whatever browsers mean by it.
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

    private static readonly FrozenDictionary<string, TransferSyntax[]> ByType = Families.ToFrozenDictionary(static f => f.Type, static f => f.Syntaxes.Select(static s => TransferSyntax.Get(new DicomUid(s))).ToArray());

    private static readonly FrozenDictionary<TransferSyntax, string> BySyntax = Families
        .SelectMany(static f => f.Syntaxes.Select(s => (Syntax: TransferSyntax.Get(new DicomUid(s)), f.Type))).DistinctBy(static f => f.Syntax).ToFrozenDictionary(static f => f.Syntax, static f => f.Type);

    /// <summary>All of them, in lower case; with the names that were used before a type had been registered.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Families.Select(static f => f.Type)];

    /// <summary>What a frame in a syntax is called; null for native frames, and for syntaxes without a media type.</summary>
    public static string? Of(TransferSyntax syntax)
    {
        ArgumentNullException.ThrowIfNull(syntax);
        return BySyntax.GetValueOrDefault(syntax);
    }

    /// <summary>The syntaxes that a media type stands for, the default one first; null when it is none of frames.</summary>
    /// <param name="mediaType">In lower case, without parameters.</param>
    public static IReadOnlyList<TransferSyntax>? SyntaxesOf(string mediaType)
    {
        ArgumentNullException.ThrowIfNull(mediaType);
        return ByType.GetValueOrDefault(mediaType);
    }
}
