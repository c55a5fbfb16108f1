using Microsoft.AspNetCore.Http;

namespace Pacs.DicomWeb;

/// <summary>Counts the streams that are open, so that forgotten ones cannot use up the server.</summary>
internal sealed class EventStreams(int most)
{
    private int _open;

    /// <summary>Takes a place; dispose it to give it back.</summary>
    /// <exception cref="DicomWebException">All are taken.</exception>
    public IDisposable Enter()
    {
        if (Interlocked.Increment(ref _open) <= most) return new Place(this);
        Interlocked.Decrement(ref _open);
        throw new DicomWebException(StatusCodes.Status503ServiceUnavailable, "Too many event streams are open.");
    }

    private sealed class Place(EventStreams streams) : IDisposable
    {
        private int _isDisposed;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _isDisposed, 1) == 0) Interlocked.Decrement(ref streams._open);
        }
    }
}
