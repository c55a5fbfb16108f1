using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Pacs.Core;

namespace Pacs.Imaging;

/// <summary>JPEG-LS, lossless and near-lossless (ISO 14495-1, PS3.5 §A.4.3): all interleave modes, 2 to 16 bits, 1 to 4 components, restart intervals, presets.</summary>
/// <remarks>
/// Written frames hold one scan, interleaved by line, with the standard's default parameters. The precision is Bits Stored where the samples
/// keep to it, and Bits Allocated where they do not, so that nothing of a word is lost. Mapping tables, point transforms and the colour
/// transforms of one vendor's extension are refused by name.
/// </remarks>
public sealed class JpegLsCodec : IFrameCodec
{
    /// <inheritdoc/>
    public IReadOnlyCollection<TransferSyntax> Decodes { get; } = [TransferSyntax.JPEGLSLossless, TransferSyntax.JPEGLSNearLossless];

    /// <inheritdoc/>
    public IReadOnlyCollection<TransferSyntax> Encodes => Decodes;

    /// <inheritdoc/>
    public PixelLayout ReadLayout(ReadOnlySpan<byte> encoded, PixelLayout declared)
    {
        ArgumentNullException.ThrowIfNull(declared);
        var header = new JpegLsHeader(encoded);
        header.ReadScan(declared);
        return LayoutOf(header.Precision, declared);
    }

    /// <inheritdoc/>
    public void Decode(ReadOnlyMemory<byte> encoded, PixelLayout declared, Memory<byte> pixels, CodecContext context)
    {
        ArgumentNullException.ThrowIfNull(declared);
        ArgumentNullException.ThrowIfNull(context);
        var header = new JpegLsHeader(encoded.Span);
        var contexts = new JpegLsContexts();
        int missing = (1 << declared.SamplesPerPixel) - 1;
        while (missing != 0)
        {
            JpegLsScan scan = header.ReadScan(declared);
            foreach (int component in scan.Components)
            {
                if ((missing & 1 << component) == 0) throw new DicomImageException($"JPEG-LS component {component} is in two scans.", header.Position);
                missing &= ~(1 << component);
            }

            var preset = new JpegLsPreset(header.Precision, scan.Near, header.Preset);
            PixelLayout layout = LayoutOf(header.Precision, declared);
            pixels = FrameBuffer.ToFill(pixels, layout);
            context.Checkpoint();
            ReadOnlySpan<byte> data = encoded.Span[header.Position..];
            header.Position += preset.IsExact
                ? new JpegLsScanDecoder<ExactMode>(data, preset, contexts).Decode(scan, header.RestartInterval, layout, pixels.Span, context)
                : new JpegLsScanDecoder<GeneralMode>(data, preset, contexts).Decode(scan, header.RestartInterval, layout, pixels.Span, context);
        }
    }

    /// <inheritdoc/>
    public PixelLayout Encode(ReadOnlyMemory<byte> pixels, PixelLayout layout, TransferSyntax syntax, EncodeOptions options, IBufferWriter<byte> output, CodecContext context)
    {
        ArgumentNullException.ThrowIfNull(layout);
        ArgumentNullException.ThrowIfNull(syntax);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(context);
        if (layout.BitsAllocated is not (8 or 16) || layout.Format != SampleFormat.Integer) throw new DicomImageException($"JPEG-LS holds samples of 2 to 16 bits; these have {layout.BitsAllocated} bits ({layout.Format}).");
        if (layout.IsSubsampled) throw new DicomImageException($"JPEG-LS holds all samples of each pixel; {layout.Photometric.ToTerm()} has pixels that share samples.");
        pixels = FrameBuffer.ToRead(pixels, layout);
        context.Checkpoint();
        int precision = PrecisionOf(pixels.Span, layout);
        int near = syntax == TransferSyntax.JPEGLSNearLossless ? Math.Clamp(options.NearLossless, 0, Math.Min(255, (1 << precision) / 2 - 1)) : 0;
        WriteHeader(output, layout, precision, near);
        var preset = new JpegLsPreset(precision, near);
        if (preset.IsExact) new JpegLsScanEncoder<ExactMode>(preset, output).Encode(pixels.Span, layout, context);
        else new JpegLsScanEncoder<GeneralMode>(preset, output).Encode(pixels.Span, layout, context);
        output.Write((ReadOnlySpan<byte>)[0xFF, JpegLsMarkers.EndOfImage]);
        return layout with { IsPlanar = false };
    }

    private static void WriteHeader(IBufferWriter<byte> output, PixelLayout layout, int precision, int near)
    {
        int count = layout.SamplesPerPixel, length = 2 + (10 + 3 * count) + (8 + 2 * count);
        Span<byte> header = output.GetSpan(length)[..length];
        header[0] = 0xFF;
        header[1] = JpegLsMarkers.StartOfImage;
        Span<byte> frame = header.Slice(2, 10 + 3 * count), scan = header[(12 + 3 * count)..];
        frame[0] = 0xFF;
        frame[1] = JpegLsMarkers.StartOfFrame;
        BinaryPrimitives.WriteUInt16BigEndian(frame[2..], (ushort)(8 + 3 * count));
        frame[4] = (byte)precision;
        BinaryPrimitives.WriteUInt16BigEndian(frame[5..], (ushort)layout.Rows);
        BinaryPrimitives.WriteUInt16BigEndian(frame[7..], (ushort)layout.Columns);
        frame[9] = (byte)count;
        scan[0] = 0xFF;
        scan[1] = JpegLsMarkers.StartOfScan;
        BinaryPrimitives.WriteUInt16BigEndian(scan[2..], (ushort)(6 + 2 * count));
        scan[4] = (byte)count;
        for (int i = 0; i < count; i++)
        {
            (frame[10 + 3 * i], frame[11 + 3 * i], frame[12 + 3 * i]) = ((byte)(i + 1), 0x11, 0);
            (scan[5 + 2 * i], scan[6 + 2 * i]) = ((byte)(i + 1), 0);
        }

        scan[5 + 2 * count] = (byte)near;
        scan[6 + 2 * count] = (byte)(count > 1 ? 1 : 0);
        scan[7 + 2 * count] = 0;
        output.Advance(length);
    }

    // The stream is believed: unsigned samples may be wider than Bits Stored says. Where a sign must be extended, the narrower of both says from where.
    private static PixelLayout LayoutOf(int precision, PixelLayout declared)
    {
        int allocated = precision <= 8 && declared.BitsAllocated <= 8 ? 8 : 16;
        int stored = declared.IsSigned ? Math.Min(precision, declared.BitsStored) : Math.Min(allocated, Math.Max(precision, declared.BitsStored));
        bool isAtTheTop = declared.HighBit != declared.BitsStored - 1 && declared.HighBit < precision;
        return declared with
        {
            BitsAllocated = allocated,
            BitsStored = isAtTheTop ? declared.BitsStored : stored,
            HighBit = isAtTheTop ? declared.HighBit : stored - 1,
            IsPlanar = false,
            Photometric = declared.IsSubsampled ? PhotometricInterpretation.YbrFull : declared.Photometric,
            Format = SampleFormat.Integer,
        };
    }

    // Bits Stored, unless bits beyond it mean something: what extends a sign, and zeros, do not.
    private static int PrecisionOf(ReadOnlySpan<byte> pixels, PixelLayout layout)
    {
        int bits = layout.BitsStored, beyond = 0;
        if (layout.HighBit != bits - 1) return layout.BitsAllocated;
        if (bits == layout.BitsAllocated) return Math.Max(2, bits);
        int shift = 32 - bits;
        if (layout.BitsAllocated == 8)
        {
            foreach (byte sample in pixels) beyond |= layout.IsSigned ? (sbyte)sample ^ (sample << shift >> shift) : sample >> bits;
        }
        else
        {
            foreach (ushort sample in MemoryMarshal.Cast<byte, ushort>(pixels)) beyond |= layout.IsSigned ? (short)sample ^ (sample << shift >> shift) : sample >> bits;
        }

        return beyond == 0 ? Math.Max(2, bits) : layout.BitsAllocated;
    }
}
