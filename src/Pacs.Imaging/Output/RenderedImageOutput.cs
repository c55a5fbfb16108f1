using System.Buffers;
using System.IO.Compression;
using System.Runtime.InteropServices;

namespace Pacs.Imaging;

/// <summary>Writes pictures in formats that everybody reads.</summary>
public static class RenderedImageOutput
{
    /// <summary>Writes the picture as PNG: grey of 8 or 16 bits, or RGB, with pixel spacing and ICC profile where known.</summary>
    /// <param name="image">The picture. Borrowed.</param>
    /// <param name="output">Takes the file.</param>
    /// <param name="level">Time against size. <see cref="CompressionLevel.Fastest"/> takes a few milliseconds for a CT image.</param>
    public static void WritePng(this RenderedImage image, IBufferWriter<byte> output, CompressionLevel level = CompressionLevel.Fastest)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(output);
        PngEncoder.Encode(image, output, level);
    }

    /// <summary>Saves the picture as PNG. An existing file is replaced only when the new one is complete.</summary>
    /// <param name="image">The picture. Borrowed.</param>
    /// <param name="path">The file to write.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static async ValueTask SavePngAsync(this RenderedImage image, string path, CancellationToken ct = default)
    {
        using var output = new PooledWriter(64 * 1024);
        image.WritePng(output);
        await SaveAsync(output.Memory, path, ct).ConfigureAwait(false);
    }

    /// <summary>Writes the picture as baseline JPEG of 8 bits, grey or colour; of 16-bit greys the upper half.</summary>
    /// <param name="image">The picture. Borrowed.</param>
    /// <param name="output">Takes the file.</param>
    /// <param name="quality">1 to 100. The default, 90, hardly shows.</param>
    /// <param name="ct">Cancels.</param>
    public static void WriteJpeg(this RenderedImage image, IBufferWriter<byte> output, int quality = 90, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(output);
        ArgumentOutOfRangeException.ThrowIfLessThan(quality, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(quality, 100);
        var options = new EncodeOptions { Quality = quality };
        if (image.Format != RenderedFormat.Gray16)
        {
            JpegEncoding.WriteFile(image.Bytes, image.Height, image.Width, image.BytesPerPixel, options, output, ct);
            return;
        }

        using RenderedImage narrow = RenderedImage.Rent(image.Width, image.Height, RenderedFormat.Gray8);
        ReadOnlySpan<ushort> words = MemoryMarshal.Cast<byte, ushort>(image.Bytes);
        Span<byte> grey = narrow.Bytes;
        for (int i = 0; i < words.Length; i++) grey[i] = (byte)(words[i] >> 8);
        JpegEncoding.WriteFile(grey, image.Height, image.Width, 1, options, output, ct);
    }

    /// <summary>Saves the picture as JPEG. An existing file is replaced only when the new one is complete.</summary>
    /// <param name="image">The picture. Borrowed.</param>
    /// <param name="path">The file to write.</param>
    /// <param name="quality">1 to 100.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static async ValueTask SaveJpegAsync(this RenderedImage image, string path, int quality = 90, CancellationToken ct = default)
    {
        using var output = new PooledWriter(64 * 1024);
        image.WriteJpeg(output, quality, ct);
        await SaveAsync(output.Memory, path, ct).ConfigureAwait(false);
    }

    /// <summary>Saves the picture as GIF: greys as they are, colours as the 256 that suit it. An existing file is replaced only when the new one is complete.</summary>
    /// <param name="image">The picture. Borrowed.</param>
    /// <param name="path">The file to write.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static async ValueTask SaveGifAsync(this RenderedImage image, string path, CancellationToken ct = default)
    {
        using var output = new PooledWriter(64 * 1024);
        var gif = new GifWriter(output, TimeSpan.Zero, isEndless: false);
        gif.Add(image);
        gif.Complete();
        await SaveAsync(output.Memory, path, ct).ConfigureAwait(false);
    }

    /// <summary>Saves the bare pixels, row by row; 16-bit greys in little endian words.</summary>
    /// <param name="image">The picture. Borrowed.</param>
    /// <param name="path">The file to write.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static ValueTask SaveRawAsync(this RenderedImage image, string path, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(image);
        return SaveAsync(image.Memory, path, ct);
    }

    internal static async ValueTask SaveAsync(ReadOnlyMemory<byte> bytes, string path, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(path);
        string temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            await File.WriteAllBytesAsync(temporary, bytes, ct).ConfigureAwait(false);
            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }
}
