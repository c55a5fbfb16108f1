namespace Pacs.Network;

/// <summary>Says when the next progress report is due: the first at once, then at most one in each interval.</summary>
internal sealed class ProgressPacer(TimeProvider time, TimeSpan interval)
{
    private long _last;
    private bool _any;

    /// <summary>Whether a report is due; if so it is taken as made.</summary>
    public bool IsDue()
    {
        if (interval > TimeSpan.Zero)
        {
            long now = time.GetTimestamp();
            if (_any && time.GetElapsedTime(_last, now) < interval) return false;
            _last = now;
        }

        return _any = true;
    }
}
