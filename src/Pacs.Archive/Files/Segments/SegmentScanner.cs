using System.Buffers;

namespace Pacs.Archive;

/// <summary>Reads a segment from its bytes alone: header, then record after record, stepping over what is no record.</summary>
internal static class SegmentScanner
{
    private const int WindowLength = 256 * 1024;

    /// <summary>Reads the first page. When it is unreadable but a record is whole, that record tells the same.</summary>
    /// <exception cref="BlobStoreException">Neither can be read (<see cref="BlobFault.Corrupt"/>).</exception>
    public static SegmentHeader ReadHeader(IStoreFile file, int number) =>
        TryReadHeader(file, number, out SegmentHeader header)
            ? header
            : throw new BlobStoreException(BlobFault.Corrupt, $"Segment {number} has no readable header.");

    /// <inheritdoc cref="ReadHeader"/>
    public static bool TryReadHeader(IStoreFile file, int number, out SegmentHeader header)
    {
        byte[] page = new byte[SegmentHeader.Length];
        if (file.Read(0, page) == page.Length && SegmentHeader.TryRead(page, out header) && header.Number == number) return true;

        foreach ((long offset, byte[] bytes) in Traces(file))
        {
            UInt128 salt = RecordCodec.PeekSalt(bytes);
            if (!RecordCodec.TryRead(bytes, salt, new RecordPlace(number, offset), out RecordHeader? record)) continue;
            header = new SegmentHeader(number, salt, record.Sequence, record.FileWatermark);
            return true;
        }

        header = default;
        return false;
    }

    /// <summary>All records whose header is whole, in order. Their payload has not been looked at.</summary>
    /// <param name="file">The segment.</param>
    /// <param name="header">Its header.</param>
    /// <param name="onTrace">Called with the offset of a page that looks like a record and is none: a torn write, or damage.</param>
    public static IEnumerable<RecordHeader> Records(IStoreFile file, SegmentHeader header, Action<long>? onTrace = null)
    {
        using var window = new Window(file);
        for (long offset = SegmentHeader.Length; ;)
        {
            ReadOnlyMemory<byte> page = window.At(offset);
            if (page.Length < RecordCodec.MaxHeaderLength) yield break;
            if (RecordCodec.TryRead(page.Span, header.Salt, new RecordPlace(header.Number, offset), out RecordHeader? record))
            {
                yield return record;
                offset += record.RecordLength;
                continue;
            }

            // A hole: a write that never completed, or space never used. The next record begins at some page.
            if (RecordCodec.LooksLikeRecord(page.Span)) onTrace?.Invoke(offset);
            offset += RecordCodec.Alignment;
        }
    }

    private static IEnumerable<(long Offset, byte[] Page)> Traces(IStoreFile file)
    {
        using var window = new Window(file);
        for (long offset = SegmentHeader.Length; ; offset += RecordCodec.Alignment)
        {
            ReadOnlyMemory<byte> page = window.At(offset);
            if (page.Length < RecordCodec.MaxHeaderLength) yield break;
            if (RecordCodec.LooksLikeRecord(page.Span)) yield return (offset, page.ToArray());
        }
    }

    // Pages one after the other out of larger reads.
    private sealed class Window(IStoreFile file) : IDisposable
    {
        private byte[]? _bytes;
        private long _start;
        private int _length;
        private int _next = RecordCodec.Alignment;

        public ReadOnlyMemory<byte> At(long offset)
        {
            _bytes ??= ArrayPool<byte>.Shared.Rent(WindowLength);
            if (offset < _start || offset + RecordCodec.Alignment > _start + _length)
            {
                // Records are mostly longer than a page: read one page after a jump, more and more through a hole.
                _next = offset == _start + _length ? Math.Min(_next * 4, WindowLength) : RecordCodec.Alignment;
                _start = offset;
                _length = file.Read(offset, _bytes.AsSpan(0, _next));
            }

            int at = (int)(offset - _start);
            return _bytes.AsMemory(at, Math.Max(0, Math.Min(RecordCodec.Alignment, _length - at)));
        }

        public void Dispose()
        {
            if (_bytes is not null) ArrayPool<byte>.Shared.Return(_bytes);
            _bytes = null;
        }
    }
}
