using Pacs.Core;

namespace Pacs.Imaging;

/// <summary>How a <see cref="Transcoder"/> works.</summary>
public sealed record TranscodeOptions
{
    /// <summary>The defaults.</summary>
    public static TranscodeOptions Default { get; } = new();

    /// <summary>The codecs. Default: all of this package.</summary>
    public CodecRegistry Codecs { get; init; } = CodecRegistry.Default;

    /// <summary>Memory and time of a frame.</summary>
    public CodecOptions Limits { get; init; } = CodecOptions.Default;

    /// <summary>What lossy encoders may lose.</summary>
    public EncodeOptions Encoding { get; init; } = EncodeOptions.Default;

    /// <summary>Frames worked on at a time; each takes a decoded and an encoded frame of memory. Default: the number of processors.</summary>
    public int MaxDegreeOfParallelism { get; init; } = Environment.ProcessorCount;

    /// <summary>Where the new pixel data is gathered, and its offset table.</summary>
    public FrameSpoolOptions Spool { get; init; } = FrameSpoolOptions.Default;

    /// <summary>Makes the SOP Instance UID of an image that loses information. Default: a random one.</summary>
    public Func<DicomUid, DicomUid> NewInstanceUid { get; init; } = static _ => DicomUid.NewUid();

    /// <summary>
    /// How often each frame is halved on the way, for codecs whose frames hold smaller versions of themselves (<see cref="IResolutionCodec"/>); all frames must have so many.
    /// The result is a derived image: rows, columns and what is measured in pixels follow, overlays are left out, and it names its source. Default 0.
    /// </summary>
    public int Reductions { get; init; }
}
