using System.Buffers;
using Pacs.Core;

namespace Pacs.Imaging;

/// <summary>JPEG (ISO/IEC 10918-1): sequential and progressive of 8 and 12 bits, lossless of 2 to 16. Arithmetic coding and hierarchical frames are refused.</summary>
/// <remarks>
/// The stream is believed, whatever the transfer syntax says of its process. Colour that was lossily compressed comes out as RGB; lossless components come out as they
/// are. Bits Stored may be less than the stream's precision, when whole words were compressed: such words come out whole, and the data set says which bits count.
/// </remarks>
public sealed class JpegCodec : IFrameCodec
{
    /// <inheritdoc/>
    public IReadOnlyCollection<TransferSyntax> Decodes { get; } =
    [
        TransferSyntax.JPEGBaseline8Bit, TransferSyntax.JPEGExtended12Bit, TransferSyntax.JPEGLossless, TransferSyntax.JPEGLosslessSV1,
        TransferSyntax.JPEGSpectralSelectionNonHierarchical68, TransferSyntax.JPEGFullProgressionNonHierarchical1012,
    ];

    /// <inheritdoc/>
    public IReadOnlyCollection<TransferSyntax> Encodes { get; } =
        [TransferSyntax.JPEGBaseline8Bit, TransferSyntax.JPEGExtended12Bit, TransferSyntax.JPEGLossless, TransferSyntax.JPEGLosslessSV1];

    /// <inheritdoc/>
    public PixelLayout ReadLayout(ReadOnlySpan<byte> encoded, PixelLayout declared)
    {
        ArgumentNullException.ThrowIfNull(declared);
        return JpegDecoder.ReadLayout(encoded, declared);
    }

    /// <inheritdoc/>
    public void Decode(ReadOnlyMemory<byte> encoded, PixelLayout declared, Memory<byte> pixels, CodecContext context)
    {
        ArgumentNullException.ThrowIfNull(declared);
        ArgumentNullException.ThrowIfNull(context);
        JpegDecoder.Decode(encoded, declared, pixels.Span, context);
    }

    /// <inheritdoc/>
    public PixelLayout Encode(ReadOnlyMemory<byte> pixels, PixelLayout layout, TransferSyntax syntax, EncodeOptions options, IBufferWriter<byte> output, CodecContext context)
    {
        ArgumentNullException.ThrowIfNull(layout);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(context);
        if (!Encodes.Contains(syntax)) throw new ArgumentException($"{syntax} is not encoded as JPEG.", nameof(syntax));
        if (pixels.Length < layout.FrameLength) throw new ArgumentException($"The frame has {layout.FrameLength} bytes; {pixels.Length} were given.", nameof(pixels));
        ReadOnlySpan<byte> frame = pixels.Span[..(int)layout.FrameLength];
        if (syntax == TransferSyntax.JPEGLossless || syntax == TransferSyntax.JPEGLosslessSV1)
        {
            PixelLayout lossless = JpegEncoding.Lossless(layout);
            JpegLosslessEncoder.Encode(frame, layout, syntax == TransferSyntax.JPEGLosslessSV1, output, context);
            return lossless;
        }

        PixelLayout lossy = JpegEncoding.Lossy(layout, isBaseline: syntax == TransferSyntax.JPEGBaseline8Bit, options);
        byte marker = syntax == TransferSyntax.JPEGBaseline8Bit ? JpegMarker.BaselineFrame : JpegMarker.ExtendedFrame;
        JpegLossyEncoder.Encode(frame, layout, marker, lossy.BitsStored, options, output, context);
        return lossy;
    }
}
