using Pacs.Core;

namespace Pacs.Network;

/// <summary>Performs C-GET (PS3.4 §C.4.3): instances go back over the association that asks, where this side is SCU of storage.</summary>
internal sealed class GetHandler(ScpSession session)
{
    public async ValueTask PerformAsync(IncomingMessage message, CancellationToken ct)
    {
        var operation = new RetrieveOperation(session, message, CommandField.CGetResponse);
        if (CommandFault.Find(message.Command, message.Context.AbstractSyntax, CGet.Needs) is { } fault)
        {
            session.Log.RequestRefused("C-GET", session.Info.CallingAe, fault.Status);
            await operation.FinishAsync(fault, ct).ConfigureAwait(false);
            return;
        }

        (IReadOnlyList<IStoredInstance>? instances, CommandFault end) = await operation.ResolveAsync(destination: null, ct).ConfigureAwait(false);
        if (instances is null)
        {
            await operation.FinishAsync(end, ct).ConfigureAwait(false);
            return;
        }

        foreach (IStoredInstance instance in instances)
        {
            if (await operation.CheckCancelledAsync(ct).ConfigureAwait(false)) break;
            DicomStatus status = await SendAsync(instance, message.Command, operation, ct).ConfigureAwait(false);
            await operation.CountAsync(instance, status, ct).ConfigureAwait(false);
        }

        await operation.FinishAsync(fault: null, ct).ConfigureAwait(false);
    }

    private async ValueTask<DicomStatus> SendAsync(IStoredInstance instance, CommandSet request, RetrieveOperation operation, CancellationToken ct)
    {
        if (session.Info.FindContext(instance.Id.SopClass, instance.TransferSyntax, ContextRoles.Scu) is not { } context)
        {
            session.Log.NoContext(instance.Id.SopInstance, instance.Id.SopClass, instance.TransferSyntax, session.Info.CallingAe);
            return DicomStatus.SopClassNotSupported;
        }

        IEncodedDataset bytes;
        try
        {
            bytes = await instance.OpenAsync(ct).ConfigureAwait(false);
        }
        catch (Exception exception) when (!ct.IsCancellationRequested)
        {
            session.Log.InstanceUnreadable(instance.Id.SopInstance, exception);
            return DicomStatus.ProcessingFailure;
        }

        await using (bytes.ConfigureAwait(false))
        {
            CommandSet store = CStore.Request(session.Channel.NextMessageId(), instance.Id, request.Priority ?? Priority.Medium);
            await session.Channel.SendAsync(context, store, bytes, ct).ConfigureAwait(false);
            return await ReceiveResponseAsync(store, request, operation, ct).ConfigureAwait(false);
        }
    }

    /// <summary>Waits for the C-STORE response. A C-CANCEL of the C-GET may come first; anything else may not.</summary>
    private async ValueTask<DicomStatus> ReceiveResponseAsync(CommandSet store, CommandSet request, RetrieveOperation operation, CancellationToken ct)
    {
        while (true)
        {
            if (await session.Channel.ReceiveAsync(ct).ConfigureAwait(false) is not { } next)
                throw new AssociationAbortedException("The peer released the association in the middle of a C-GET.", AbortCause.Released);
            if (next.Command.Field == CommandField.CStoreResponse && next.Command.RespondedTo == store.MessageId) return next.Command.ToStatus();
            if (next.Command.Field != CommandField.CCancelRequest) throw await session.Channel.AbortAsync($"{next.Command.Field} in place of a C-STORE response").ConfigureAwait(false);
            operation.IsCancelled |= CCancel.Cancels(next.Command, request);
        }
    }
}
