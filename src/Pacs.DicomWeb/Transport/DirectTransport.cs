using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace Pacs.DicomWeb;

/// <summary>TCP for Kestrel on which a request is read, and its answer sent, by the thread that handles it.</summary>
/// <remarks>
/// Kestrel's own transport has a loop beside each connection that receives ahead, and wakes the reader through the thread pool at each piece; what is sent goes the same way back.
/// For images, half a megabyte each, those wakes cost more than the work. Here a reader takes what the system has received, waits a moment for more without leaving its thread,
/// and only then is woken as usual.
/// </remarks>
internal sealed class DirectTransport(IMemoryPoolFactory<byte> pools) : IConnectionListenerFactory, IConnectionListenerFactorySelector
{
    /// <summary>Connections that the system keeps until they are accepted: as many as Kestrel's own transport.</summary>
    private const int Backlog = 512;

    public bool CanBind(EndPoint endpoint) => endpoint is IPEndPoint;

    [SuppressMessage("Reliability", "CA2000:Dispose objects before losing scope", Justification = "The listener owns the socket.")]
    public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default)
    {
        Socket? socket = null;
        try
        {
            socket = SocketTransportOptions.CreateDefaultBoundListenSocket(endpoint);
            socket.Listen(Backlog);
        }
        catch (SocketException e)
        {
            socket?.Dispose();
            if (e.SocketErrorCode == SocketError.AddressAlreadyInUse) throw new AddressInUseException(e.Message, e);
            throw;
        }

        return ValueTask.FromResult<IConnectionListener>(new DirectListener(socket, pools.Create()));
    }
}
