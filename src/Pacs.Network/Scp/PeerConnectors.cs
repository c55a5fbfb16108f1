namespace Pacs.Network;

/// <summary>The usual ways to connect.</summary>
public static class PeerConnectors
{
    /// <summary>Plain TCP.</summary>
    public static PeerConnector Tcp { get; } = OverTcp(new TcpTransportOptions());

    /// <summary>Plain TCP with other buffers or time-outs.</summary>
    public static PeerConnector OverTcp(TcpTransportOptions options) => (peer, ct) => TcpTransport.ConnectAsync(peer.Host, peer.Port, options, ct);
}
