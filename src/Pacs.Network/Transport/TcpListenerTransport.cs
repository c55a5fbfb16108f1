using System.Net;
using System.Net.Sockets;

namespace Pacs.Network;

/// <summary>Listens on a TCP port.</summary>
internal sealed class TcpListenerTransport(Socket socket, TcpTransportOptions options) : ITransportListener
{
    /// <summary>How long to wait when the system has no more handles: one must close first.</summary>
    private static readonly TimeSpan OutOfHandles = TimeSpan.FromMilliseconds(100);

    private volatile bool _isClosed;

    public EndPoint LocalEndPoint { get; } = socket.LocalEndPoint!;

    public async ValueTask<ITransportConnection?> AcceptAsync(CancellationToken ct)
    {
        while (!_isClosed)
        {
            Socket? accepted = null;
            try
            {
                accepted = await socket.AcceptAsync(ct).ConfigureAwait(false);
                return new TcpConnection(accepted, options);
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                accepted?.Dispose(); // gone before it was greeted
                if (_isClosed) return null;
                if (e is SocketException { SocketErrorCode: SocketError.TooManyOpenSockets or SocketError.NoBufferSpaceAvailable })
                    await Task.Delay(OutOfHandles, options.TimeProvider, ct).ConfigureAwait(false);
            }
        }

        return null;
    }

    public ValueTask DisposeAsync()
    {
        _isClosed = true;
        socket.Dispose();
        return ValueTask.CompletedTask;
    }
}
