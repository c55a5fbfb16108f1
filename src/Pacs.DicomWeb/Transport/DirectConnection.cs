using System.Buffers;
using System.IO.Pipelines;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;

namespace Pacs.DicomWeb;

/// <summary>A connection of <see cref="DirectTransport"/>.</summary>
internal sealed class DirectConnection : DefaultConnectionContext, IDuplexPipe, IMemoryPoolFeature, IConnectionSocketFeature
{
    private readonly Socket _socket;

    // Not the base's, which is disposed with the connection: a cancellation that is queued still would fail there.
    private readonly CancellationTokenSource _closed = new();
    private readonly DirectReader _reader;
    private readonly DirectWriter _writer;
    private int _isClosed, _isReleased;
    private volatile bool _isAnswered;
    private volatile ConnectionAbortedException? _abortion;

    public DirectConnection(Socket socket, MemoryPool<byte> pool)
        : base(Guid.NewGuid().ToString("N"))
    {
        _socket = socket;
        MemoryPool = pool;
        LocalEndPoint = socket.LocalEndPoint;
        RemoteEndPoint = socket.RemoteEndPoint;
        ConnectionClosed = _closed.Token;
        _reader = new DirectReader(this, pool);
        _writer = new DirectWriter(this, pool);
        Transport = this;
        Features.Set<IMemoryPoolFeature>(this);
        Features.Set<IConnectionSocketFeature>(this);
    }

    public PipeReader Input => _reader;

    public PipeWriter Output => _writer;

    public MemoryPool<byte> MemoryPool { get; }

    public Socket Socket => _socket;

    /// <summary>What was received: null when nothing is there, 0 at the end of what the peer sends.</summary>
    public int? Receive(Span<byte> buffer) => Done(_socket.Receive(buffer, SocketFlags.None, out SocketError error), error);

    /// <summary>What the system took: null when it has no room.</summary>
    public int? Send(ReadOnlySpan<byte> bytes) => Done(_socket.Send(bytes, SocketFlags.None, out SocketError error), error);

    /// <inheritdoc cref="Send(ReadOnlySpan{byte})"/>
    public int? Send(List<ArraySegment<byte>> segments) => Done(_socket.Send(segments, SocketFlags.None, out SocketError error), error);

    /// <summary>Something was sent since the reader was last told so.</summary>
    public void Answered() => _isAnswered = true;

    /// <summary>Whether something was sent since this was last asked.</summary>
    public bool TakeAnswered()
    {
        bool isAnswered = _isAnswered;
        _isAnswered = false;
        return isAnswered;
    }

    /// <summary>Waits on the calling thread; whether there is something to receive, or room to send.</summary>
    public bool Wait(TimeSpan time, SelectMode mode)
    {
        try
        {
            return _socket.Poll(time, mode);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            return true; // the call that follows says how it failed
        }
    }

    /// <summary>Completes when something is there to receive, if only the end.</summary>
    public async ValueTask ReceivableAsync(CancellationToken ct)
    {
        try
        {
            await _socket.ReceiveAsync(Memory<byte>.Empty, SocketFlags.None, ct).ConfigureAwait(false);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The call that follows says how it failed.
        }
    }

    public ValueTask<int> SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken ct) => _socket.SendAsync(bytes, SocketFlags.None, ct);

    /// <summary>The connection is over: what the server is to be told of it.</summary>
    public Exception Failure(Exception cause)
    {
        Closed();
        if (_abortion is { } abortion) return abortion;
        return cause is SocketException { SocketErrorCode: SocketError.ConnectionReset or SocketError.Shutdown or SocketError.ConnectionAborted }
            ? new ConnectionResetException(cause.Message, cause)
            : new ConnectionAbortedException("The connection failed.", cause);
    }

    /// <summary>Tells, elsewhere, that the connection is over.</summary>
    public void Closed()
    {
        if (Interlocked.Exchange(ref _isClosed, 1) != 0) return;
        ThreadPool.UnsafeQueueUserWorkItem(static closed => closed.Cancel(), _closed, preferLocal: false);
    }

    public override void Abort(ConnectionAbortedException abortReason)
    {
        _abortion ??= abortReason;
        Closed();
        Release(isReset: true);
    }

    public override ValueTask DisposeAsync()
    {
        _writer.Complete();
        _reader.Complete();
        Closed();
        Release(isReset: false);
        return base.DisposeAsync();
    }

    private static int? Done(int count, SocketError error) => error switch
    {
        SocketError.Success => count,
        SocketError.WouldBlock => null,
        _ => throw new SocketException((int)error),
    };

    private void Release(bool isReset)
    {
        if (Interlocked.Exchange(ref _isReleased, 1) != 0) return;
        try
        {
            _socket.Shutdown(SocketShutdown.Both);
        }
        catch (SocketException)
        {
            // The peer was faster.
        }

        if (isReset) _socket.Close(timeout: 0);
        else _socket.Dispose();
    }
}
