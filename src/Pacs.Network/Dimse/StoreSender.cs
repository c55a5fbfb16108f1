using Pacs.Core;

namespace Pacs.Network;

/// <summary>Sends stored instances to one peer, unparsed, over an association that it opens when the first is sent.</summary>
/// <remarks>One send at a time. A failure to read an instance costs the association, since half a message cannot be taken back; the next send opens another.</remarks>
internal sealed class StoreSender(Peer peer, string callingAe, PeerConnector connect, AssociationOptions options, IReadOnlyList<ProposedContext> contexts, DimseLog log) : IAsyncDisposable
{
    private DimseChannel? _channel;

    /// <summary>Sends one instance and waits for its status.</summary>
    /// <returns>The peer's status, or one of this side when the instance cannot be opened or no accepted context fits it.</returns>
    /// <exception cref="AssociationAbortedException">The association was lost.</exception>
    /// <exception cref="AssociationRejectedException">The peer does not want one.</exception>
    /// <exception cref="ConnectionFailedException">The peer cannot be reached.</exception>
    public async ValueTask<DicomStatus> SendAsync(IStoredInstance instance, Priority priority, MoveOriginator? originator, CancellationToken ct)
    {
        DimseChannel channel = _channel ??= await OpenAsync(ct).ConfigureAwait(false);
        if (channel.Association.Info.FindContext(instance.Id.SopClass, instance.TransferSyntax) is not { } context)
        {
            log.NoContext(instance.Id.SopInstance, instance.Id.SopClass, instance.TransferSyntax, peer.AeTitle);
            return DicomStatus.SopClassNotSupported.With("No presentation context accepted");
        }

        try
        {
            IEncodedDataset bytes = await instance.OpenAsync(ct).ConfigureAwait(false);
            await using (bytes.ConfigureAwait(false))
            {
                CommandSet request = CStore.Request(channel.NextMessageId(), instance.Id, priority, originator);
                await channel.SendAsync(context, request, bytes, ct).ConfigureAwait(false);
                return await ReceiveResponseAsync(channel, request, ct).ConfigureAwait(false);
            }
        }
        catch (AssociationAbortedException)
        {
            throw;
        }
        catch (Exception exception) when (!ct.IsCancellationRequested)
        {
            log.InstanceUnreadable(instance.Id.SopInstance, exception);
            _channel = null;
            await channel.Association.DisposeAsync().ConfigureAwait(false);
            return DicomStatus.ProcessingFailure.With("Instance cannot be read");
        }
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

    private static async ValueTask<DicomStatus> ReceiveResponseAsync(DimseChannel channel, CommandSet request, CancellationToken ct)
    {
        if (await channel.ReceiveAsync(ct).ConfigureAwait(false) is not { } next)
            throw new AssociationAbortedException("The peer released the association instead of answering a C-STORE.", AbortCause.Released);
        if (next.Command.Field == CommandField.CStoreResponse && next.Command.RespondedTo == request.MessageId) return next.Command.ToStatus();
        throw await channel.AbortAsync($"{next.Command.Field} to message {next.Command.RespondedTo} in place of the response to C-STORE {request.MessageId}").ConfigureAwait(false);
    }

    private async ValueTask<DimseChannel> OpenAsync(CancellationToken ct)
    {
        ITransportConnection connection = await connect(peer, ct).ConfigureAwait(false);
        var request = new AssociationRequest { CallingAe = callingAe, CalledAe = peer.AeTitle, Contexts = contexts };
        return new DimseChannel(await Association.RequestAsync(connection, request, options, ct).ConfigureAwait(false));
    }
}
