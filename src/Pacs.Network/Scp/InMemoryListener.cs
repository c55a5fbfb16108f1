using System.Net;
using System.Threading.Channels;

namespace Pacs.Network;

/// <summary>A listener within the process: for tests, and for a server and its client in one program.</summary>
/// <remarks>Safe from any thread.</remarks>
public sealed class InMemoryListener : ITransportListener
{
    private readonly Channel<ITransportConnection> _waiting = Channel.CreateUnbounded<ITransportConnection>();

    /// <inheritdoc/>
    public EndPoint LocalEndPoint { get; } = new DnsEndPoint("memory", 0);

    /// <summary>Connects to it.</summary>
    /// <exception cref="ConnectionFailedException">It is closed.</exception>
    public ITransportConnection Connect()
    {
        (ITransportConnection mine, ITransportConnection theirs) = InMemoryTransport.CreatePair(remoteEndPoint: LocalEndPoint);
        return _waiting.Writer.TryWrite(theirs) ? mine : throw new ConnectionFailedException("Nobody listens: the in-memory listener is closed.");
    }

    /// <summary>Connects to it, whoever the peer is said to be: a <see cref="PeerConnector"/>.</summary>
    public ValueTask<ITransportConnection> ConnectAsync(Peer peer, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        return new ValueTask<ITransportConnection>(Connect());
    }

    /// <inheritdoc/>
    public async ValueTask<ITransportConnection?> AcceptAsync(CancellationToken ct) =>
        await _waiting.Reader.WaitToReadAsync(ct).ConfigureAwait(false) && _waiting.Reader.TryRead(out ITransportConnection? connection) ? connection : null;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        while (_waiting.Reader.TryRead(out ITransportConnection? connection)) await connection.DisposeAsync().ConfigureAwait(false);
    }
}
