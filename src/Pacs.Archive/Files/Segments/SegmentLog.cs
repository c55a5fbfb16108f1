using System.Buffers;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;

namespace Pacs.Archive;

/// <summary>
/// The append side of the log. An append reserves its place under a short lock, writes it with one call outside the lock,
/// and joins the flush of all who wrote meanwhile. So places and sequence numbers ascend together, and a failed or torn write is a hole between whole records.
/// </summary>
internal sealed class SegmentLog : IDisposable
{
    private static readonly byte[] Padding = new byte[RecordCodec.Alignment];
    private readonly SegmentSet _segments;
    private readonly SegmentStoreOptions _options;
    private readonly SegmentPreparer _preparer;
    private readonly WorkQueue _chores;
    private readonly ObjectFiles _files;
    private readonly ILogger _logger;
    private readonly GroupCommit _commits = new();
    private readonly Lock _gate = new();
    private readonly LogHorizon _horizon;
    private readonly HashSet<RecordPlace> _voided = [];
    private SegmentFile? _current;
    private int _lastNumber;
    private long _tail;
    private long _capacity;
    private int _recordsInCurrent;

    public SegmentLog(SegmentSet segments, ObjectFiles files, WorkQueue chores, SegmentStoreOptions options, ILogger logger, int lastNumber, long lastSequence)
    {
        _segments = segments;
        _files = files;
        _chores = chores;
        _options = options;
        _logger = logger;
        _lastNumber = lastNumber;
        _horizon = new LogHorizon(lastSequence);
        _preparer = new SegmentPreparer(options.Layer, segments, chores);
        _preparer.Start(lastNumber + 1, SizeOf(lastNumber + 1), options.PrewriteBelow > 0);
    }

    /// <summary>Appends a record and returns when it is durable.</summary>
    /// <param name="draft">The header without place and sequence.</param>
    /// <param name="meta">Preamble and file meta information; empty where the record has no payload of its own.</param>
    /// <param name="body">The data set bytes of an inline record.</param>
    /// <exception cref="BlobStoreException">It is not durable.</exception>
    public async ValueTask<RecordHeader> AppendAsync(RecordHeader draft, ReadOnlyMemory<byte> meta, BlockBuffer? body)
    {
        int headerLength = RecordCodec.Measure(draft);
        Reservation reservation = Reserve(RecordCodec.Align(headerLength + (draft.Kind == RecordKind.Inline ? draft.PayloadLength : 0)));
        bool isWritten = false;
        try
        {
            RecordHeader header = draft with
            {
                Place = reservation.Place,
                Sequence = reservation.Slot.Sequence,
                FileWatermark = _files.Watermark,
                HeaderLength = headerLength,
            };
            Write(reservation, header, meta, body);
            isWritten = true;
            await _commits.CommitAsync(reservation.Segment).ConfigureAwait(false);
            Settle(reservation, isVoid: false);
            return header;
        }
        catch (Exception e)
        {
            Settle(reservation, isVoid: true);
            if (isWritten) TryMarkDead(reservation.Segment, reservation.Place);
            if (e is IOException io) throw io.ToStoreException($"Writing to segment {reservation.Segment.Number}");
            throw;
        }
        finally
        {
            reservation.Segment.Release();
        }
    }

    /// <summary>Marks a record as removed where it stands. A help for reclaiming; failing does no harm.</summary>
    public static bool TryMarkDead(SegmentFile segment, RecordPlace place)
    {
        try
        {
            IStoreFile file = segment.Acquire();
            try
            {
                (int offset, byte[] bytes) = RecordCodec.DeadBytes(segment.Header.Salt);
                file.Write(place.Offset + offset, bytes);
                return true;
            }
            finally
            {
                segment.Release();
            }
        }
        catch (Exception e) when (e is IOException or BlobStoreException)
        {
            return false;
        }
    }

    /// <summary>Whether the write of this record failed in this process, so that it was never acknowledged.</summary>
    public bool IsVoid(RecordPlace place)
    {
        lock (_gate) return _voided.Contains(place);
    }

    /// <summary>Waits until all that was begun before this call is durable or given up; returns the last sequence number of it.</summary>
    public async ValueTask<long> SettleAsync()
    {
        Task settled;
        long last;
        lock (_gate)
        {
            last = _horizon.Last;
            settled = _horizon.WhenSettled(last);
        }

        await settled.ConfigureAwait(false);
        return last;
    }

    /// <summary>Makes later records have sequence numbers above this one, which an index has seen: the end of the log must have been lost.</summary>
    public void AdvanceTo(long sequence)
    {
        lock (_gate)
        {
            if (sequence <= _horizon.Last) return;
            Log.LogEndLost(_logger, _horizon.Last, sequence);
            _horizon.AdvanceTo(sequence);
        }
    }

    /// <summary>Gives back what was reserved beyond the last record. No append may be under way.</summary>
    public void Dispose()
    {
        _preparer.Close();
        lock (_gate)
        {
            if (_current is null) return;
            Trim(_current, _tail);
            _current.Release();
            _current = null;
        }
    }

    private Reservation Reserve(long length)
    {
        lock (_gate)
        {
            if (_current is null || _tail + length > _capacity || _current.HasFailed) Roll(length);
            LogHorizon.Slot slot = _horizon.Begin();
            var place = new RecordPlace(_current!.Number, _tail);
            _tail += length;
            _recordsInCurrent++;
            _current.Acquire();
            return new Reservation(_current, place, slot);
        }
    }

    private static void Write(Reservation reservation, RecordHeader header, ReadOnlyMemory<byte> meta, BlockBuffer? body)
    {
        byte[] head = ArrayPool<byte>.Shared.Rent(RecordCodec.MaxHeaderLength + meta.Length);
        try
        {
            int length = RecordCodec.Write(header, reservation.Segment.Header.Salt, head);
            meta.Span.CopyTo(head.AsSpan(length));
            var buffers = new List<ReadOnlyMemory<byte>>(12) { head.AsMemory(0, length + meta.Length) };
            body?.AddTo(buffers);

            // Whole pages, so that the system need not read the last one from the device to change a part of it.
            int rest = (int)(header.RecordLength - (length + (header.Kind == RecordKind.Inline ? header.PayloadLength : 0)));
            if (rest > 0) buffers.Add(Padding.AsMemory(0, rest));
            reservation.Segment.File!.Write(header.Place.Offset, buffers);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(head);
        }
    }

    private void Settle(Reservation reservation, bool isVoid)
    {
        lock (_gate)
        {
            if (isVoid) _voided.Add(reservation.Place);
            _horizon.Settle(reservation.Slot);
        }
    }

    private void Roll(long needed)
    {
        needed += SegmentHeader.Length;
        int number = _lastNumber + 1;
        PreparedSegment next;
        try
        {
            next = _preparer.Take(number, SizeOf(number), needed);
        }
        catch (IOException e)
        {
            throw e.ToStoreException($"Making segment {number}");
        }

        var header = new SegmentHeader(number, NewSalt(), _horizon.Last + 1, _files.Watermark);
        try
        {
            byte[] page = new byte[SegmentHeader.Length];
            header.Write(page);
            next.File.Write(0, page);
        }
        catch (IOException e)
        {
            next.File.Dispose();
            _options.Layer.Delete(_segments.PathOf(number));
            throw e.ToStoreException($"Making segment {number}");
        }

        bool prewrite = _options.PrewriteBelow > 0 && (_current is null || _tail / Math.Max(1, _recordsInCurrent) < _options.PrewriteBelow);
        if (_current is { } full)
        {
            long tail = _tail;
            _chores.Post(() => Trim(full, tail));
            full.Release();
        }

        _current = _segments.Add(number, header, next.File);
        _lastNumber = number;
        _tail = SegmentHeader.Length;
        _capacity = next.Size;
        _recordsInCurrent = 0;
        _preparer.Start(number + 1, SizeOf(number + 1), prewrite);
        Log.SegmentStarted(_logger, number, next.Size);
    }

    // Small at first: an archive of a hundred images should not take half a gigabyte.
    private long SizeOf(int number) => number <= 4 ? _options.SegmentSize / 4 : _options.SegmentSize;

    // Recovery repeats the deletions that the last two segments speak of, so those of earlier ones must be durable by then.
    private void Trim(SegmentFile segment, long tail)
    {
        try
        {
            _files.FlushDeletions();
            IStoreFile file = segment.Acquire();
            try
            {
                if (file.Length > tail) file.SetLength(tail);
            }
            finally
            {
                segment.Release();
            }
        }
        catch (Exception e) when (e is IOException or BlobStoreException)
        {
            Log.TrimFailed(_logger, segment.Number, e);
        }
    }

    private static UInt128 NewSalt()
    {
        Span<byte> bytes = stackalloc byte[16];
        RandomNumberGenerator.Fill(bytes);
        return System.Buffers.Binary.BinaryPrimitives.ReadUInt128LittleEndian(bytes);
    }

    private readonly record struct Reservation(SegmentFile Segment, RecordPlace Place, LogHorizon.Slot Slot);
}
