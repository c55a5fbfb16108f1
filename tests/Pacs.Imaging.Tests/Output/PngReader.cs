using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using Pacs.Imaging;

namespace Pacs.Imaging.Tests.Output;

/// <summary>Reads PNG chunks, checks their CRC bit by bit, and undoes the filters: the encoder's oracle.</summary>
internal static class PngReader
{
    public static List<(string Type, byte[] Data)> Chunks(ReadOnlySpan<byte> png)
    {
        Assert.That(png[..8].ToArray(), Is.EqualTo(new byte[] { 0x89, 0x50, 0x4E, 0x47, 13, 10, 26, 10 }));
        var chunks = new List<(string, byte[])>();
        for (int at = 8; at < png.Length;)
        {
            int length = BinaryPrimitives.ReadInt32BigEndian(png[at..]);
            Assert.That(Crc(png.Slice(at + 4, length + 4)), Is.EqualTo(BinaryPrimitives.ReadUInt32BigEndian(png[(at + 8 + length)..])));
            chunks.Add((Encoding.ASCII.GetString(png.Slice(at + 4, 4)), png.Slice(at + 8, length).ToArray()));
            at += length + 12;
        }

        Assert.That(chunks[^1].Item1, Is.EqualTo("IEND"));
        return chunks;
    }

    /// <summary>The pixels, row by row; 16-bit samples stay big endian.</summary>
    public static byte[] Pixels(List<(string Type, byte[] Data)> chunks, IEnumerable<byte[]>? data = null)
    {
        byte[] header = chunks[0].Data;
        int width = BinaryPrimitives.ReadInt32BigEndian(header), height = BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(4));
        int pixel = header[8] / 8 * (header[9] == 2 ? 3 : 1), stride = width * pixel;
        byte[] packed = [.. (data ?? chunks.Where(static chunk => chunk.Type == "IDAT").Select(static chunk => chunk.Data)).SelectMany(static bytes => bytes)];
        using var zlib = new ZLibStream(new MemoryStream(packed), CompressionMode.Decompress);
        byte[] pixels = new byte[stride * height], row = new byte[stride];
        for (int y = 0; y < height; y++)
        {
            int filter = zlib.ReadByte();
            zlib.ReadExactly(row);
            for (int x = 0; x < stride; x++)
            {
                int a = x >= pixel ? pixels[y * stride + x - pixel] : 0, b = y > 0 ? pixels[(y - 1) * stride + x] : 0, c = x >= pixel && y > 0 ? pixels[(y - 1) * stride + x - pixel] : 0;
                int p = a + b - c, pa = Math.Abs(p - a), pb = Math.Abs(p - b), pc = Math.Abs(p - c);
                int predicted = filter switch { 0 => 0, 1 => a, 2 => b, 3 => (a + b) / 2, _ => pa <= pb && pa <= pc ? a : pb <= pc ? b : c };
                pixels[y * stride + x] = (byte)(row[x] + predicted);
            }
        }

        Assert.That(zlib.ReadByte(), Is.EqualTo(-1));
        return pixels;
    }

    private static uint Crc(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte value in bytes)
        {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++) crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xEDB88320 : crc >> 1;
        }

        return ~crc;
    }
}
