namespace Pacs.Network;

/// <summary>Opens a connection to a peer: TCP, TLS, or memory.</summary>
/// <exception cref="ConnectionFailedException">None came about.</exception>
public delegate ValueTask<ITransportConnection> PeerConnector(Peer peer, CancellationToken ct);
