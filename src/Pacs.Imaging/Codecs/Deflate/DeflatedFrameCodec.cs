using System.Buffers;
using System.IO.Compression;
using System.Runtime.InteropServices;
using Pacs.Core;

namespace Pacs.Imaging;

/// <summary>Deflated Image Frame Compression: each frame is a raw deflate stream of its native bytes (PS3.5 §A.4.14, RFC 1951).</summary>
/// <remarks>What a stream holds beyond the frame is not inflated, so a bomb costs no more than a frame.</remarks>
public sealed class DeflatedFrameCodec : IFrameCodec
{
    // Between two looks at clock and cancellation.
    private const int ChunkLength = 1 << 20;

    /// <inheritdoc/>
    public IReadOnlyCollection<TransferSyntax> Decodes { get; } = [TransferSyntax.DeflatedImageFrameCompression];

    /// <inheritdoc/>
    public IReadOnlyCollection<TransferSyntax> Encodes => Decodes;

    /// <inheritdoc/>
    public PixelLayout ReadLayout(ReadOnlySpan<byte> encoded, PixelLayout declared)
    {
        ArgumentNullException.ThrowIfNull(declared);
        return NativeCodec.Interleaved(declared);
    }

    /// <inheritdoc/>
    public void Decode(ReadOnlyMemory<byte> encoded, PixelLayout declared, Memory<byte> pixels, CodecContext context)
    {
        ArgumentNullException.ThrowIfNull(declared);
        ArgumentNullException.ThrowIfNull(context);
        int length = (int)declared.FrameLength;
        pixels = FrameBuffer.ToFill(pixels, declared);
        if (!NativeCodec.IsInPlanes(declared))
        {
            Inflate(encoded, pixels.Span[..length], context);
            return;
        }

        context.Reserve(length);
        byte[] planes = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            Inflate(encoded, planes.AsSpan(0, length), context);
            NativeCodec.Copy(planes.AsSpan(0, length), declared, pixels.Span);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(planes);
            context.Release(length);
        }
    }

    /// <inheritdoc/>
    public PixelLayout Encode(ReadOnlyMemory<byte> pixels, PixelLayout layout, TransferSyntax syntax, EncodeOptions options, IBufferWriter<byte> output, CodecContext context)
    {
        ArgumentNullException.ThrowIfNull(layout);
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(context);
        ReadOnlyMemory<byte> rest = FrameBuffer.ToRead(pixels, layout);
        using var encoded = new WriterStream(output);
        using var deflate = new DeflateStream(encoded, CompressionLevel.Optimal);
        while (!rest.IsEmpty)
        {
            context.Checkpoint();
            int length = Math.Min(rest.Length, ChunkLength);
            deflate.Write(rest.Span[..length]);
            rest = rest[length..];
        }

        return layout;
    }

    private static void Inflate(ReadOnlyMemory<byte> encoded, Span<byte> frame, CodecContext context)
    {
        using MemoryStream input = MemoryMarshal.TryGetArray(encoded, out ArraySegment<byte> array)
            ? new MemoryStream(array.Array!, array.Offset, array.Count, writable: false)
            : new MemoryStream(encoded.ToArray(), writable: false);
        using var inflate = new DeflateStream(input, CompressionMode.Decompress);
        int done = 0;
        try
        {
            while (done < frame.Length)
            {
                context.Checkpoint();
                int read = inflate.Read(frame[done..Math.Min(frame.Length, done + ChunkLength)]);
                if (read == 0) throw new DicomImageException($"The deflate stream ends after {done} of {frame.Length} bytes.", encoded.Length);
                done += read;
            }
        }
        catch (InvalidDataException broken)
        {
            throw new DicomImageException($"The deflate stream is broken after {done} of {frame.Length} bytes.", null, broken);
        }
    }
}
