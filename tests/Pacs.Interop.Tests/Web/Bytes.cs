using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Pacs.Interop.Tests.Harness;

namespace Pacs.Interop.Tests.Web;

/// <summary>Values of explicit little endian data sets, found without the packages under test.</summary>
internal static class Bytes
{
    /// <summary>The fragments of encapsulated pixel data (PS3.5 §A.4), without the offset table.</summary>
    public static List<byte[]> Fragments(Part10File file)
    {
        var bytes = file.ReadDataset().AsSpan();
        // OB by the standard, OW by some that wrote files.
        var at = Math.Max(bytes.IndexOf(Header('B')), bytes.IndexOf(Header('W'))) + 12;
        Assert.That(at, Is.GreaterThanOrEqualTo(12), "There is no encapsulated pixel data.");
        var fragments = new List<byte[]>();
        while (BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]) == 0xE000FFFE)
        {
            var length = BinaryPrimitives.ReadInt32LittleEndian(bytes[(at + 4)..]);
            fragments.Add(bytes.Slice(at + 8, length).ToArray());
            at += 8 + length;
        }

        return fragments[1..];
    }

    /// <summary>The value of an element with a long header, such as OB or OW.</summary>
    public static byte[] Value(Part10File file, ushort group, ushort element, string vr)
    {
        Span<byte> header = stackalloc byte[8];
        BinaryPrimitives.WriteUInt16LittleEndian(header, group);
        BinaryPrimitives.WriteUInt16LittleEndian(header[2..], element);
        Encoding.ASCII.GetBytes(vr, header[4..]);
        header[6..].Clear();
        var bytes = file.ReadDataset().AsSpan();
        var at = bytes.IndexOf(header) + header.Length;
        Assert.That(at, Is.GreaterThanOrEqualTo(header.Length), "There is no such value.");
        return bytes.Slice(at + 4, BinaryPrimitives.ReadInt32LittleEndian(bytes[at..])).ToArray();
    }

    // Pixel Data of undefined length.
    private static byte[] Header(char vr) => [0xE0, 0x7F, 0x10, 0x00, (byte)'O', (byte)vr, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF];

    public static string Sha256(IEnumerable<byte[]> pieces) => Convert.ToHexStringLower(SHA256.HashData(pieces.SelectMany(piece => piece).ToArray()));

    /// <summary>What the shared files' manifest says their decoded pixels hash to: two or more independent decoders agree.</summary>
    public static string ExpectedPixels(string name)
    {
        var lines = File.ReadLines(Path.Combine(Shared.RequireTestFiles(), "MANIFEST.tsv")).Select(line => line.Split('\t'));
        var column = Array.IndexOf(lines.First(), "expected_sha256");
        return lines.First(line => line[0] == name)[column];
    }
}
