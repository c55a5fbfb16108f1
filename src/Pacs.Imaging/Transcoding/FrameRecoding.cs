using Pacs.Core;

namespace Pacs.Imaging;

/// <summary>The two halves of a frame's way from one syntax to another.</summary>
internal static class FrameRecoding
{
    /// <summary>Decodes a whole frame.</summary>
    /// <exception cref="DicomImageException">It is corrupt, beyond the limits, or not whole.</exception>
    public static PixelFrame Decode(EncodedFrame source, PixelLayout declared, IFrameCodec decoder, TranscodeOptions options, CancellationToken ct)
    {
        var context = new CodecContext(declared, options.Limits, ct);
        var resolutions = decoder as IResolutionCodec;
        if (options.Reductions > 0 && resolutions is null) throw new DicomImageException($"Frames in {source.TransferSyntax} cannot be halved: they hold no smaller versions.");
        var pixels = PixelFrame.Rent(resolutions is null ? decoder.ReadLayout(source.Bytes, declared) : resolutions.ReadReducedLayout(source.Bytes, declared, options.Reductions));
        try
        {
            // What can be shown in part must not become a whole image elsewhere.
            if (resolutions is null) decoder.Decode(source.Memory, declared, pixels.Memory, context);
            else if (resolutions.DecodeReduced(source.Memory, declared, options.Reductions, pixels.Memory, context) is { } missing) throw new DicomImageException($"Frame {source.Frame} is not whole: {missing}.");
            return pixels;
        }
        catch
        {
            pixels.Dispose();
            throw;
        }
    }

    /// <summary>Encodes a frame, each pixel with its own chrominance where the target wants that.</summary>
    public static (EncodedFrame Frame, PixelLayout Layout) Encode(PixelFrame pixels, int frame, IFrameCodec encoder, TransferSyntax target, TranscodeOptions options, CancellationToken ct)
    {
        bool mustExpand = pixels.Layout.IsSubsampled && !SyntaxFit.IsNative(target) && target != TransferSyntax.DeflatedImageFrameCompression;
        using PixelFrame? expanded = mustExpand ? Subsampling.Expand(pixels) : null;
        PixelFrame encodable = expanded ?? pixels;
        var output = new PooledWriter((int)Math.Min(Array.MaxLength, encodable.Layout.FrameLength / 2 + 1024));
        try
        {
            PixelLayout encoded = encoder.Encode(encodable.Memory, encodable.Layout, target, options.Encoding, output, new CodecContext(encodable.Layout, options.Limits, ct));
            return (new EncodedFrame(frame, target, output, output.WrittenCount), encoded);
        }
        catch
        {
            output.Dispose();
            throw;
        }
    }
}
