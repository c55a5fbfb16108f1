using System.Security.Cryptography;
using Microsoft.Extensions.Logging;

namespace Pacs.Archive;

/// <summary>
/// The append side of the log. An append reserves its place under a short lock, writes it with one call outside the lock,
/// and joins the flush of all who wrote meanwhile. So places and sequence numbers ascend together, and a failed or torn write is a hole between whole records.
/// </summary>
internal sealed class SegmentLog : IDisposable
{
    private readonly SegmentSet _segments;
    private readonly SegmentStoreOptions _options;
    private readonly SegmentPreparer _preparer;
    private readonly WorkQueue _chores;
    private readonly ObjectFiles _files;
    private readonly ILogger _logger;
    private readonly GroupCommit _commits = new();
    private readonly RecordWriter _writer;
    private readonly Lock _gate = new();
    private readonly LogHorizon _horizon;
    private readonly HashSet<RecordPlace> _void = [];
    private readonly List<Reservation> _unmarked = [];
    private readonly HashSet<RecordPlace> _dead = [];
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
        _writer = new RecordWriter(options.DirectFrom);
        _preparer = new SegmentPreparer(segments, chores, options, SizeOf);
        _preparer.Start(lastNumber + 1, options.PrewriteBelow > 0);
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
        try
        {
            RecordHeader header = draft with
            {
                Place = reservation.Place,
                Sequence = reservation.Slot.Sequence,
                FileWatermark = _files.Watermark,
                HeaderLength = headerLength,
            };
            _writer.Write(reservation.Segment, header, meta, body);
            await _commits.CommitAsync(reservation.Segment).ConfigureAwait(false);
            Settle(reservation);
            return header;
        }
        catch (Exception e)
        {
            GiveUp(reservation);
            if (e is IOException io) throw io.ToStoreException($"Writing to segment {reservation.Segment.Number}");
            throw;
        }
        finally
        {
            reservation.Segment.Release();
        }
    }

    /// <summary>Marks a record as removed, as a record of the log says it is.</summary>
    public void MarkDead(SegmentFile segment, RecordPlace place)
    {
        if (TryMark(segment, place, isVoid: false)) return;
        lock (_gate) _dead.Add(place);
    }

    /// <summary>Marks a record where it stands. The mark of a dead one is not flushed, since the log says so too and recovery repeats it; nothing else knows of a void one.</summary>
    public static bool TryMark(SegmentFile segment, RecordPlace place, bool isVoid)
    {
        try
        {
            IStoreFile file = segment.Acquire();
            try
            {
                (int offset, byte[] bytes) = RecordCodec.MarkBytes(segment.Header.Salt, isVoid);
                file.Write(place.Offset + offset, bytes);
                if (isVoid) file.Flush();
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

    /// <summary>The record with what this process knows of it: its marks may not have reached the file.</summary>
    public RecordHeader Amend(RecordHeader record)
    {
        lock (_gate)
        {
            if (_void.Count > 0 && _void.Contains(record.Place)) return record with { IsVoid = true };
            return _dead.Count > 0 && _dead.Contains(record.Place) ? record with { IsDead = true } : record;
        }
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
        _preparer.Dispose();
        lock (_gate)
        {
            TryMarkVoid();
            if (_current is null) return;
            Trim(_current, _tail);
            _current.Release();
            _current = null;
        }
    }

    private Reservation Reserve(long length)
    {
        _preparer.Touch();
        lock (_gate)
        {
            if (!TryMarkVoid()) throw new BlobStoreException(BlobFault.Device, "A record that could not be made durable cannot be marked as void either.");
            if (_current is null || _tail + length > _capacity || _current.HasFailed) Roll(length);
            LogHorizon.Slot slot = _horizon.Begin();
            var place = new RecordPlace(_current!.Number, _tail);
            _tail += length;
            _recordsInCurrent++;
            _current.Acquire();
            return new Reservation(_current, place, slot);
        }
    }

    private void Settle(Reservation reservation)
    {
        lock (_gate) _horizon.Settle(reservation.Slot);
    }

    // The bytes may be on the device all the same. Nothing more is acknowledged before the record says that it is none: after a restart it would pass for
    // an object, and for the end of the one that it was to replace.
    private void GiveUp(Reservation reservation)
    {
        reservation.Segment.HasFailed = true;
        bool isMarked = TryMark(reservation.Segment, reservation.Place, isVoid: true);
        lock (_gate)
        {
            _void.Add(reservation.Place);
            if (!isMarked) _unmarked.Add(reservation);
            _horizon.Settle(reservation.Slot);
        }
    }

    private bool TryMarkVoid()
    {
        _unmarked.RemoveAll(static r => TryMark(r.Segment, r.Place, isVoid: true));
        return _unmarked.Count == 0;
    }

    private void Roll(long needed)
    {
        needed += SegmentHeader.Length;
        int number = _lastNumber + 1;
        PreparedSegment next;
        try
        {
            next = _preparer.Take(number, needed);
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
            _preparer.Discard(next);
            throw e.ToStoreException($"Making segment {number}");
        }

        bool prewrite = _options.PrewriteBelow > 0 && (_current is null || _tail / Math.Max(1, _recordsInCurrent) < _options.PrewriteBelow);
        if (_current is { } full)
        {
            long tail = _tail;
            _chores.Post(() => Trim(full, tail));
            full.Release();
        }

        _current = _segments.Add(number, header, next);
        _lastNumber = number;
        _tail = SegmentHeader.Length;
        _capacity = next.Size;
        _recordsInCurrent = 0;
        _preparer.Start(number + 1, prewrite);
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
