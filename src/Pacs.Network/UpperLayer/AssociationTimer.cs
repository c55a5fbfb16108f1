namespace Pacs.Network;

/// <summary>The one timer of an association: ARTIM, and how long a read or a send may wait.</summary>
/// <remarks>
/// Coarse on purpose: beginning and ending a wait writes a timestamp and never touches the timer, which ticks at most every shortest
/// limit, looks at what is waiting since when, and comes back when the first wait would be over.
/// </remarks>
internal sealed class AssociationTimer : IDisposable
{
    private readonly TimeProvider _time;
    private readonly AssociationOptions _options;
    private readonly Action<bool> _expired;
    private readonly ITimer _timer;
    private readonly TimeSpan _shortest;
    private readonly object _gate = new();
    private long _artimSince = -1;
    private long _readSince = -1;
    private long _readLimit;
    private long _sendSince = -1;
    private bool _isDisposed;

    /// <param name="options">Limits and clock.</param>
    /// <param name="expired">Called on the timer's thread; true when ARTIM expired, false when a wait took too long.</param>
    public AssociationTimer(AssociationOptions options, Action<bool> expired)
    {
        _options = options;
        _time = options.TimeProvider;
        _expired = expired;
        _shortest = Shorter(Shorter(options.IdleTimeout, options.StallTimeout), options.ArtimTimeout);
        _timer = _time.CreateTimer(static state => ((AssociationTimer)state!).Tick(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _timer.Change(_shortest, Timeout.InfiniteTimeSpan); // not before the field is set
    }

    public void StartArtim()
    {
        lock (_gate)
        {
            if (_isDisposed) return;
            _artimSince = _time.GetTimestamp();
            _timer.Change(_shortest, Timeout.InfiniteTimeSpan);
        }
    }

    public void StopArtim() => Volatile.Write(ref _artimSince, -1);

    public void BeginRead(TimeSpan limit)
    {
        Volatile.Write(ref _readLimit, limit.Ticks);
        Volatile.Write(ref _readSince, _time.GetTimestamp());
    }

    public void EndRead() => Volatile.Write(ref _readSince, -1);

    public void BeginSend() => Volatile.Write(ref _sendSince, _time.GetTimestamp());

    public void EndSend() => Volatile.Write(ref _sendSince, -1);

    public void Dispose()
    {
        lock (_gate) _isDisposed = true;
        _timer.Dispose();
    }

    private static TimeSpan Shorter(TimeSpan a, TimeSpan b) =>
        a == Timeout.InfiniteTimeSpan ? b : b == Timeout.InfiniteTimeSpan || a < b ? a : b;

    private void Tick()
    {
        long now = _time.GetTimestamp();
        TimeSpan next = _shortest;
        if (IsOver(Volatile.Read(ref _artimSince), _options.ArtimTimeout, now, ref next))
        {
            StopArtim();
            _expired(true);
        }

        if (IsOver(Volatile.Read(ref _readSince), new TimeSpan(Volatile.Read(ref _readLimit)), now, ref next)
            | IsOver(Volatile.Read(ref _sendSince), _options.StallTimeout, now, ref next))
        {
            EndRead();
            EndSend();
            _expired(false);
        }

        lock (_gate)
        {
            if (!_isDisposed && next != Timeout.InfiniteTimeSpan) _timer.Change(next, Timeout.InfiniteTimeSpan);
        }
    }

    private bool IsOver(long since, TimeSpan limit, long now, ref TimeSpan next)
    {
        if (since < 0 || limit < TimeSpan.Zero) return false; // not running, or infinite
        TimeSpan left = limit - _time.GetElapsedTime(since, now);
        if (left <= TimeSpan.Zero) return true;
        // A millisecond more than needed, because a timer that fires early would have to be armed again and again.
        TimeSpan due = left + TimeSpan.FromMilliseconds(1);
        if (next == Timeout.InfiniteTimeSpan || due < next) next = due;
        return false;
    }
}
