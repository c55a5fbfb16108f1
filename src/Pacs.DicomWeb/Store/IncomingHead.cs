using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;
using Pacs.Core;

namespace Pacs.DicomWeb;

/// <summary>Reads the file meta information at the beginning of a stored file, and leaves the pipe at the data set.</summary>
internal static class IncomingHead
{
    private const int StatedAt = FileMetaInformation.PrefixLength + 12; // preamble, DICM, (0002,0000)
    private const int MaxLength = 64 * 1024;

    /// <returns>The elements of group 0002, and the transfer syntax; null when this is no PS3.10 file.</returns>
    public static async ValueTask<(DicomDataset Meta, TransferSyntax Syntax)?> ReadAsync(PipeReader content, CancellationToken ct)
    {
        while (true)
        {
            ReadResult result = await content.ReadAsync(ct).ConfigureAwait(false);
            ReadOnlySequence<byte> buffer = result.Buffer;
            long needed = Needed(buffer);
            if (needed > MaxLength || needed < 0 || (result.IsCompleted && buffer.Length < needed))
            {
                content.AdvanceTo(buffer.Start);
                return null;
            }

            if (buffer.Length < needed)
            {
                content.AdvanceTo(buffer.Start, buffer.End);
                continue;
            }

            (DicomDataset, TransferSyntax)? head = Parse(buffer.Slice(0, needed).ToArray());
            content.AdvanceTo(head is null ? buffer.Start : buffer.GetPosition(needed));
            return head;
        }
    }

    // Bytes up to the data set, as far as that can be told: at least those that tell it. -1: no file.
    private static long Needed(in ReadOnlySequence<byte> buffer)
    {
        if (buffer.Length < StatedAt) return StatedAt;
        Span<byte> start = stackalloc byte[16];
        buffer.Slice(FileMetaInformation.PrefixLength - 4, 16).CopyTo(start);
        // The group length is required (PS3.10 §7.1), and files without it are rare: those are not taken.
        return start.StartsWith("DICM\x02\0\0\0UL\x04\0"u8) ? StatedAt + (long)BinaryPrimitives.ReadUInt32LittleEndian(start[12..]) : -1;
    }

    private static (DicomDataset, TransferSyntax)? Parse(byte[] head)
    {
        try
        {
            using DicomFile file = DicomFile.Parse(head);
            return (file.FileMeta, file.TransferSyntax);
        }
        catch (DicomDataException)
        {
            return null;
        }
    }
}
