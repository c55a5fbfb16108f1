using System.Net;

namespace Pacs.Network;

/// <summary>Where peers connect.</summary>
/// <remarks>One accept at a time. Disposing it ends a waiting accept and closes the address; connections already accepted live on.</remarks>
public interface ITransportListener : IAsyncDisposable
{
    /// <summary>The address listened on, with the port that the system chose where 0 was asked for.</summary>
    EndPoint LocalEndPoint { get; }

    /// <summary>Waits for the next connection; null once the listener is closed.</summary>
    ValueTask<ITransportConnection?> AcceptAsync(CancellationToken ct);
}
