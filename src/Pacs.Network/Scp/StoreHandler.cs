using Pacs.Core;

namespace Pacs.Network;

/// <summary>Performs C-STORE (PS3.7 §9.1.1): the body goes to the SCP as it arrives.</summary>
internal sealed class StoreHandler(ScpSession session)
{
    public async ValueTask PerformAsync(IncomingMessage message, CancellationToken ct)
    {
        DicomStatus status;
        CommandFault? fault = CommandFault.Find(message.Command, message.Context.AbstractSyntax, CStore.Needs);
        if (fault is { } found)
        {
            session.Log.RequestRefused("C-STORE", session.Info.CallingAe, found.Status);
            status = found.Status;
        }
        else
        {
            status = await StoreAsync(session.Services.Store!, session.Info, message, session.Log, ct).ConfigureAwait(false);
        }

        await message.Message.DiscardAsync(ct).ConfigureAwait(false); // a response before the end of its request confuses peers that write first and read then
        CommandSet response = CStore.Response(message.Command, status) with { OffendingElements = fault?.Offending ?? [] };
        await session.Channel.SendAsync(message.Context, response, ct).ConfigureAwait(false);
    }

    /// <summary>Hands one instance to an SCP and turns what it throws into a status.</summary>
    /// <exception cref="AssociationAbortedException">The peer went away while it was sending.</exception>
    public static async ValueTask<DicomStatus> StoreAsync(IStoreScp scp, AssociationInfo info, IncomingMessage message, DimseLog log, CancellationToken ct)
    {
        CommandSet command = message.Command;
        var id = new InstanceId(command.AffectedSopClass!.Value, command.AffectedSopInstance!.Value);
        var request = new StoreRequest(info, id, message.Context.TransferSyntax, command.Priority ?? Priority.Medium, CStore.Originator(command));
        try
        {
            return await scp.StoreAsync(request, message.Message.Dataset, ct).ConfigureAwait(false);
        }
        catch (AssociationAbortedException)
        {
            throw;
        }
        catch (Exception exception) when (!ct.IsCancellationRequested)
        {
            DicomStatus status = HandlerFailure.ForStore(exception);
            log.StoreFailed(id.SopInstance, id.SopClass, info.CallingAe, status, exception);
            return status;
        }
    }
}
