using System.Buffers;
using System.Buffers.Binary;
using Pacs.Imaging;

namespace Pacs.DicomWeb;

/// <summary>Writes a JPEG with its colour profile: APP2 segments after the beginning (ICC.1 Annex B.4).</summary>
internal static class JpegProfile
{
    private const int MaxChunk = 65519; // 65535 less length, name and numbers

    public static void Write(RenderedImage image, int quality, IBufferWriter<byte> output, CancellationToken ct)
    {
        var plain = new ArrayBufferWriter<byte>(image.Bytes.Length / 4 + 1024);
        image.WriteJpeg(plain, quality, ct);
        ReadOnlySpan<byte> file = plain.WrittenSpan, profile = image.IccProfile.Span;
        int chunks = (profile.Length + MaxChunk - 1) / MaxChunk;
        // SOI, and JFIF where there is one, come first.
        int head = file.Length > 6 && file[2] == 0xFF && file[3] == 0xE0 ? 4 + BinaryPrimitives.ReadUInt16BigEndian(file[4..]) : 2;
        output.Write(file[..head]);
        for (int i = 0; i < chunks && chunks <= 255; i++)
        {
            ReadOnlySpan<byte> chunk = profile.Slice(i * MaxChunk, Math.Min(MaxChunk, profile.Length - i * MaxChunk));
            Span<byte> marker = output.GetSpan(18);
            marker[0] = 0xFF;
            marker[1] = 0xE2;
            BinaryPrimitives.WriteUInt16BigEndian(marker[2..], (ushort)(16 + chunk.Length));
            "ICC_PROFILE\0"u8.CopyTo(marker[4..]);
            marker[16] = (byte)(i + 1);
            marker[17] = (byte)chunks;
            output.Advance(18);
            output.Write(chunk);
        }

        output.Write(file[head..]);
    }
}
