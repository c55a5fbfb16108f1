namespace Pacs.Imaging;

/// <summary>Which codecs decode, and within which limits.</summary>
public sealed record DecodeOptions
{
    /// <summary>The defaults.</summary>
    public static DecodeOptions Default { get; } = new();

    /// <summary>The codecs. Default: all of this package.</summary>
    public CodecRegistry Codecs { get; init; } = CodecRegistry.Default;

    /// <summary>Memory and time of a frame, and its threads.</summary>
    public CodecOptions Limits { get; init; } = CodecOptions.Default;
}
