using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;

namespace Pacs.Network;

/// <summary>A <see cref="PipeWriter"/> over a socket: what was written since the last flush goes out in one send. The buffer is rented when first written to and returned after the flush.</summary>
internal sealed class TcpPipeWriter(TcpConnection connection) : PipeWriter
{
    private const int FirstLength = 4096;

    /// <summary>What fits the send buffer of a socket that says it is writable, so that a blocking send does not block.</summary>
    private const int SmallSend = 4096;

    private readonly WriteJob _job = new(connection);
    private byte[]? _buffer;
    private int _sent;
    private int _end;
    private bool _isCompleted;
    private volatile bool _isSending;
    private volatile bool _isCancelPending;
    private CancellationTokenSource? _pending;

    public override bool CanGetUnflushedBytes => true;

    public override long UnflushedBytes => _end - _sent;

    public override Memory<byte> GetMemory(int sizeHint = 0)
    {
        MakeSpace(sizeHint);
        return _buffer.AsMemory(_end);
    }

    public override Span<byte> GetSpan(int sizeHint = 0)
    {
        MakeSpace(sizeHint);
        return _buffer.AsSpan(_end);
    }

    public override void Advance(int bytes)
    {
        if (bytes < 0 || _buffer is null || bytes > _buffer.Length - _end) throw new ArgumentOutOfRangeException(nameof(bytes));
        _end += bytes;
    }

    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
    {
        if (_isCompleted) throw new InvalidOperationException("Writing is not allowed after the writer was completed.");
        if (cancellationToken.IsCancellationRequested) return ValueTask.FromCanceled<FlushResult>(cancellationToken);
        if (_isCancelPending || _end == _sent) return new ValueTask<FlushResult>(TakeResult());

        OwnerThread? owner = connection.Owner;
        if (owner is { IsCurrent: true } || (_end - _sent <= SmallSend && connection.IsWritable))
        {
            SendBlocking(cancellationToken);
            return new ValueTask<FlushResult>(TakeResult());
        }

        if (owner is not null)
        {
            _job.Prepare(this, cancellationToken);
            if (owner.TryPost(WriteJob.Execute, _job)) return _job.AsTask();
        }

        return SendAsync(cancellationToken);
    }

    /// <summary>The pending or next flush returns as cancelled. One that blocks its own thread does so only when it ends.</summary>
    public override void CancelPendingFlush()
    {
        _isCancelPending = true;
        Volatile.Read(ref _pending)?.Cancel();
    }

    /// <summary>Ends the sending half; bytes that were not flushed are dropped.</summary>
    public override void Complete(Exception? exception = null)
    {
        if (_isCompleted) return;
        _isCompleted = true;
        if (!_isSending) ReturnBuffer(); // a send that another thread is in still reads from the buffer: leave it to the collector
        connection.CloseOutput();
    }

    private void MakeSpace(int sizeHint)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(sizeHint);
        if (_isCompleted) throw new InvalidOperationException("Writing is not allowed after the writer was completed.");
        sizeHint = Math.Max(sizeHint, 1);
        if (_buffer is null)
        {
            _buffer = ArrayPool<byte>.Shared.Rent(Math.Max(sizeHint, FirstLength));
        }
        else if (_buffer.Length - _end < sizeHint)
        {
            byte[] larger = ArrayPool<byte>.Shared.Rent(Math.Max(checked(_end + sizeHint), _buffer.Length * 2));
            Buffer.BlockCopy(_buffer, 0, larger, 0, _end);
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = larger;
        }
    }

    private FlushResult TakeResult()
    {
        bool isCancelled = _isCancelPending;
        _isCancelPending = false;
        if (_sent == _end) ReturnBuffer();
        return new FlushResult(isCancelled, isCompleted: false);
    }

    private void ReturnBuffer()
    {
        byte[]? buffer = Interlocked.Exchange(ref _buffer, null);
        _sent = _end = 0;
        if (buffer is not null) ArrayPool<byte>.Shared.Return(buffer);
    }

    private void SendBlocking(CancellationToken ct)
    {
        _isSending = true;
        try
        {
            using (ct.CanBeCanceled ? ct.UnsafeRegister(static state => ((TcpConnection)state!).Abort(), connection) : default)
            {
                while (_sent < _end) _sent += connection.Send(_buffer.AsSpan(_sent, _end - _sent), ct);
            }
        }
        finally
        {
            _isSending = false;
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<FlushResult> SendAsync(CancellationToken ct)
    {
        CancellationTokenSource pending = _pending is { IsCancellationRequested: false } kept ? kept : new CancellationTokenSource();
        Volatile.Write(ref _pending, pending);
        CancellationTokenRegistration registration = ct.CanBeCanceled
            ? ct.UnsafeRegister(static state => ((CancellationTokenSource)state!).Cancel(), pending)
            : default;
        _isSending = true;
        try
        {
            while (_sent < _end && !_isCancelPending)
                _sent += await connection.SendAsync(_buffer.AsMemory(_sent, _end - _sent), pending.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!connection.IsAborted)
        {
            ct.ThrowIfCancellationRequested();
            _isCancelPending = true;
        }
        finally
        {
            _isSending = false;
            await registration.DisposeAsync().ConfigureAwait(false);
        }

        return TakeResult();
    }

    /// <summary>A flush that was asked for elsewhere and blocks on the owner's thread.</summary>
    private sealed class WriteJob(TcpConnection connection) : SocketJob<FlushResult>
    {
        private TcpPipeWriter? _writer;
        private CancellationToken _ct;

        public void Prepare(TcpPipeWriter writer, CancellationToken ct)
        {
            Reset();
            _writer = writer;
            _ct = ct;
        }

        protected override FlushResult Work()
        {
            if (connection.IsAborted) throw TcpConnection.AbortedException();
            _writer!.SendBlocking(_ct);
            return _writer.TakeResult();
        }
    }
}
