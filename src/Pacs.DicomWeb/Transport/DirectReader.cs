using System.Buffers;
using System.Diagnostics;
using System.IO.Pipelines;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Connections.Features;

namespace Pacs.DicomWeb;

/// <summary>Reads a connection: what the system has received is taken on the reader's own thread, which waits for more, for a while, before it goes back to the pool.</summary>
internal sealed class DirectReader(DirectConnection connection, MemoryPool<byte> pool) : PipeReader
{
    /// <summary>Most bytes received ahead of a reader that does something else.</summary>
    private const int MostAhead = 64 * 1024;

    private static readonly long s_spin = Stopwatch.Frequency / 20_000; // 50 µs

    private readonly Pipe _received = new(Buffering(pool));
    private readonly Lock _receiving = new();
    private CancellationTokenSource? _wait;
    private bool _isEnded, _isReading, _isWatched;
    private volatile bool _isCancelled;
    private int _ahead;

    public override bool TryRead(out ReadResult result) => _received.Reader.TryRead(out result);

    public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
    {
        if (cancellationToken.IsCancellationRequested) return ValueTask.FromCanceled<ReadResult>(cancellationToken);
        if (!_isWatched) Watch();
        if (TryReceive(out ReadResult result)) return ValueTask.FromResult(result);
        return WaitHere(cancellationToken, out result) ? ValueTask.FromResult(result) : WaitAsync(cancellationToken);
    }

    public override void AdvanceTo(SequencePosition consumed) => _received.Reader.AdvanceTo(consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined) => _received.Reader.AdvanceTo(consumed, examined);

    public override void CancelPendingRead()
    {
        _received.Reader.CancelPendingRead();
        _isCancelled = true;
        Volatile.Read(ref _wait)?.Cancel();
    }

    public override void Complete(Exception? exception = null)
    {
        lock (_receiving)
        {
            _received.Reader.Complete(exception);
            End();
        }
    }

    /// <summary>One flush for each receive, no thread but the caller's, no limit but the reader's: it receives what it asked for.</summary>
    internal static PipeOptions Buffering(MemoryPool<byte> pool) =>
        new(pool, PipeScheduler.Inline, PipeScheduler.Inline, pauseWriterThreshold: 0, resumeWriterThreshold: 0, minimumSegmentSize: 4096, useSynchronizationContext: false);

    private bool WaitHere(CancellationToken ct, out ReadResult result)
    {
        result = default;
        if (!WaitingThreads.TryEnter()) return false;
        try
        {
            // The next request of who just got an answer comes at once, often: a thread that slept would be slower than it.
            if (connection.TakeAnswered())
                for (long end = Stopwatch.GetTimestamp() + s_spin; Stopwatch.GetTimestamp() < end; Thread.SpinWait(20))
                    if (TryReceive(out result)) return true;
            for (int slices = WaitingThreads.Slices; slices > 0 && !ct.IsCancellationRequested; slices--)
                if ((connection.Wait(WaitingThreads.Slice, SelectMode.SelectRead) || _isCancelled) && TryReceive(out result)) return true;
            return false;
        }
        finally
        {
            WaitingThreads.Exit();
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<ReadResult> WaitAsync(CancellationToken ct)
    {
        while (true)
        {
            CancellationTokenSource wait = _wait is { IsCancellationRequested: false } kept ? kept : new CancellationTokenSource();
            Volatile.Write(ref _wait, wait);
            if (TryReceive(out ReadResult result)) return result; // cancelled, perhaps, before the source stood ready
            CancellationTokenRegistration registration = ct.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), wait);
            try
            {
                await connection.ReceivableAsync(wait.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (wait.IsCancellationRequested)
            {
                ct.ThrowIfCancellationRequested();
            }
            finally
            {
                await registration.DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    private bool TryReceive(out ReadResult result)
    {
        if (_received.Reader.TryRead(out result)) return Taken();
        lock (_receiving)
        {
            if (_received.Reader.TryRead(out result)) return Taken(); // received ahead meanwhile
            _isReading = true;
            if (Receive() == 0) return false;
        }

        return _received.Reader.TryRead(out result) && Taken();
    }

    private bool Taken()
    {
        _isReading = _isCancelled = false;
        _ahead = 0;
        return true;
    }

    // Whether there is something to read: bytes, or the end. Under the lock.
    private int Receive()
    {
        if (_isEnded) return 0;
        int? count;
        try
        {
            count = connection.Receive(_received.Writer.GetSpan());
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            End(connection.Failure(e));
            return 1;
        }

        if (count is not { } received) return 0;
        if (received == 0)
        {
            connection.Closed();
            End();
            return 1;
        }

        _received.Writer.Advance(received);
        ValueTask<FlushResult> flushed = _received.Writer.FlushAsync(CancellationToken.None);
        if (!flushed.IsCompletedSuccessfully) throw new InvalidOperationException("A pipe without a limit made its writer wait.");
        return received;
    }

    private void End(Exception? failure = null)
    {
        if (_isEnded) return;
        _isEnded = true;
        _received.Writer.Complete(failure);
    }

    // Once a second, while a request is handled that reads nothing more: has its sender gone away?
    private void Watch()
    {
        _isWatched = true;
        connection.Features.Get<IConnectionHeartbeatFeature>()?.OnHeartbeat(static reader => ((DirectReader)reader).LookAhead(), this);
    }

    private void LookAhead()
    {
        if (!_receiving.TryEnter()) return;
        try
        {
            while (!_isReading && _ahead < MostAhead)
            {
                int received = Receive();
                if (received == 0) return;
                _ahead += received;
            }
        }
        finally
        {
            _receiving.Exit();
        }
    }
}
