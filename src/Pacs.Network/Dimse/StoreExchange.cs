using Pacs.Core;

namespace Pacs.Network;

/// <summary>One C-STORE as SCU (PS3.7 §9.1.1).</summary>
internal static class StoreExchange
{
    /// <summary>Sends an instance, unparsed, and waits for the status.</summary>
    /// <returns>
    /// The peer's status, or one of this side: 0122 when no accepted context fits, 0110 when the instance cannot be read. If reading fails in
    /// the middle of the message the association is spent, since half a message cannot be taken back.
    /// </returns>
    /// <exception cref="AssociationAbortedException">The association was lost.</exception>
    public static async ValueTask<(DicomStatus Status, bool IsSpent)> SendAsync(DimseChannel channel, string peer, IStoredInstance instance, Priority priority, MoveOriginator? originator, DimseLog log, CancellationToken ct)
    {
        if (channel.Association.Info.FindContext(instance.Id.SopClass, instance.TransferSyntax) is not { } context)
        {
            log.NoContext(instance.Id.SopInstance, instance.Id.SopClass, instance.TransferSyntax, peer);
            return (DicomStatus.SopClassNotSupported.With("No presentation context accepted"), false);
        }

        try
        {
            IEncodedDataset bytes = await instance.OpenAsync(ct).ConfigureAwait(false);
            await using (bytes.ConfigureAwait(false))
            {
                CommandSet request = CStore.Request(channel.NextMessageId(), instance.Id, priority, originator);
                await channel.SendAsync(context, request, bytes, ct).ConfigureAwait(false);
                return (await ReceiveResponseAsync(channel, request, ct).ConfigureAwait(false), false);
            }
        }
        catch (AssociationAbortedException)
        {
            throw;
        }
        catch (Exception exception) when (!ct.IsCancellationRequested)
        {
            log.InstanceUnreadable(instance.Id.SopInstance, exception);
            return (DicomStatus.ProcessingFailure.With("Instance cannot be read"), channel.Association.IsOver);
        }
    }

    private static async ValueTask<DicomStatus> ReceiveResponseAsync(DimseChannel channel, CommandSet request, CancellationToken ct)
    {
        if (await channel.ReceiveAsync(ct).ConfigureAwait(false) is not { } next)
            throw new AssociationAbortedException("The peer released the association instead of answering a C-STORE.", AbortCause.Released);
        if (next.Command.Field == CommandField.CStoreResponse && next.Command.RespondedTo == request.MessageId && next.Command.Status is not null) return next.Command.ToStatus();
        throw await channel.AbortAsync($"{next.Command.Field} to message {next.Command.RespondedTo} in place of the response to C-STORE {request.MessageId}").ConfigureAwait(false);
    }
}
