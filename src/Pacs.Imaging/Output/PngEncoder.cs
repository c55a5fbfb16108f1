using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;
using System.Runtime.InteropServices;

namespace Pacs.Imaging;

/// <summary>Writes pictures as PNG (ISO/IEC 15948): grey of 8 and 16 bits, RGB; pixel spacing as pHYs and ICC profiles as iCCP where known.</summary>
internal static class PngEncoder
{
    private const uint Ihdr = 0x49484452, Iend = 0x49454E44, Phys = 0x70485973, Iccp = 0x69434350;

    public static void Encode(RenderedImage image, IBufferWriter<byte> output, CompressionLevel level)
    {
        WriteHead(image, output);
        WritePixels(image, new PngChunks(output, PngChunks.Idat), level);
        PngChunks.Write(output, Iend, []);
    }

    /// <summary>Signature, IHDR, and what is known about size and colours.</summary>
    public static void WriteHead(RenderedImage image, IBufferWriter<byte> output)
    {
        output.Write<byte>([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]);
        Span<byte> header = stackalloc byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, image.Width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], image.Height);
        header[8] = (byte)(image.Format == RenderedFormat.Gray16 ? 16 : 8);
        header[9] = (byte)(image.Format == RenderedFormat.Rgb24 ? 2 : 0);
        header[10..].Clear();
        PngChunks.Write(output, Ihdr, header);
        if (FitsProfile(image)) WriteProfile(image.IccProfile.Span, output);
        if (image.PixelSpacing is { } spacing) WriteSpacing(spacing, output);
    }

    /// <summary>Filters and compresses the rows into <paramref name="chunks"/>, which is disposed.</summary>
    public static void WritePixels(RenderedImage image, PngChunks chunks, CompressionLevel level)
    {
        int stride = image.Width * image.BytesPerPixel, pixel = image.BytesPerPixel;
        // A filtered row with its filter byte, and the two rows of 16-bit words turned to big endian.
        byte[] rented = ArrayPool<byte>.Shared.Rent(3 * stride + 1);
        Span<byte> filtered = rented.AsSpan(0, stride + 1), current = rented.AsSpan(stride + 1, stride), above = rented.AsSpan(2 * stride + 1, stride);
        try
        {
            using var zlib = new ZLibStream(chunks, OptionsFor(image.Format, level));
            for (int row = 0; row < image.Height; row++)
            {
                ReadOnlySpan<byte> bytes = BigEndian(image, row, current);
                ReadOnlySpan<byte> before = row == 0 ? default : BigEndian(image, row - 1, above);
                // Measured on CT, DX and US frames: Paeth gives the smallest files of all filters, and costs nothing beside the compressor.
                filtered[0] = row == 0 ? PngFilter.Sub : PngFilter.Paeth;
                if (row == 0) PngFilter.ApplySub(bytes, filtered[1..], pixel);
                else PngFilter.ApplyPaeth(bytes, before, filtered[1..], pixel);
                zlib.Write(filtered);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    // Measured: what Paeth leaves of grey frames hardly repeats, so that runs and Huffman codes pack it as small as the best level, eight times as fast.
    // Colours repeat, and gain from the matches of level 2.
    private static ZLibCompressionOptions OptionsFor(RenderedFormat format, CompressionLevel level) => level switch
    {
        CompressionLevel.Fastest when format == RenderedFormat.Rgb24 => new() { CompressionLevel = 2 },
        CompressionLevel.Fastest => new() { CompressionLevel = 1, CompressionStrategy = ZLibCompressionStrategy.RunLengthEncoding },
        CompressionLevel.NoCompression => new() { CompressionLevel = 0 },
        CompressionLevel.SmallestSize => new() { CompressionLevel = 9 },
        _ => new() { CompressionLevel = 6 },
    };

    private static ReadOnlySpan<byte> BigEndian(RenderedImage image, int row, Span<byte> buffer)
    {
        Span<byte> bytes = image.Row(row);
        if (image.Format != RenderedFormat.Gray16 || !BitConverter.IsLittleEndian) return bytes;
        BinaryPrimitives.ReverseEndianness(MemoryMarshal.Cast<byte, ushort>(bytes), MemoryMarshal.Cast<byte, ushort>(buffer));
        return buffer;
    }

    // Pixels a metre across and down.
    private static void WriteSpacing((double Row, double Column) spacing, IBufferWriter<byte> output)
    {
        double across = 1000 / spacing.Column, down = 1000 / spacing.Row;
        if (!(across is >= 1 and <= int.MaxValue && down is >= 1 and <= int.MaxValue)) return;
        Span<byte> data = stackalloc byte[9];
        BinaryPrimitives.WriteUInt32BigEndian(data, (uint)Math.Round(across));
        BinaryPrimitives.WriteUInt32BigEndian(data[4..], (uint)Math.Round(down));
        data[8] = 1;
        PngChunks.Write(output, Phys, data);
    }

    // A profile of another kind of pixel than the picture has makes the file invalid (§11.3.2.3).
    private static bool FitsProfile(RenderedImage image) => !image.IccProfile.IsEmpty && (image.Format == RenderedFormat.Rgb24 || (image.IccProfile.Length > 20 && image.IccProfile.Span[16..].StartsWith("GRAY"u8)));

    private static void WriteProfile(ReadOnlySpan<byte> profile, IBufferWriter<byte> output)
    {
        using var data = new MemoryStream();
        data.Write("ICC profile\0\0"u8); // Name, its end, and compression method 0.
        using (var zlib = new ZLibStream(data, CompressionLevel.Optimal, leaveOpen: true)) zlib.Write(profile);
        PngChunks.Write(output, Iccp, data.GetBuffer().AsSpan(0, (int)data.Length));
    }
}
