using Pacs.Core;

namespace Pacs.Network;

/// <summary>Performs C-MOVE (PS3.4 §C.4.2): instances go to a third party over associations of their own.</summary>
internal sealed class MoveHandler(ScpSession session)
{
    public async ValueTask PerformAsync(IncomingMessage message, CancellationToken ct)
    {
        var operation = new RetrieveOperation(session, message, CommandField.CMoveResponse);
        if (CommandFault.Find(message.Command, message.Context.AbstractSyntax, CMove.Needs) is { } fault)
        {
            session.Log.RequestRefused("C-MOVE", session.Info.CallingAe, fault.Status);
            await operation.FinishAsync(fault, ct).ConfigureAwait(false);
            return;
        }

        if (session.Services.Peers?.Find(message.Command.MoveDestination!) is not { } destination)
        {
            session.Log.UnknownDestination(message.Command.MoveDestination!, session.Info.CallingAe);
            await operation.FinishAsync(new CommandFault(DicomStatus.MoveDestinationUnknown, []), ct).ConfigureAwait(false);
            return;
        }

        (IReadOnlyList<IStoredInstance>? instances, CommandFault end) = await operation.ResolveAsync(destination, ct).ConfigureAwait(false);
        if (instances is null)
        {
            await operation.FinishAsync(end, ct).ConfigureAwait(false);
            return;
        }

        var originator = new MoveOriginator(session.Info.CallingAe, message.Command.MessageId!.Value);
        bool isReachable = true;
        foreach (MovePlan plan in MovePlan.Make(instances))
        {
            if (operation.IsCancelled) break;
            if (isReachable) isReachable = await SendAsync(plan, destination, originator, message.Command, operation, ct).ConfigureAwait(false);
            else operation.Fail(plan.Instances);
        }

        await operation.FinishAsync(fault: null, ct).ConfigureAwait(false);
    }

    /// <summary>Sends the instances of one plan, until the end or a C-CANCEL.</summary>
    /// <returns>False when the destination could not be reached or was lost; the rest is then counted as failed.</returns>
    private async ValueTask<bool> SendAsync(MovePlan plan, Peer destination, MoveOriginator originator, CommandSet request, RetrieveOperation operation, CancellationToken ct)
    {
        var sender = new StoreSender(destination, session.Options.AeTitle, session.Options.Connect, session.Options.Association, plan.Contexts, session.Log);
        await using (sender.ConfigureAwait(false))
        {
            for (int i = 0; i < plan.Instances.Count; i++)
            {
                if (await operation.CheckCancelledAsync(ct).ConfigureAwait(false)) break;
                IStoredInstance instance = plan.Instances[i];
                DicomStatus status;
                try
                {
                    status = await sender.SendAsync(instance, request.Priority ?? Priority.Medium, originator, ct).ConfigureAwait(false);
                }
                catch (DicomException exception) when (exception is AssociationAbortedException or AssociationRejectedException or ConnectionFailedException)
                {
                    session.Log.DestinationLost(destination.AeTitle, plan.Instances.Count - i, exception);
                    operation.Fail(plan.Instances.Skip(i));
                    return false;
                }

                await operation.CountAsync(instance, status, ct).ConfigureAwait(false);
            }

            await sender.ReleaseAsync(ct).ConfigureAwait(false);
            return true;
        }
    }
}
