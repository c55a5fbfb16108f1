using Pacs.Core;

namespace Pacs.Network;

/// <summary>The C-MOVE and C-GET SCU (PS3.4 §C.4.2.2, §C.4.3.2).</summary>
internal static class ClientRetrieve
{
    /// <summary>Runs a retrieval to its final response.</summary>
    /// <param name="associations">Gives the association.</param>
    /// <param name="contexts">All contexts needed.</param>
    /// <param name="request">C-MOVE or C-GET request.</param>
    /// <param name="identifier">What to retrieve.</param>
    /// <param name="sink">Takes what a C-GET brings; null for a C-MOVE.</param>
    /// <param name="progress">Hears the counters of pending responses.</param>
    /// <param name="ct">Cancelling sends C-CANCEL.</param>
    public static async ValueTask<RetrieveResult> RunAsync(ClientAssociations associations, IReadOnlyList<ProposedContext> contexts, CommandSet request, DicomDataset identifier, IStoreScp? sink, IProgress<SubOperations>? progress, CancellationToken ct)
    {
        ClientExchange? begun = await ClientExchange.BeginAsync(associations, contexts, request, identifier, ct).ConfigureAwait(false);
        if (begun is not { } exchange) return new RetrieveResult(DicomStatus.SopClassNotSupported.With("Not accepted by the peer"), default, []);
        await using (exchange.ConfigureAwait(false))
        {
            SubOperations counters = default;
            while (true)
            {
                IncomingMessage message = await exchange.ReceiveAsync(ct).ConfigureAwait(false);
                if (message.Command.Field == CommandField.CStoreRequest)
                {
                    await StoreAsync(exchange.Channel, message, sink!, associations, ct).ConfigureAwait(false);
                    continue;
                }

                DicomStatus status = message.Command.ToStatus();
                counters = Update(counters, message.Command);
                if (status.IsPending)
                {
                    progress?.Report(counters);
                    continue;
                }

                return new RetrieveResult(status, counters, await ReadFailedAsync(message, associations, ct).ConfigureAwait(false));
            }
        }
    }

    /// <summary>Gives an instance to the sink and answers. The answer goes out even when the caller has cancelled meanwhile: the peer waits for it before it looks for a C-CANCEL.</summary>
    private static async ValueTask StoreAsync(DimseChannel channel, IncomingMessage message, IStoreScp sink, ClientAssociations associations, CancellationToken ct)
    {
        CommandFault? fault = CommandFault.Find(message.Command, message.Context.AbstractSyntax, CStore.Needs);
        DicomStatus status;
        try
        {
            status = fault is { } found ? found.Status
                : !message.Context.IsScp ? DicomStatus.SopClassNotSupported
                : await StoreHandler.StoreAsync(sink, channel.Association.Info, message, associations.Log, ct).ConfigureAwait(false);
        }
        catch (Exception) when (ct.IsCancellationRequested && !channel.Association.IsOver)
        {
            status = DicomStatus.OutOfResources.With("Cancelled");
        }

        using CancellationTokenSource? timeout = ct.IsCancellationRequested ? new CancellationTokenSource(associations.Options.CancelTimeout, associations.Options.Association.TimeProvider) : null;
        CancellationToken last = timeout?.Token ?? ct;
        await message.Message.DiscardAsync(last).ConfigureAwait(false);
        CommandSet response = CStore.Response(message.Command, status) with { OffendingElements = fault?.Offending ?? [] };
        await channel.SendAsync(message.Context, response, last).ConfigureAwait(false);
    }

    /// <summary>Takes the counters that a response has; the final one need not tell what remains.</summary>
    private static SubOperations Update(SubOperations before, CommandSet response)
    {
        bool tells = response.Completed is not null || response.Failed is not null || response.Warning is not null || response.Remaining is not null;
        if (!tells) return before;
        return new SubOperations(
            response.Remaining ?? (response.ToStatus().IsPending || response.ToStatus().IsCancel ? before.Remaining : 0),
            response.Completed ?? before.Completed,
            response.Failed ?? before.Failed,
            response.Warning ?? before.Warning);
    }

    private static async ValueTask<IReadOnlyList<DicomUid>> ReadFailedAsync(IncomingMessage final, ClientAssociations associations, CancellationToken ct)
    {
        if (!final.Command.HasDataset) return [];
        try
        {
            return FailedInstances.Read(await IdentifierReader.ReadAsync(final.Message.Dataset, final.Context.TransferSyntax, associations.Options.MaxIdentifierLength, ct).ConfigureAwait(false));
        }
        catch (DicomDataException exception)
        {
            associations.Log.IdentifierUnreadable(associations.Peer.AeTitle, exception.Message); // the status counts all the same
            return [];
        }
    }
}
