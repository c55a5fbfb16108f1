using System.Buffers;
using System.Runtime.InteropServices;

namespace Pacs.Imaging;

/// <summary>A picture as it is seen, in pooled memory: rows from top to bottom without gaps. Dispose it to give the memory back.</summary>
public sealed class RenderedImage : IDisposable
{
    /// <summary>Most pixels a side may have, and most that a picture may have in all.</summary>
    internal const int MaxSide = 65535, MaxPixels = 1 << 29;

    private readonly int _length;
    private byte[]? _buffer;

    private RenderedImage(int width, int height, RenderedFormat format, byte[] buffer, int length) =>
        (Width, Height, Format, _buffer, _length) = (width, height, format, buffer, length);

    /// <summary>Pixels a row.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>What a pixel is.</summary>
    public RenderedFormat Format { get; }

    /// <summary>Bytes a pixel: 1, 2 or 3.</summary>
    public int BytesPerPixel => SizeOf(Format);

    /// <summary>Distance in mm of the centers of neighbouring rows and of neighbouring columns of the picture; null when unknown.</summary>
    public (double Row, double Column)? PixelSpacing { get; init; }

    /// <summary>The ICC profile of the colours; empty where none was given, and for grey pictures unless <see cref="RenderOptions.OutputColors"/> asked for one.</summary>
    public ReadOnlyMemory<byte> IccProfile { get; init; }

    /// <summary>The pixels. Valid until the picture is disposed.</summary>
    /// <exception cref="ObjectDisposedException">The picture was disposed.</exception>
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

    /// <summary>Takes memory for a picture. Its content is whatever was there before.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A side is not between 1 and 65535.</exception>
    /// <exception cref="DicomImageException">The picture is too large.</exception>
    public static RenderedImage Rent(int width, int height, RenderedFormat format) => Rent(width, height, format, null, default);

    internal static RenderedImage Rent(int width, int height, RenderedFormat format, (double Row, double Column)? spacing, ReadOnlyMemory<byte> profile)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(width, MaxSide);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(height, MaxSide);
        long pixels = (long)width * height;
        if (pixels > MaxPixels) throw new DicomImageException($"A picture of {width} x {height} pixels is larger than the {MaxPixels} pixels that are drawn.");
        int length = (int)pixels * SizeOf(format);
        return new RenderedImage(width, height, format, ArrayPool<byte>.Shared.Rent(length), length) { PixelSpacing = spacing, IccProfile = profile };
    }

    /// <summary>A row of the picture. Valid until it is disposed.</summary>
    /// <param name="row">From 0, the top.</param>
    public Span<byte> Row(int row)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(row);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(row, Height);
        int stride = Width * BytesPerPixel;
        return Bytes.Slice(row * stride, stride);
    }

    /// <summary>The colour of a pixel; 16-bit greys are given by their upper half.</summary>
    public Rgb this[int row, int column]
    {
        get
        {
            ReadOnlySpan<byte> at = Row(row)[(column * BytesPerPixel)..];
            return Format switch
            {
                RenderedFormat.Gray8 => Rgb.Grey(at[0]),
                RenderedFormat.Gray16 => Rgb.Grey((byte)(MemoryMarshal.Read<ushort>(at) >> 8)),
                _ => new Rgb(at[0], at[1], at[2]),
            };
        }
    }

    /// <summary>The same pixels, with another profile. This picture is disposed.</summary>
    internal RenderedImage WithProfile(ReadOnlyMemory<byte> profile)
    {
        byte[] buffer = Interlocked.Exchange(ref _buffer, null) ?? throw new ObjectDisposedException(nameof(RenderedImage));
        return new RenderedImage(Width, Height, Format, buffer, _length) { PixelSpacing = PixelSpacing, IccProfile = profile };
    }

    /// <summary>Gives the memory back.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _buffer, null) is { } buffer) ArrayPool<byte>.Shared.Return(buffer);
    }

    private static int SizeOf(RenderedFormat format) => format switch { RenderedFormat.Gray8 => 1, RenderedFormat.Gray16 => 2, _ => 3 };
}
