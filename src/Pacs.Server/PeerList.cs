using System.Collections;
using Pacs.Network;

namespace Pacs.Server;

/// <summary>The peers a server knows, by AE title.</summary>
/// <remarks>A copy is taken when the server starts; later additions do not reach it.</remarks>
public sealed class PeerList : IReadOnlyCollection<Peer>
{
    private readonly List<Peer> _peers = [];

    /// <inheritdoc/>
    public int Count => _peers.Count;

    /// <summary>Adds a peer written as <c>AETITLE@HOST:PORT</c>.</summary>
    /// <exception cref="FormatException">The text is no peer.</exception>
    public void Add(string peer) => _peers.Add(Peer.Parse(peer));

    /// <summary>Adds a peer.</summary>
    public void Add(Peer peer)
    {
        ArgumentNullException.ThrowIfNull(peer);
        _peers.Add(peer);
    }

    /// <inheritdoc/>
    public IEnumerator<Peer> GetEnumerator() => _peers.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
