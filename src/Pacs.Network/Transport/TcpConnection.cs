using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;

namespace Pacs.Network;

/// <summary>A TCP connection. Made or accepted on an <see cref="OwnerThread"/>, it is bound to it: its calls block there.</summary>
/// <remarks>
/// .NET on Unix makes a socket non-blocking for good with its first asynchronous call and then emulates blocking calls, which costs what
/// blocking saves. So a bound connection makes none unless its thread is busy elsewhere.
/// </remarks>
internal sealed class TcpConnection : ITransportConnection
{
    private readonly Socket _socket;
    private readonly TcpPipeReader _reader;
    private readonly TcpPipeWriter _writer;
    private int _aborted;
    private int _outputClosed;

    public TcpConnection(Socket socket, TcpTransportOptions options)
    {
        _socket = socket;
        _socket.NoDelay = true;
        _socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
        RemoteEndPoint = socket.RemoteEndPoint;
        Owner = OwnerThread.Current;
        _reader = new TcpPipeReader(this, options);
        _writer = new TcpPipeWriter(this);
    }

    public PipeReader Input => _reader;

    public PipeWriter Output => _writer;

    public EndPoint? RemoteEndPoint { get; }

    /// <summary>The thread on which calls block, or null when all are asynchronous. Set before the first call.</summary>
    public OwnerThread? Owner { get; private set; }

    public bool IsAborted => Volatile.Read(ref _aborted) != 0;

    public bool HasInput => _reader.HasBuffered || Poll(SelectMode.SelectRead);

    /// <summary>Whether a small send would not block.</summary>
    public bool IsWritable => Poll(SelectMode.SelectWrite);

    /// <summary>Binds the connection to the owner that runs on the calling thread.</summary>
    public void BindToCurrentThread() => Owner = OwnerThread.Current;

    public void Abort()
    {
        if (Interlocked.Exchange(ref _aborted, 1) != 0) return;
        try
        {
            _socket.LingerState = new LingerOption(true, 0); // a reset tells the peer that this is no orderly end
            _socket.Shutdown(SocketShutdown.Both);           // ends calls that block in other threads
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Already broken or closed: nothing is left to end.
        }

        _socket.Dispose();
    }

    public void CloseOutput()
    {
        if (IsAborted || Interlocked.Exchange(ref _outputClosed, 1) != 0) return;
        try
        {
            _socket.Shutdown(SocketShutdown.Send);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Broken by the peer: there is nobody to tell.
        }
    }

    public ValueTask DisposeAsync()
    {
        _writer.Complete();
        _reader.Complete();
        Interlocked.Exchange(ref _aborted, 1);
        _socket.Dispose();
        return ValueTask.CompletedTask;
    }

    internal static IOException AbortedException() => new("The connection was aborted.");

    internal int Receive(Span<byte> buffer, CancellationToken ct)
    {
        try
        {
            int count = _socket.Receive(buffer, SocketFlags.None, out SocketError error);
            ThrowIfFailed(error, ct);
            if (count != 0 || !IsAborted) return count;
            ct.ThrowIfCancellationRequested();
            throw AbortedException(); // our own shutdown looks like the peer's end
        }
        catch (ObjectDisposedException e)
        {
            ct.ThrowIfCancellationRequested();
            throw new IOException("The connection was aborted.", e);
        }
    }

    internal int Send(ReadOnlySpan<byte> buffer, CancellationToken ct)
    {
        try
        {
            int count = _socket.Send(buffer, SocketFlags.None, out SocketError error);
            ThrowIfFailed(error, ct);
            return count;
        }
        catch (ObjectDisposedException e)
        {
            ct.ThrowIfCancellationRequested();
            throw new IOException("The connection was aborted.", e);
        }
    }

    internal async ValueTask<int> ReceiveAsync(Memory<byte> buffer, CancellationToken ct)
    {
        try
        {
            int count = await _socket.ReceiveAsync(buffer, SocketFlags.None, ct).ConfigureAwait(false);
            return count != 0 || !IsAborted ? count : throw AbortedException();
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            throw ToIOException(e);
        }
    }

    internal async ValueTask<int> SendAsync(ReadOnlyMemory<byte> buffer, CancellationToken ct)
    {
        try
        {
            return await _socket.SendAsync(buffer, SocketFlags.None, ct).ConfigureAwait(false);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            throw ToIOException(e);
        }
    }

    private static IOException ToIOException(Exception e) =>
        new(e is SocketException socket ? $"The connection failed: {socket.SocketErrorCode}." : "The connection was aborted.", e);

    private void ThrowIfFailed(SocketError error, CancellationToken ct)
    {
        if (error == SocketError.Success) return;
        if (IsAborted) ct.ThrowIfCancellationRequested();
        throw ToIOException(new SocketException((int)error));
    }

    private bool Poll(SelectMode mode)
    {
        try
        {
            return !IsAborted && _socket.Poll(0, mode);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            return true; // broken: the call that follows will say how, without waiting
        }
    }
}
