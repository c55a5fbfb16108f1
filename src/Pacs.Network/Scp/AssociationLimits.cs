using System.Net;

namespace Pacs.Network;

/// <summary>Counts associations, in all and for each peer.</summary>
internal sealed class AssociationLimits(int max, int maxPerPeer)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(string Ae, string Address), int> _perPeer = [];
    private int _total;

    /// <summary>Associations counted now.</summary>
    public int Count => Volatile.Read(ref _total);

    /// <summary>Takes a place, or null when a limit is reached.</summary>
    public Place? TryTake(AssociationProposal proposal)
    {
        string address = proposal.RemoteEndPoint switch
        {
            IPEndPoint ip => ip.Address.ToString(), // its port differs for each connection
            { } other => other.ToString() ?? "",
            null => "",
        };
        (string, string) key = (proposal.CallingAe, address);
        lock (_lock)
        {
            int mine = _perPeer.GetValueOrDefault(key);
            if (_total >= max || mine >= maxPerPeer) return null;
            _total++;
            _perPeer[key] = mine + 1;
        }

        return new Place(this, key);
    }

    private void Release((string, string) key)
    {
        lock (_lock)
        {
            _total--;
            if (--_perPeer[key] == 0) _perPeer.Remove(key);
        }
    }

    /// <summary>One association's place; dispose it once the association is over.</summary>
    internal sealed class Place(AssociationLimits limits, (string, string) key) : IDisposable
    {
        private bool _isReleased;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _isReleased, true)) return;
            limits.Release(key);
        }
    }
}
