using System.Net;
using System.Net.Sockets;

namespace Pacs.Network;

/// <summary>DICOM over plain TCP (PS3.8 §9.1).</summary>
public static class TcpTransport
{
    /// <summary>Connects to a peer.</summary>
    /// <param name="host">Name or address. All addresses of a name are tried in turn.</param>
    /// <param name="port">TCP port.</param>
    /// <param name="options">Buffers and time-out; null for the defaults.</param>
    /// <param name="ct">Cancels the attempt.</param>
    /// <exception cref="ConnectionFailedException">Unknown host, refused, unreachable, or no answer in time.</exception>
    public static async ValueTask<ITransportConnection> ConnectAsync(string host, int port, TcpTransportOptions? options, CancellationToken ct)
    {
        ArgumentException.ThrowIfNullOrEmpty(host);
        options ??= new TcpTransportOptions();
        using var timeout = new CancellationTokenSource(options.ConnectTimeout, options.TimeProvider);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(ct, timeout.Token);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            if (OwnerThread.Current is not null) ConnectBlocking(socket, host, port, linked.Token);
            else await socket.ConnectAsync(host, port, linked.Token).ConfigureAwait(false);
            return new TcpConnection(socket, options);
        }
        catch (Exception e)
        {
            socket.Dispose();
            ct.ThrowIfCancellationRequested();
            if (timeout.IsCancellationRequested)
                throw new ConnectionFailedException($"{host}:{port} did not answer within {options.ConnectTimeout.TotalSeconds:0.#} s.", e);
            if (e is SocketException failed) throw new ConnectionFailedException($"No connection to {host}:{port}: {failed.Message} ({failed.SocketErrorCode}).", e);
            throw;
        }
    }

    /// <summary>Starts to listen; connections are queued from now on.</summary>
    /// <param name="endPoint">Address and port; port 0 lets the system choose.</param>
    /// <param name="options">Buffers and backlog; null for the defaults.</param>
    /// <exception cref="SocketException">The port is taken, or the address is none of this machine's.</exception>
    public static ITransportListener Listen(IPEndPoint endPoint, TcpTransportOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(endPoint);
        options ??= new TcpTransportOptions();
        var socket = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            if (endPoint.Address.Equals(IPAddress.IPv6Any)) socket.DualMode = true;
            // On Unix .NET binds so that a restarted server need not wait for old connections to time out. ReuseAddress would mean more: that two servers share the port.
            if (OperatingSystem.IsWindows()) socket.ExclusiveAddressUse = true;
            socket.Bind(endPoint);
            socket.Listen(options.Backlog);
            return new TcpListenerTransport(socket, options);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Connects without an asynchronous call, after which the socket could not block any more.</summary>
    private static void ConnectBlocking(Socket socket, string host, int port, CancellationToken ct)
    {
        using (ct.UnsafeRegister(static state => ((Socket)state!).Dispose(), socket))
        {
            ct.ThrowIfCancellationRequested();
            socket.Connect(host, port);
        }
    }
}
