namespace Pacs.Network;

/// <summary>A fixed list of peers.</summary>
public sealed class PeerDirectory : IPeerDirectory
{
    private readonly Dictionary<string, Peer> _peers = new(StringComparer.Ordinal);

    /// <summary>Takes the peers; of several with one AE title the last counts.</summary>
    public PeerDirectory(IEnumerable<Peer> peers)
    {
        ArgumentNullException.ThrowIfNull(peers);
        foreach (Peer peer in peers) _peers[peer.AeTitle.Trim()] = peer;
    }

    /// <inheritdoc/>
    public Peer? Find(string aeTitle)
    {
        ArgumentNullException.ThrowIfNull(aeTitle);
        return _peers.GetValueOrDefault(aeTitle.Trim());
    }
}
