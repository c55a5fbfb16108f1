using System.Buffers;
using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;
using Pacs.Core;

namespace Pacs.DicomWeb;

/// <summary>One instance's metadata in the file of its series: length, checksum, content hash, UID, gaps, text. Pure.</summary>
internal static class MetadataRecord
{
    private const int HeadLength = 8;
    private const int FixedLength = 16 + 2 + 4;
    private const int MaxLength = 512 * 1024 * 1024;

    public static void Write(IBufferWriter<byte> output, DicomUid instance, UInt128 contentHash, HeaderJson json)
    {
        int uidLength = instance.Value.Length, length = FixedLength + uidLength + 4 * json.Gaps.Length + json.Text.Length;
        Span<byte> record = output.GetSpan(HeadLength + length)[..(HeadLength + length)];
        Span<byte> body = record[HeadLength..];
        BinaryPrimitives.WriteUInt128LittleEndian(body, contentHash);
        BinaryPrimitives.WriteUInt16LittleEndian(body[16..], (ushort)uidLength);
        BinaryPrimitives.WriteInt32LittleEndian(body[18..], json.Gaps.Length);
        Encoding.ASCII.GetBytes(instance.Value, body[FixedLength..]);
        Span<byte> rest = body[(FixedLength + uidLength)..];
        foreach (int gap in json.Gaps)
        {
            BinaryPrimitives.WriteInt32LittleEndian(rest, gap);
            rest = rest[4..];
        }

        json.Text.Span.CopyTo(rest);
        BinaryPrimitives.WriteInt32LittleEndian(record, length);
        BinaryPrimitives.WriteUInt32LittleEndian(record[4..], XxHash32.HashToUInt32(body));
        output.Advance(HeadLength + length);
    }

    /// <summary>Reads the records of a file up to its end, or to the first that is not whole.</summary>
    /// <param name="file">The records. Kept: the texts are views of it.</param>
    /// <param name="into">Takes them; of two for one instance the later stands.</param>
    /// <returns>Bytes of whole records.</returns>
    public static int ReadAll(ReadOnlyMemory<byte> file, SeriesMetadata into)
    {
        int position = 0;
        while (TryRead(file[position..], into, out int length)) position += length;
        return position;
    }

    private static bool TryRead(ReadOnlyMemory<byte> bytes, SeriesMetadata into, out int recordLength)
    {
        recordLength = 0;
        ReadOnlySpan<byte> span = bytes.Span;
        if (span.Length < HeadLength + FixedLength) return false;
        int length = BinaryPrimitives.ReadInt32LittleEndian(span);
        if (length is < FixedLength or > MaxLength || length > span.Length - HeadLength) return false;
        ReadOnlySpan<byte> body = span.Slice(HeadLength, length);
        if (XxHash32.HashToUInt32(body) != BinaryPrimitives.ReadUInt32LittleEndian(span[4..])) return false;
        int uidLength = BinaryPrimitives.ReadUInt16LittleEndian(body[16..]), gapCount = BinaryPrimitives.ReadInt32LittleEndian(body[18..]);
        if (uidLength > 64 || gapCount < 0 || FixedLength + uidLength + 4L * gapCount > length) return false;
        var instance = new DicomUid(Encoding.ASCII.GetString(body.Slice(FixedLength, uidLength)));
        int[] gaps = new int[gapCount];
        int at = FixedLength + uidLength, textLength = length - at - 4 * gapCount, last = 0;
        for (int i = 0; i < gapCount; i++, at += 4)
        {
            gaps[i] = BinaryPrimitives.ReadInt32LittleEndian(body[at..]);
            if (gaps[i] < last || gaps[i] > textLength) return false;
            last = gaps[i];
        }

        into.Set(instance, BinaryPrimitives.ReadUInt128LittleEndian(body), new HeaderJson(bytes.Slice(HeadLength + at, textLength), gaps));
        recordLength = HeadLength + length;
        return true;
    }
}
