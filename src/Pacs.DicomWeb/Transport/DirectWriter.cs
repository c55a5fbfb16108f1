using System.Buffers;
using System.IO.Pipelines;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Pacs.DicomWeb;

/// <summary>Writes a connection: a flush sends on the writer's own thread, which waits for room, for a while, before it goes back to the pool.</summary>
/// <remarks>As Kestrel expects, a flush to a peer that is gone does not fail: it says that nobody reads any more.</remarks>
internal sealed class DirectWriter(DirectConnection connection, MemoryPool<byte> pool) : PipeWriter
{
    private readonly Pipe _unsent = new(DirectReader.Buffering(pool));
    private readonly List<ArraySegment<byte>> _segments = [];
    private CancellationTokenSource? _wait;
    private volatile bool _isCancelled;
    private bool _isBroken;

    public override bool CanGetUnflushedBytes => true;

    public override long UnflushedBytes => _unsent.Writer.UnflushedBytes;

    public override Memory<byte> GetMemory(int sizeHint = 0) => _unsent.Writer.GetMemory(sizeHint);

    public override Span<byte> GetSpan(int sizeHint = 0) => _unsent.Writer.GetSpan(sizeHint);

    public override void Advance(int bytes) => _unsent.Writer.Advance(bytes);

    public override void CancelPendingFlush()
    {
        _isCancelled = true;
        Volatile.Read(ref _wait)?.Cancel();
    }

    public override void Complete(Exception? exception = null)
    {
        _unsent.Writer.Complete(exception);
        _unsent.Reader.Complete();
    }

    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
    {
        if (cancellationToken.IsCancellationRequested) return ValueTask.FromCanceled<FlushResult>(cancellationToken);
        ValueTask<FlushResult> flushed = _unsent.Writer.FlushAsync(CancellationToken.None);
        if (!flushed.IsCompletedSuccessfully) throw new InvalidOperationException("A pipe without a limit made its writer wait.");
        connection.Answered();
        try
        {
            if (TrySend() || WaitHere()) return ValueTask.FromResult(Result());
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            return ValueTask.FromResult(Broken(e));
        }

        return SendAsync(cancellationToken);
    }

    // Room comes in pieces as the peer reads. As long as it does so at once, this is faster than to be woken for each.
    private bool WaitHere()
    {
        if (!WaitingThreads.TryEnter()) return false;
        try
        {
            while (connection.Wait(WaitingThreads.Slice, SelectMode.SelectWrite))
                if (TrySend()) return true;
            return false;
        }
        finally
        {
            WaitingThreads.Exit();
        }
    }

    private FlushResult Result()
    {
        bool isCancelled = _isCancelled;
        _isCancelled = false;
        return new FlushResult(isCancelled, isCompleted: _isBroken);
    }

    private FlushResult Broken(Exception cause)
    {
        connection.Failure(cause);
        _isBroken = true;
        return Result();
    }

    // Whether nothing is left to send.
    private bool TrySend()
    {
        while (_unsent.Reader.TryRead(out ReadResult result))
        {
            ReadOnlySequence<byte> bytes = result.Buffer;
            if (_isBroken || _isCancelled || bytes.IsEmpty)
            {
                _unsent.Reader.AdvanceTo(_isBroken ? bytes.End : bytes.Start);
                return true;
            }

            int? sent = bytes.IsSingleSegment ? connection.Send(bytes.FirstSpan) : connection.Send(Segments(bytes));
            _unsent.Reader.AdvanceTo(bytes.GetPosition(sent ?? 0));
            if (sent is null) return false;
        }

        return true;
    }

    private List<ArraySegment<byte>> Segments(in ReadOnlySequence<byte> bytes)
    {
        _segments.Clear();
        foreach (ReadOnlyMemory<byte> memory in bytes)
            if (MemoryMarshal.TryGetArray(memory, out ArraySegment<byte> segment)) _segments.Add(segment);
            else throw new InvalidOperationException("The server's memory is not an array's.");
        return _segments;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<FlushResult> SendAsync(CancellationToken ct)
    {
        CancellationTokenSource wait = _wait is { IsCancellationRequested: false } kept ? kept : new CancellationTokenSource();
        Volatile.Write(ref _wait, wait);
        CancellationTokenRegistration registration = ct.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), wait);
        try
        {
            while (!_isCancelled && _unsent.Reader.TryRead(out ReadResult result))
            {
                SequencePosition sent = result.Buffer.Start;
                try
                {
                    int count = await connection.SendAsync(result.Buffer.First, wait.Token).ConfigureAwait(false);
                    sent = result.Buffer.GetPosition(count);
                }
                finally
                {
                    _unsent.Reader.AdvanceTo(sent);
                }
            }
        }
        catch (OperationCanceledException) when (wait.IsCancellationRequested)
        {
            ct.ThrowIfCancellationRequested();
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            return Broken(e);
        }
        finally
        {
            await registration.DisposeAsync().ConfigureAwait(false);
        }

        return Result();
    }
}
