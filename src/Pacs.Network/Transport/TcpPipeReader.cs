using System.Buffers;
using System.IO.Pipelines;
using System.Net.Sockets;
using System.Runtime.CompilerServices;

namespace Pacs.Network;

/// <summary>A <see cref="PipeReader"/> over a socket with one pooled buffer. On the connection's own thread it blocks in the receive call and completes synchronously; elsewhere it is asynchronous.</summary>
internal sealed class TcpPipeReader(TcpConnection connection, TcpTransportOptions options) : PipeReader
{
    /// <summary>Leftovers up to this size are moved to the front whenever more is read: cheaper than a short receive.</summary>
    private const int CheapMove = 4096;

    private const int Idle = 0;
    private const int Receiving = 1;
    private const int Completed = 2;

    private readonly ReadJob _job = new(connection);
    private byte[]? _buffer;
    private int _start;     // first byte not consumed
    private int _examined;  // first byte not examined
    private int _end;       // first free byte
    private bool _isEnded;  // the peer sends no more
    private bool _isReading;
    private int _use;       // one of the constants below
    private volatile bool _isCancelPending;
    private CancellationTokenSource? _pending;

    /// <summary>Whether a read would return at once because of what is in the buffer.</summary>
    public bool HasBuffered => _end > _examined || _isEnded;

    private ReadOnlySequence<byte> Buffered => _buffer is null ? default : new ReadOnlySequence<byte>(_buffer, _start, _end - _start);

    public override bool TryRead(out ReadResult result)
    {
        ThrowIfUnreadable();
        if (_isCancelPending || HasBuffered)
        {
            result = TakeResult();
            return true;
        }

        result = default;
        return false;
    }

    public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
    {
        ThrowIfUnreadable();
        if (cancellationToken.IsCancellationRequested) return ValueTask.FromCanceled<ReadResult>(cancellationToken);
        if (_isCancelPending || HasBuffered) return new ValueTask<ReadResult>(TakeResult());

        MakeSpace();
        OwnerThread? owner = connection.Owner;
        if (owner is not null)
        {
            if (owner.IsCurrent)
            {
                ReceiveBlocking(cancellationToken);
                return new ValueTask<ReadResult>(TakeResult());
            }

            _job.Prepare(this, cancellationToken);
            if (owner.TryPost(ReadJob.Execute, _job)) return _job.AsTask();
        }

        return ReceiveAsync(cancellationToken);
    }

    public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
    {
        if (!_isReading) throw new InvalidOperationException("No read is in progress.");
        _isReading = false;
        if (_buffer is null) return;
        // Positions of a sequence over an array are indexes into it. The default position stands for the start.
        int consumedIndex = consumed.GetObject() is null ? _start : consumed.GetInteger() & int.MaxValue;
        int examinedIndex = examined.GetObject() is null ? _start : examined.GetInteger() & int.MaxValue;
        if (consumedIndex < _start || consumedIndex > _end) throw new ArgumentOutOfRangeException(nameof(consumed));
        if (examinedIndex < consumedIndex || examinedIndex > _end) throw new ArgumentOutOfRangeException(nameof(examined));
        _start = consumedIndex;
        _examined = examinedIndex;
        if (_start == _end) _start = _examined = _end = 0;
    }

    /// <summary>The pending or next read returns as cancelled. A read that blocks its own thread does so only when bytes arrive: waking it would cost the connection.</summary>
    public override void CancelPendingRead()
    {
        _isCancelPending = true;
        Volatile.Read(ref _pending)?.Cancel();
    }

    public override void Complete(Exception? exception = null)
    {
        // A receive that is still under way in another thread writes into the buffer: leave that one to the collector.
        if (Interlocked.Exchange(ref _use, Completed) != Idle) return;
        byte[]? buffer = _buffer;
        _buffer = null;
        _start = _examined = _end = 0;
        if (buffer is not null) ArrayPool<byte>.Shared.Return(buffer);
    }

    private void ThrowIfUnreadable()
    {
        if (Volatile.Read(ref _use) == Completed) throw new InvalidOperationException("Reading is not allowed after the reader was completed.");
        if (_isReading) throw new InvalidOperationException("A read is already in progress.");
    }

    private ReadResult TakeResult()
    {
        bool isCancelled = _isCancelPending;
        _isCancelPending = false;
        _isReading = true;
        return new ReadResult(Buffered, isCancelled, _isEnded);
    }

    private void MakeSpace()
    {
        byte[] buffer = _buffer ??= ArrayPool<byte>.Shared.Rent(options.ReceiveBufferLength);
        int kept = _end - _start;
        if (_start > 0 && (kept <= CheapMove || _end == buffer.Length))
        {
            Buffer.BlockCopy(buffer, _start, buffer, 0, kept);
            _examined -= _start;
            _end = kept;
            _start = 0;
        }

        if (_end < buffer.Length) return;
        if (buffer.Length >= options.MaxReceiveBufferLength)
            throw new DicomProtocolException($"{kept} bytes are waiting to be consumed; the limit is {options.MaxReceiveBufferLength}.");
        byte[] larger = ArrayPool<byte>.Shared.Rent(Math.Min(buffer.Length * 2, options.MaxReceiveBufferLength));
        Buffer.BlockCopy(buffer, 0, larger, 0, _end);
        _buffer = larger;
        ArrayPool<byte>.Shared.Return(buffer);
    }

    private void ReceiveBlocking(CancellationToken ct)
    {
        BeginReceive();
        int received;
        try
        {
            using (ct.CanBeCanceled ? ct.UnsafeRegister(static state => ((TcpConnection)state!).Abort(), connection) : default)
                received = connection.Receive(_buffer.AsSpan(_end), ct);
        }
        finally
        {
            EndReceive();
        }

        Received(received);
    }

    private void BeginReceive()
    {
        if (Interlocked.CompareExchange(ref _use, Receiving, Idle) == Completed) throw TcpConnection.AbortedException();
    }

    private void EndReceive() => Interlocked.CompareExchange(ref _use, Idle, Receiving);

    private void Received(int count)
    {
        if (Volatile.Read(ref _use) == Completed) throw TcpConnection.AbortedException();
        if (count == 0) _isEnded = true;
        else _end += count;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<ReadResult> ReceiveAsync(CancellationToken ct)
    {
        CancellationTokenSource pending = _pending is { IsCancellationRequested: false } kept ? kept : new CancellationTokenSource();
        Volatile.Write(ref _pending, pending);
        CancellationTokenRegistration registration = ct.CanBeCanceled
            ? ct.UnsafeRegister(static state => ((CancellationTokenSource)state!).Cancel(), pending)
            : default;
        try
        {
            BeginReceive();
            if (_isCancelPending) return TakeResult(); // cancelled before the source stood ready
            Received(await connection.ReceiveAsync(_buffer.AsMemory(_end), pending.Token).ConfigureAwait(false));
        }
        catch (OperationCanceledException) when (!connection.IsAborted)
        {
            ct.ThrowIfCancellationRequested();
            _isCancelPending = true;
        }
        finally
        {
            EndReceive();
            await registration.DisposeAsync().ConfigureAwait(false);
        }

        return TakeResult();
    }

    /// <summary>A read that was asked for elsewhere and blocks on the owner's thread.</summary>
    private sealed class ReadJob(TcpConnection connection) : SocketJob<ReadResult>
    {
        private TcpPipeReader? _reader;
        private CancellationToken _ct;

        public void Prepare(TcpPipeReader reader, CancellationToken ct)
        {
            Reset();
            _reader = reader;
            _ct = ct;
        }

        protected override ReadResult Work()
        {
            if (connection.IsAborted) throw TcpConnection.AbortedException();
            _reader!.ReceiveBlocking(_ct);
            return _reader.TakeResult();
        }
    }
}
