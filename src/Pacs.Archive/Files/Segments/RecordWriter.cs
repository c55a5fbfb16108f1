using System.Buffers;

namespace Pacs.Archive;

/// <summary>Puts a record into its place with one call: a large one directly to the device, a small one into the system's cache, where a flush finds it with others.</summary>
/// <param name="directFrom">Length of a record in bytes from which it is written directly; 0: none is.</param>
internal sealed class RecordWriter(int directFrom)
{
    private static readonly byte[] Padding = new byte[RecordCodec.Alignment];

    /// <summary>Writes a record. It is durable after a flush of the segment.</summary>
    /// <param name="segment">Where to; the caller holds a reference.</param>
    /// <param name="header">What stands at its begin.</param>
    /// <param name="meta">Preamble and file meta information; empty where the record has no payload of its own.</param>
    /// <param name="body">The data set bytes of an inline record, after room for header and <paramref name="meta"/>.</param>
    public void Write(SegmentFile segment, RecordHeader header, ReadOnlyMemory<byte> meta, BlockBuffer? body)
    {
        byte[] head = ArrayPool<byte>.Shared.Rent(RecordCodec.MaxHeaderLength + meta.Length);
        try
        {
            int length = RecordCodec.Write(header, segment.Header.Salt, head);
            var pages = new List<ReadOnlyMemory<byte>>(12);
            if (body?.TryAddPages(head.AsSpan(0, length), meta.Span, pages) == true)
            {
                if (directFrom > 0 && header.RecordLength >= directFrom && TryWriteDirect(segment, header.Place.Offset, pages)) return;
            }
            else
            {
                // Whole pages here too, so that the system need not read the last one from the device to change a part of it.
                meta.Span.CopyTo(head.AsSpan(length));
                length += meta.Length;
                pages.Add(head.AsMemory(0, length));
                pages.Add(Padding.AsMemory(0, (int)(RecordCodec.Align(length) - length)));
            }

            segment.File!.Write(header.Place.Offset, pages);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(head);
        }
    }

    private static bool TryWriteDirect(SegmentFile segment, long offset, List<ReadOnlyMemory<byte>> pages)
    {
        if (segment.Direct is not { } direct || segment.RefusesDirect) return false;
        bool isWritten = direct.TryWrite(offset, pages);
        if (!isWritten) segment.RefusesDirect = true;
        return isWritten;
    }
}
