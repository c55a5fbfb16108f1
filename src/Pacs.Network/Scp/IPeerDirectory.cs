namespace Pacs.Network;

/// <summary>Knows the application entities one may talk to: who may call when callers must be known, and where C-MOVE may send.</summary>
public interface IPeerDirectory
{
    /// <summary>The peer with that AE title (leading and trailing spaces do not count, case does), or null. Called from any thread, for each association and C-MOVE.</summary>
    Peer? Find(string aeTitle);
}
