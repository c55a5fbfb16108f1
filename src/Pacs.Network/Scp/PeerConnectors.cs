namespace Pacs.Network;

/// <summary>The usual ways to connect.</summary>
public static class PeerConnectors
{
    /// <summary>Plain TCP.</summary>
    public static PeerConnector Tcp { get; } = static (peer, ct) => throw new InvalidOperationException();
}
