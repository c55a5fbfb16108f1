using System.Buffers.Binary;
using System.IO.Compression;

namespace Pacs.Core;

/// <summary>What stands at the start of a deflated data set (PS3.5 §A.5).</summary>
internal static class DeflatedBody
{
    /// <summary>Bytes before the deflate stream: two where a writer put a zlib header there (RFC 1950), else none.</summary>
    public static int HeaderLength(ReadOnlySpan<byte> body)
    {
        if (body.Length < 5 || (body[0] & 0x0F) != 8 || BinaryPrimitives.ReadUInt16BigEndian(body) % 31 != 0) return 0;
        // The same byte begins a stored block, which states its length twice (RFC 1951 §3.2.4).
        return (BinaryPrimitives.ReadUInt16LittleEndian(body[1..]) ^ BinaryPrimitives.ReadUInt16LittleEndian(body[3..])) == 0xFFFF ? 0 : 2;
    }

    /// <summary>Inflates the first bytes; false when there are not as many.</summary>
    public static bool TryInflateStart(ReadOnlySpan<byte> body, Span<byte> start)
    {
        if (body.Length < 2) return false;
        using var input = new MemoryStream(body[HeaderLength(body)..].ToArray(), writable: false);
        using var inflate = new DeflateStream(input, CompressionMode.Decompress);
        try
        {
            return inflate.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) == start.Length;
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }
}
