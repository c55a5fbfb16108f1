namespace Pacs.Core;

/// <summary>How the bit streams of the codecs begin and end, to tell frames apart where no table does.</summary>
internal static class CodestreamMarkers
{
    /// <summary>Bytes of a fragment's start that <see cref="IsStart"/> wants to see.</summary>
    public const int StartLength = 12;

    /// <summary>Bytes of a fragment's end that <see cref="IsEnd"/> wants to see.</summary>
    public const int EndLength = 4;

    /// <summary>Whether a codestream begins here: SOI and a marker (JPEG, JPEG-LS), SOC and SIZ (JPEG 2000, HTJ2K), a JP2 or JPEG XL signature.</summary>
    public static bool IsStart(ReadOnlySpan<byte> bytes) =>
        bytes is [0xFF, 0xD8, 0xFF, ..] or [0xFF, 0x4F, 0xFF, 0x51, ..] or [0xFF, 0x0A, ..]
        || bytes.StartsWith("\0\0\0\u000CjP  "u8) || bytes.StartsWith("\0\0\0\u000CJXL "u8);

    /// <summary>Whether a codestream ends here: EOI or EOC, with or without what made the fragment even.</summary>
    public static bool IsEnd(ReadOnlySpan<byte> bytes)
    {
        ReadOnlySpan<byte> unpadded = bytes.TrimEnd((byte)0);
        return unpadded.EndsWith((ReadOnlySpan<byte>)[0xFF, 0xD9]) || unpadded.EndsWith((ReadOnlySpan<byte>)[0xFF, 0xD9, 0xFF]);
    }
}
