using System.IO.Pipelines;
using System.Net;

namespace Pacs.Network;

/// <summary>One ordered, reliable byte stream to a peer: TCP, TLS, or memory. System.IO.Pipelines is the contract.</summary>
/// <remarks>
/// Completing the output ends the sending half: the peer reads what was flushed and then the end of the stream. Flush before: the rest is dropped.
/// One reader and one writer at a time, which may be different threads. <see cref="Abort"/> may be called from any thread at any time.
/// Cancelling a read or flush that blocks its own thread ends the connection; elsewhere the connection stays usable.
/// </remarks>
public interface ITransportConnection : IDuplexPipe, IAsyncDisposable
{
    /// <summary>The peer's address, or null where there is none.</summary>
    EndPoint? RemoteEndPoint { get; }

    /// <summary>Whether a read would return at once: bytes (or the end of the stream) are buffered or waiting. Never blocks.</summary>
    bool HasInput { get; }

    /// <summary>Breaks the connection now. A read or flush that is under way on another thread ends with an exception. Idempotent.</summary>
    void Abort();
}
