using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;

namespace Pacs.DicomWeb;

/// <summary>Lets so many at work on pictures at once, and so many wait. Held while a picture is made, not while it is sent: a slow client keeps nobody out.</summary>
internal sealed class WorkGate(int most, int waiting) : IDisposable
{
    private readonly ConcurrencyLimiter _limiter = new(new ConcurrencyLimiterOptions { PermitLimit = most, QueueLimit = waiting, QueueProcessingOrder = QueueProcessingOrder.OldestFirst });

    /// <summary>Waits for a place. Dispose what comes back when the work is done.</summary>
    /// <exception cref="DicomWebException">Too many are waiting.</exception>
    public async ValueTask<RateLimitLease> EnterAsync(CancellationToken ct)
    {
        RateLimitLease lease = await _limiter.AcquireAsync(1, ct).ConfigureAwait(false);
        if (lease.IsAcquired) return lease;
        lease.Dispose();
        throw new DicomWebException(StatusCodes.Status503ServiceUnavailable, "Too many pictures are being made at the moment.");
    }

    public void Dispose() => _limiter.Dispose();
}
