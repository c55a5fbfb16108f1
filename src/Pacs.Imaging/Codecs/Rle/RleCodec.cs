using System.Buffers;
using System.Buffers.Binary;
using Pacs.Core;

namespace Pacs.Imaging;

/// <summary>RLE Lossless: each byte of each sample is a plane, run length encoded by itself (PS3.5 Annex G).</summary>
/// <remarks>Words are kept whole, bits above Bits Stored included.</remarks>
public sealed class RleCodec : IFrameCodec
{
    private const int HeaderLength = 64;
    private const int MaxSegments = 15;

    /// <inheritdoc/>
    public IReadOnlyCollection<TransferSyntax> Decodes { get; } = [TransferSyntax.RLELossless];

    /// <inheritdoc/>
    public IReadOnlyCollection<TransferSyntax> Encodes => Decodes;

    /// <inheritdoc/>
    public PixelLayout ReadLayout(ReadOnlySpan<byte> encoded, PixelLayout declared)
    {
        ArgumentNullException.ThrowIfNull(declared);
        ReadHeader(encoded, declared);
        return LayoutOf(declared);
    }

    /// <inheritdoc/>
    public void Decode(ReadOnlyMemory<byte> encoded, PixelLayout declared, Memory<byte> pixels, CodecContext context)
    {
        ArgumentNullException.ThrowIfNull(declared);
        ArgumentNullException.ThrowIfNull(context);
        ReadOnlySpan<byte> source = encoded.Span;
        PixelLayout layout = LayoutOf(declared);
        int count = ReadHeader(source, declared), length = (int)(layout.FrameLength / count);
        pixels = FrameBuffer.ToFill(pixels, layout);
        context.Checkpoint();
        if (count == 1)
        {
            DecodeSegment(source, 0, 1, pixels.Span);
            return;
        }

        // Planes in the order of the bytes that they give: segments begin with the most significant byte, little endian words do not.
        int bytes = declared.BitsAllocated / 8, total = count * length;
        context.Reserve(total);
        byte[] planes = ArrayPool<byte>.Shared.Rent(total);
        try
        {
            for (int segment = 0; segment < count; segment++)
            {
                context.Checkpoint();
                int plane = segment / bytes * bytes + (bytes - 1 - segment % bytes);
                DecodeSegment(source, segment, count, planes.AsSpan(plane * length, length));
            }

            PlanesVector.Join(planes.AsSpan(0, total), count, pixels.Span[..total]);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(planes);
            context.Release(total);
        }
    }

    /// <inheritdoc/>
    public PixelLayout Encode(ReadOnlyMemory<byte> pixels, PixelLayout layout, TransferSyntax syntax, EncodeOptions options, IBufferWriter<byte> output, CodecContext context)
    {
        ArgumentNullException.ThrowIfNull(layout);
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(context);
        if (layout.IsSubsampled) throw new DicomImageException($"RLE holds a plane for each sample; {layout.Photometric.ToTerm()} has pixels that share samples.");
        int count = SegmentCount(layout), length = (int)(layout.FrameLength / count);
        if (count > MaxSegments) throw new DicomImageException($"RLE has room for {MaxSegments} segments; {layout.SamplesPerPixel} samples of {layout.BitsAllocated} bits need {count}.");
        pixels = FrameBuffer.ToRead(pixels, layout);
        context.Reserve(2L * count * length);
        byte[] planes = ArrayPool<byte>.Shared.Rent(count * length);
        try
        {
            // One bit a pixel has no bytes of its own: the packed frame is one row.
            int rowLength = layout.BitsAllocated == 1 ? length : layout.Columns;
            if (layout.IsPlanar && layout.SamplesPerPixel > 1) SplitPlanar(pixels.Span, layout, planes);
            else PlanesVector.Split(pixels.Span[..(count * length)], count, planes.AsSpan(0, count * length));
            WriteSegments(planes.AsSpan(0, count * length), count, Math.Max(1, layout.BitsAllocated / 8), rowLength, output, context);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(planes);
            context.Release(2L * count * length);
        }

        return layout with { IsPlanar = false };
    }

    private static void WriteSegments(ReadOnlySpan<byte> planes, int count, int bytes, int rowLength, IBufferWriter<byte> output, CodecContext context)
    {
        int length = planes.Length / count, rows = length / rowLength;
        byte[] encoded = ArrayPool<byte>.Shared.Rent(HeaderLength + count * (rows * PackBits.MaxLength(rowLength) + 1));
        try
        {
            encoded.AsSpan(0, HeaderLength).Clear();
            BinaryPrimitives.WriteUInt32LittleEndian(encoded, (uint)count);
            int to = HeaderLength;
            for (int segment = 0; segment < count; segment++)
            {
                context.Checkpoint();
                BinaryPrimitives.WriteUInt32LittleEndian(encoded.AsSpan(4 + 4 * segment), (uint)to);
                ReadOnlySpan<byte> plane = planes.Slice((segment / bytes * bytes + (bytes - 1 - segment % bytes)) * length, length);
                for (int row = 0; row < rows; row++) to += PackBits.Encode(plane.Slice(row * rowLength, rowLength), encoded.AsSpan(to));
                if ((to & 1) != 0) encoded[to++] = 0; // Segments have even length (PS3.5 §G.3.1).
            }

            output.Write(encoded.AsSpan(0, to));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(encoded);
        }
    }

    // Sample planes into byte planes.
    private static void SplitPlanar(ReadOnlySpan<byte> pixels, PixelLayout layout, Span<byte> planes)
    {
        int bytes = layout.BitsAllocated / 8, length = (int)layout.PixelCount * bytes;
        for (int sample = 0; sample < layout.SamplesPerPixel; sample++)
            PlanesVector.Split(pixels.Slice(sample * length, length), bytes, planes.Slice(sample * length, length));
    }

    private static void DecodeSegment(ReadOnlySpan<byte> encoded, int segment, int count, Span<byte> plane)
    {
        int start = OffsetOf(encoded, segment), end = segment + 1 < count ? OffsetOf(encoded, segment + 1) : encoded.Length;
        // Offsets that do not rise are taken as a start only: the segment ends where its bytes are complete.
        if (end <= start) end = encoded.Length;
        int done = PackBits.Decode(encoded[start..end], plane);
        if (done < plane.Length) throw new DicomImageException($"RLE segment {segment} gives {done} of {plane.Length} bytes.", start);
    }

    private static int OffsetOf(ReadOnlySpan<byte> encoded, int segment) => (int)BinaryPrimitives.ReadUInt32LittleEndian(encoded[(4 + 4 * segment)..]);

    private static int ReadHeader(ReadOnlySpan<byte> encoded, PixelLayout declared)
    {
        if (encoded.Length < HeaderLength) throw new DicomImageException($"The RLE frame has {encoded.Length} bytes; its header alone has {HeaderLength}.");
        uint count = BinaryPrimitives.ReadUInt32LittleEndian(encoded);
        int wanted = SegmentCount(declared);
        if (count != (uint)wanted) throw new DicomImageException($"The RLE frame has {count} segments; {declared.SamplesPerPixel} samples of {declared.BitsAllocated} bits need {wanted}.", 0);
        if (count > MaxSegments) throw new DicomImageException($"The RLE frame has {count} segments; at most {MaxSegments} are possible.", 0);
        for (int segment = 0; segment < wanted; segment++)
        {
            uint offset = BinaryPrimitives.ReadUInt32LittleEndian(encoded[(4 + 4 * segment)..]);
            if (offset < HeaderLength || offset >= (uint)encoded.Length)
                throw new DicomImageException($"RLE segment {segment} begins at {offset}, outside the frame of {encoded.Length} bytes.", 4 + 4 * segment);
        }

        return wanted;
    }

    private static int SegmentCount(PixelLayout layout) => layout.BitsAllocated == 1 ? 1 : layout.SamplesPerPixel * layout.BitsAllocated / 8;

    // Planes are whole, so chrominance is not shared whatever the data set says; decoded samples stand together.
    private static PixelLayout LayoutOf(PixelLayout declared) => declared with
    {
        IsPlanar = false,
        Photometric = declared.IsSubsampled ? PhotometricInterpretation.YbrFull : declared.Photometric,
    };
}
