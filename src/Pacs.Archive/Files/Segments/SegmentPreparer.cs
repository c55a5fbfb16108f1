namespace Pacs.Archive;

/// <summary>
/// Has the next segments ready before the current one is full: made, their space taken, their names durable, and filled with zeros where that pays.
/// It works in small steps on the store's thread for chores, so that who needs a segment never waits long for it.
/// </summary>
internal sealed class SegmentPreparer : IDisposable
{
    // Flushed piece by piece: the first commit in a segment that was taken early must not wait for all the zeros.
    private const int ZeroPiece = 2 * 1024 * 1024;
    private const long SmallestSegment = 1024 * 1024;
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(250);
    private readonly object _gate = new();
    private readonly SegmentSet _segments;
    private readonly WorkQueue _chores;
    private readonly SegmentStoreOptions _options;
    private readonly Func<int, long> _sizeOf;
    private readonly Queue<PreparedSegment> _ready = new();
    private readonly ITimer? _timer;
    private int _next;
    private bool _isEager;
    private bool _hasFailed;
    private bool _isBusy;
    private bool _isClosed;
    private long _lastTouch;

    /// <param name="segments">Where segments lie.</param>
    /// <param name="chores">Where the work is done.</param>
    /// <param name="options">Those of the store.</param>
    /// <param name="sizeOf">Size in bytes that the segment of a number is to have.</param>
    public SegmentPreparer(SegmentSet segments, WorkQueue chores, SegmentStoreOptions options, Func<int, long> sizeOf)
    {
        _segments = segments;
        _chores = chores;
        _options = options;
        _sizeOf = sizeOf;
        Touch();
        // With chores done by who posts them, nothing may happen by itself.
        if (options is { PrewriteAhead: > 0, InlineChores: false })
            _timer = options.Time.CreateTimer(static state => ((SegmentPreparer)state!).Kick(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Says that the segment before this one is in use, and begins to prepare what follows.</summary>
    /// <param name="number">Number of the next segment.</param>
    /// <param name="isEager">Whether it is filled with zeros even while records come.</param>
    public void Start(int number, bool isEager)
    {
        lock (_gate)
        {
            while (_ready.TryPeek(out PreparedSegment? first) && first.Number != number) Discard(_ready.Dequeue());
            if (_ready.Count == 0) _next = number;
            _isEager = isEager;
            _hasFailed = false;
        }

        Kick();
    }

    /// <summary>Says that a record comes: what can wait, waits.</summary>
    public void Touch() => Volatile.Write(ref _lastTouch, _options.Time.GetTimestamp());

    /// <summary>Hands out the prepared segment, or makes one now; a smaller one when the disk is nearly full.</summary>
    /// <exception cref="IOException">There is no space for even a small one, or the device failed.</exception>
    public PreparedSegment Take(int number, long needed)
    {
        long size = _sizeOf(number);
        lock (_gate)
        {
            while (_isBusy) Monitor.Wait(_gate);
            if (_ready.TryDequeue(out PreparedSegment? ready))
            {
                if (ready.Number == number && ready.Size >= needed) return ready;
                Discard(ready);
                DiscardAll();
            }
        }

        while (true)
        {
            try
            {
                return Make(number, Math.Max(size, needed));
            }
            catch (IOException e) when (e.IsNoSpace() && size > needed && size > SmallestSegment)
            {
                size /= 4;
            }
        }
    }

    /// <summary>Deletes a segment that will not be used. One that cannot be deleted is overwritten by the next attempt, or removed by recovery.</summary>
    public void Discard(PreparedSegment segment)
    {
        segment.Close();
        try
        {
            _options.Layer.Delete(_segments.PathOf(segment.Number));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // see above
        }
    }

    /// <summary>Deletes what was prepared and not taken.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _isClosed = true;
            while (_isBusy) Monitor.Wait(_gate);
            DiscardAll();
        }

        _timer?.Dispose();
    }

    private void Kick()
    {
        lock (_gate)
        {
            if (_isClosed || _isBusy || NextStep() is not { } step) return;
            _isBusy = true;
            _chores.Post(() => Run(step));
        }
    }

    private void Run(Action step)
    {
        try
        {
            step();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _hasFailed = true; // whoever needs the segment makes it, or meets the error
        }
        finally
        {
            lock (_gate)
            {
                _isBusy = false;
                Monitor.PulseAll(_gate);
            }
        }

        Kick(); // other chores may come between
    }

    // The first segment at once; what is filled with zeros eagerly, next; more segments and their zeros when nothing else comes.
    private Action? NextStep()
    {
        if (_hasFailed) return null;
        if (_ready.Count == 0) return MakeNext;
        PreparedSegment first = _ready.Peek();
        if (_isEager && first.Prewritten < first.Size) return () => first.Prewrite(ZeroPiece);
        if (_timer is null) return null;
        PreparedSegment? open = _ready.FirstOrDefault(static s => s.Prewritten < s.Size);
        bool isWanted = _ready.Sum(static s => s.Size) + _sizeOf(_next) <= _options.PrewriteAhead;
        if (open is null && !isWanted) return null;
        TimeSpan quiet = _options.Time.GetElapsedTime(Volatile.Read(ref _lastTouch));
        if (quiet < Quiet)
        {
            _timer.Change(Quiet - quiet, Timeout.InfiniteTimeSpan);
            return null;
        }

        return open is null ? MakeNext : () => open.Prewrite(ZeroPiece);
    }

    private void MakeNext()
    {
        int number = _next;
        PreparedSegment made = Make(number, _sizeOf(number));
        lock (_gate)
        {
            _ready.Enqueue(made);
            _next = number + 1;
        }
    }

    private void DiscardAll()
    {
        while (_ready.TryDequeue(out PreparedSegment? ready)) Discard(ready);
    }

    private PreparedSegment Make(int number, long size)
    {
        string path = _segments.PathOf(number);
        _options.Layer.Delete(path); // what an attempt without space may have left
        IStoreFile file = _options.Layer.Create(path);
        try
        {
            file.Preallocate(size);
            file.Flush();
            _options.Layer.FlushDirectory(_segments.Folder);
            return new PreparedSegment(number, size, file, _options.DirectFrom > 0 ? _options.Layer.TryOpenDirect(path) : null);
        }
        catch
        {
            Discard(new PreparedSegment(number, size, file, null));
            throw;
        }
    }
}
