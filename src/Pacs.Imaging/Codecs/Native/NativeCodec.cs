using System.Buffers;
using Pacs.Core;

namespace Pacs.Imaging;

/// <summary>Frames that are not compressed: whole or in fragments, planar ones made interleaved, all else as it stands.</summary>
/// <remarks>
/// Frames come in little endian order: what reads them from a big endian data set swaps words there, since only it knows the VR.
/// YBR_FULL_422 keeps its two samples a pixel, one-bit frames stay packed, and bits above Bits Stored are kept.
/// </remarks>
public sealed class NativeCodec : IFrameCodec
{
    /// <inheritdoc/>
    public IReadOnlyCollection<TransferSyntax> Decodes { get; } =
    [
        TransferSyntax.ImplicitVRLittleEndian, TransferSyntax.ExplicitVRLittleEndian, TransferSyntax.DeflatedExplicitVRLittleEndian,
        TransferSyntax.ExplicitVRBigEndian, TransferSyntax.EncapsulatedUncompressedExplicitVRLittleEndian,
    ];

    /// <inheritdoc/>
    public IReadOnlyCollection<TransferSyntax> Encodes => Decodes;

    /// <inheritdoc/>
    public PixelLayout ReadLayout(ReadOnlySpan<byte> encoded, PixelLayout declared)
    {
        ArgumentNullException.ThrowIfNull(declared);
        // Decompressed JPEG often keeps the name of the subsampling that it no longer has; the length tells.
        PixelLayout whole = declared with { Photometric = PhotometricInterpretation.YbrFull };
        return Interleaved(declared.IsSubsampled && encoded.Length >= whole.FrameLength ? whole : declared);
    }

    /// <inheritdoc/>
    public void Decode(ReadOnlyMemory<byte> encoded, PixelLayout declared, Memory<byte> pixels, CodecContext context)
    {
        ArgumentNullException.ThrowIfNull(declared);
        ArgumentNullException.ThrowIfNull(context);
        context.Checkpoint();
        PixelLayout layout = ReadLayout(encoded.Span, declared);
        if (encoded.Length < layout.FrameLength)
            throw new DicomImageException($"The frame has {encoded.Length} bytes; {layout.Columns} x {layout.Rows} pixels need {layout.FrameLength}.", encoded.Length);
        Copy(encoded.Span[..(int)layout.FrameLength], layout with { IsPlanar = declared.IsPlanar }, FrameBuffer.ToFill(pixels, layout).Span);
    }

    /// <inheritdoc/>
    public PixelLayout Encode(ReadOnlyMemory<byte> pixels, PixelLayout layout, TransferSyntax syntax, EncodeOptions options, IBufferWriter<byte> output, CodecContext context)
    {
        ArgumentNullException.ThrowIfNull(layout);
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(context);
        context.Checkpoint();
        int length = (int)layout.FrameLength;
        Copy(FrameBuffer.ToRead(pixels, layout).Span, layout, output.GetSpan(length)[..length]);
        output.Advance(length);
        return Interleaved(layout);
    }

    /// <summary>Copies a frame, planes joined.</summary>
    internal static void Copy(ReadOnlySpan<byte> frame, PixelLayout layout, Span<byte> pixels)
    {
        if (IsInPlanes(layout)) Planes.JoinSamples(frame, layout, pixels[..frame.Length]);
        else frame.CopyTo(pixels);
    }

    internal static PixelLayout Interleaved(PixelLayout layout) => layout with { IsPlanar = false };

    // Planes of shared chrominance are not defined: the flag is a slip then, and so it is with a single sample.
    internal static bool IsInPlanes(PixelLayout layout) => layout.IsPlanar && layout.SamplesPerPixel > 1 && !layout.IsSubsampled;
}
