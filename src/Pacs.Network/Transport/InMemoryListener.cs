using System.Net;
using System.Threading.Channels;

namespace Pacs.Network;

/// <summary>A listener within the process: whoever holds it connects with <see cref="Connect"/>.</summary>
public sealed class InMemoryListener : ITransportListener
{
    private readonly Channel<ITransportConnection> _waiting = Channel.CreateUnbounded<ITransportConnection>();

    /// <inheritdoc/>
    public EndPoint LocalEndPoint { get; } = new IPEndPoint(IPAddress.Loopback, 0);

    /// <summary>Makes a connection; the other end comes out of <see cref="AcceptAsync"/>.</summary>
    /// <exception cref="ConnectionFailedException">The listener is closed.</exception>
    public ITransportConnection Connect()
    {
        (ITransportConnection near, ITransportConnection far) = InMemoryTransport.CreatePair(remoteEndPoint: LocalEndPoint);
        return _waiting.Writer.TryWrite(far) ? near : throw new ConnectionFailedException("The listener is closed.");
    }

    /// <inheritdoc/>
    public async ValueTask<ITransportConnection?> AcceptAsync(CancellationToken ct)
    {
        while (await _waiting.Reader.WaitToReadAsync(ct).ConfigureAwait(false))
        {
            if (_waiting.Reader.TryRead(out ITransportConnection? connection)) return connection;
        }

        return null;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        while (_waiting.Reader.TryRead(out ITransportConnection? connection)) connection.Abort();
        return ValueTask.CompletedTask;
    }
}
