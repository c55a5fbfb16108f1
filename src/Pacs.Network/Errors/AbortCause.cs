namespace Pacs.Network;

/// <summary>How an association came to its end when it was not released by the one who asks.</summary>
public enum AbortCause
{
    /// <summary>The peer sent A-ABORT.</summary>
    Peer,
    /// <summary>This side aborted on request.</summary>
    Local,
    /// <summary>This side aborted because the peer broke the protocol; the inner exception says how.</summary>
    ProtocolError,
    /// <summary>The connection was closed or reset without A-ABORT or A-RELEASE.</summary>
    ConnectionLost,
    /// <summary>The peer was silent, or did not take what was sent, for longer than the options allow.</summary>
    Timeout,
    /// <summary>The peer released the association; nothing more can be sent or received.</summary>
    Released,
}
