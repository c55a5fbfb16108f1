using System.Buffers;
using System.Runtime.InteropServices;

namespace Pacs.Imaging;

/// <summary>One decoded frame in pooled memory: little endian words, as <see cref="Layout"/> says. Dispose it to give the memory back.</summary>
public sealed class PixelFrame : IDisposable
{
    private byte[]? _buffer;
    private readonly int _length;

    private PixelFrame(PixelLayout layout, FrameSource? source, byte[] buffer, int length) => (Layout, Source, _buffer, _length) = (layout, source, buffer, length);

    /// <summary>The shape of the pixels.</summary>
    public PixelLayout Layout { get; }

    /// <summary>The data set and frame that the pixels come from, or null: then they are shown by their layout alone.</summary>
    public FrameSource? Source { get; }

    /// <summary>Whether the frame is cut off, so that pixels are zeros or coarser than they were: nothing to read a diagnosis from.</summary>
    public bool IsPartial => Missing is not null;

    /// <summary>What is missing of a frame that is cut off, in words for a log or a person; null when it is whole.</summary>
    public string? Missing { get; internal set; }

    /// <summary>How often the frame was halved while it was decoded. <see cref="Source"/> then speaks of the smaller image, too: its pixel spacing is larger, and it has no overlays.</summary>
    public int Reductions { get; internal set; }

    /// <summary>The pixels, <see cref="PixelLayout.FrameLength"/> bytes. Valid until the frame is disposed.</summary>
    /// <exception cref="ObjectDisposedException">The frame was disposed.</exception>
    public Memory<byte> Memory
    {
        get
        {
            ObjectDisposedException.ThrowIf(_buffer is null, this);
            return _buffer.AsMemory(0, _length);
        }
    }

    /// <inheritdoc cref="Memory"/>
    public Span<byte> Bytes => Memory.Span;

    /// <summary>Takes memory for a frame. Its content is whatever was there before.</summary>
    /// <param name="layout">The shape of the pixels.</param>
    /// <param name="source">Where the pixels come from, for those who show or measure them.</param>
    /// <exception cref="DicomImageException">The frame is larger than an array can be.</exception>
    public static PixelFrame Rent(PixelLayout layout, FrameSource? source = null)
    {
        ArgumentNullException.ThrowIfNull(layout);
        if (layout.FrameLength > Array.MaxLength) throw new DicomImageException($"A frame of {layout.FrameLength} bytes is larger than the {Array.MaxLength} that memory can hold in one piece.");
        return new PixelFrame(layout, source, ArrayPool<byte>.Shared.Rent((int)layout.FrameLength), (int)layout.FrameLength);
    }

    /// <summary>The samples of one row, a view that is valid until the frame is disposed. Not for frames of one bit, which are packed without regard to rows.</summary>
    /// <typeparam name="T">A number of <see cref="PixelLayout.BitsAllocated"/> bits.</typeparam>
    /// <param name="row">From 0; for planar layouts, rows of the second plane follow those of the first.</param>
    /// <exception cref="InvalidOperationException"><typeparamref name="T"/> has another size than a sample.</exception>
    public ReadOnlySpan<T> Row<T>(int row)
        where T : unmanaged
    {
        if (Marshal.SizeOf<T>() * 8 != Layout.BitsAllocated) throw new InvalidOperationException($"A sample has {Layout.BitsAllocated} bits; {typeof(T).Name} has {Marshal.SizeOf<T>() * 8}.");
        int planes = Layout.IsPlanar ? Layout.SamplesPerPixel : 1;
        ArgumentOutOfRangeException.ThrowIfNegative(row);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(row, Layout.Rows * planes);
        int length = (int)(Layout.FrameLength / (Layout.Rows * planes));
        return MemoryMarshal.Cast<byte, T>(Bytes.Slice(row * length, length));
    }

    /// <summary>Gives the memory back.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _buffer, null) is { } buffer) ArrayPool<byte>.Shared.Return(buffer);
    }
}
