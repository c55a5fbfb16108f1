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

    /// <summary>The syntaxes that can be decoded.</summary>
    public IReadOnlyCollection<TransferSyntax> Decodes => _decoders.Keys;

    /// <summary>The syntaxes that can be encoded.</summary>
    public IReadOnlyCollection<TransferSyntax> Encodes => _encoders.Keys;

    /// <summary>The codec that decodes a syntax, or null.</summary>
    public IFrameCodec? FindDecoder(TransferSyntax syntax) => _decoders.GetValueOrDefault(syntax);

    /// <summary>The codec that encodes a syntax, or null.</summary>
    public IFrameCodec? FindEncoder(TransferSyntax syntax) => _encoders.GetValueOrDefault(syntax);
}
