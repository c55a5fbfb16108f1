using System.Buffers.Binary;

namespace Pacs.Imaging;

/// <summary>Finds the codestream in a frame. DICOM wants it bare (PS3.5 §A.4.4), yet files exist that wrap it in JP2 boxes (ISO/IEC 15444-1 Annex I).</summary>
internal static class J2kContainer
{
    private const uint Signature = 0x6A502020, Codestream = 0x6A703263;

    /// <summary>Offset of the SOC marker.</summary>
    public static int FindCodestream(ReadOnlySpan<byte> frame)
    {
        if (IsCodestream(frame)) return 0;
        if (frame.Length < 12 || BinaryPrimitives.ReadUInt32BigEndian(frame[4..]) != Signature)
            throw new DicomImageException($"The frame of {frame.Length} bytes begins neither with a JPEG 2000 codestream nor with a JP2 signature.", 0);
        long at = 0;
        while (at + 8 <= frame.Length)
        {
            ReadOnlySpan<byte> box = frame[(int)at..];
            ulong length = BinaryPrimitives.ReadUInt32BigEndian(box);
            int head = 8;
            if (length == 1)
            {
                if (box.Length < 16) break;
                length = BinaryPrimitives.ReadUInt64BigEndian(box[8..]);
                head = 16;
            }

            if (BinaryPrimitives.ReadUInt32BigEndian(box[4..]) == Codestream && IsCodestream(box[head..])) return (int)at + head;
            // Length 0 is a box that goes on to the end: the last one.
            if (length == 0 || length < (ulong)head || length > (ulong)box.Length) break;
            at += (long)length;
        }

        throw new DicomImageException("The JP2 boxes of the frame hold no codestream.", at);
    }

    private static bool IsCodestream(ReadOnlySpan<byte> bytes) =>
        bytes.Length >= 4 && BinaryPrimitives.ReadUInt32BigEndian(bytes) == ((uint)J2kMarker.Soc << 16 | J2kMarker.Siz);
}
