using Pacs.Core;

namespace Pacs.Imaging;

/// <summary>The codecs an application uses, by transfer syntax. An instance, never global; immutable, so safe from any thread.</summary>
public sealed class CodecRegistry
{
    private readonly Dictionary<TransferSyntax, IFrameCodec> _decoders = [];
    private readonly Dictionary<TransferSyntax, IFrameCodec> _encoders = [];

    /// <summary>Makes a registry of these codecs; of two for the same syntax the later one serves.</summary>
    public CodecRegistry(params IEnumerable<IFrameCodec> codecs)
    {
        ArgumentNullException.ThrowIfNull(codecs);
        foreach (IFrameCodec codec in codecs)
        {
            foreach (TransferSyntax syntax in codec.Decodes) _decoders[syntax] = codec;
            foreach (TransferSyntax syntax in codec.Encodes) _encoders[syntax] = codec;
        }
    }

    /// <summary>All codecs of this package. MPEG, HEVC and JPEG XL have none here: such frames pass through whole, undecoded.</summary>
    public static CodecRegistry Default { get; } = new(new NativeCodec(), new RleCodec(), new DeflatedFrameCodec(), new JpegCodec(), new JpegLsCodec(), new Jpeg2000Codec());

    /// <summary>The syntaxes that can be decoded.</summary>
    public IReadOnlyCollection<TransferSyntax> Decodes => _decoders.Keys;

    /// <summary>The syntaxes that can be encoded.</summary>
    public IReadOnlyCollection<TransferSyntax> Encodes => _encoders.Keys;

    /// <summary>The codec that decodes a syntax, or null.</summary>
    public IFrameCodec? FindDecoder(TransferSyntax syntax) => _decoders.GetValueOrDefault(syntax);

    /// <summary>The codec that encodes a syntax, or null.</summary>
    public IFrameCodec? FindEncoder(TransferSyntax syntax) => _encoders.GetValueOrDefault(syntax);

    /// <summary>The codec that decodes a syntax.</summary>
    /// <exception cref="DicomImageException">There is none: the message names the syntax.</exception>
    public IFrameCodec RequireDecoder(TransferSyntax syntax)
    {
        ArgumentNullException.ThrowIfNull(syntax);
        return FindDecoder(syntax) ?? throw new DicomImageException($"Frames in {syntax} ({syntax.Uid}) cannot be decoded: there is no codec for it. They can be passed on as they are.");
    }

    /// <summary>The codec that encodes a syntax.</summary>
    /// <exception cref="DicomImageException">There is none: the message names the syntax.</exception>
    public IFrameCodec RequireEncoder(TransferSyntax syntax)
    {
        ArgumentNullException.ThrowIfNull(syntax);
        return FindEncoder(syntax) ?? throw new DicomImageException($"Frames cannot be encoded in {syntax} ({syntax.Uid}): there is no codec for it.");
    }
}
