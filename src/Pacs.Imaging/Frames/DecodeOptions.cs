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

    /// <summary>
    /// How often a frame is halved while it is decoded, where its codec can do that (<see cref="IResolutionCodec"/>: JPEG 2000, HTJ2K); fewer times when
    /// it has no more smaller versions, and not at all with other codecs: <see cref="PixelFrame.Reductions"/> says what came of it. Default 0.
    /// </summary>
    public int Reductions { get; init; }

    /// <summary>The longer side, in pixels, that is enough: the frame is halved as often as it stays at least so long. Goes before <see cref="Reductions"/>. Default: null.</summary>
    public int? EnoughSize { get; init; }
}
