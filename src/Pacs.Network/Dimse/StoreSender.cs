using Pacs.Core;

namespace Pacs.Network;

/// <summary>Sends stored instances to one peer over an association that it opens when the first is sent, and again when one was spent.</summary>
/// <remarks>One send at a time.</remarks>
internal sealed class StoreSender(Peer peer, string callingAe, PeerConnector connect, AssociationOptions options, IReadOnlyList<ProposedContext> contexts, DimseLog log) : IAsyncDisposable
{
    private DimseChannel? _channel;

    /// <summary>Sends one instance and waits for its status.</summary>
    /// <returns>What <see cref="StoreExchange.SendAsync"/> returns.</returns>
    /// <exception cref="AssociationAbortedException">The association was lost.</exception>
    /// <exception cref="AssociationRejectedException">The peer does not want one.</exception>
    /// <exception cref="ConnectionFailedException">The peer cannot be reached.</exception>
    public async ValueTask<DicomStatus> SendAsync(IStoredInstance instance, Priority priority, MoveOriginator? originator, CancellationToken ct)
    {
        DimseChannel channel = _channel ??= await OpenAsync(ct).ConfigureAwait(false);
        (DicomStatus status, bool isSpent) = await StoreExchange.SendAsync(channel, peer.AeTitle, instance, priority, originator, log, ct).ConfigureAwait(false);
        if (isSpent)
        {
            _channel = null;
            await channel.Association.DisposeAsync().ConfigureAwait(false);
        }

        return status;
    }

    /// <summary>Ends the association in good order; a peer that does not play along changes nothing about what was stored.</summary>
    public async ValueTask ReleaseAsync(CancellationToken ct)
    {
        if (_channel is not { } channel) return;
        try
        {
            await channel.Association.ReleaseAsync(ct).ConfigureAwait(false);
        }
        catch (AssociationAbortedException exception)
        {
            log.ReleaseFailed(peer.AeTitle, exception);
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _channel is { } channel ? channel.Association.DisposeAsync() : default;

    private async ValueTask<DimseChannel> OpenAsync(CancellationToken ct)
    {
        ITransportConnection connection = await connect(peer, ct).ConfigureAwait(false);
        var request = new AssociationRequest { CallingAe = callingAe, CalledAe = peer.AeTitle, Contexts = contexts };
        return new DimseChannel(await Association.RequestAsync(connection, request, options, ct).ConfigureAwait(false));
    }
}
