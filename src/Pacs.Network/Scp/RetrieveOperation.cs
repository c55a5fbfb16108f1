using Pacs.Core;

namespace Pacs.Network;

/// <summary>What C-MOVE and C-GET share: finding the instances, counting, reporting, and the end.</summary>
internal sealed class RetrieveOperation(ScpSession session, IncomingMessage message, CommandField responseField)
{
    private readonly ProgressPacer _pacer = new(session.Time, session.Options.ProgressInterval);
    private readonly List<DicomUid> _failed = [];

    /// <summary>The counters so far.</summary>
    public SubOperations Counters { get; private set; }

    /// <summary>Whether the peer cancelled.</summary>
    public bool IsCancelled { get; set; }

    private string Name => responseField == CommandField.CMoveResponse ? "C-MOVE" : "C-GET";

    /// <summary>Reads the identifier and finds the instances.</summary>
    /// <returns>The instances, or null and the final status when there is nothing to do but answer.</returns>
    public async ValueTask<(IReadOnlyList<IStoredInstance>? Instances, CommandFault End)> ResolveAsync(Peer? destination, CancellationToken ct)
    {
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(ct);
        try
        {
            DicomDataset identifier = await session.ReadIdentifierAsync(message, ct).ConfigureAwait(false);
            var request = new RetrieveRequest(session.Info, message.Context.AbstractSyntax, identifier, destination, message.Command.Priority ?? Priority.Medium);
            ValueTask<IReadOnlyList<IStoredInstance>> found = session.Services.Retrieve!.ResolveAsync(request, cancel.Token);
            Task<IReadOnlyList<IStoredInstance>> task = found.AsTask();
            if (!task.IsCompleted) IsCancelled = await session.WatchAsync(task, message.Command, cancel, ct).ConfigureAwait(false);
            if (IsCancelled) return (null, new(DicomStatus.Cancel, []));
            IReadOnlyList<IStoredInstance> instances = await task.ConfigureAwait(false);
            Counters = new SubOperations(instances.Count);
            return (instances, default);
        }
        catch (AssociationAbortedException)
        {
            throw;
        }
        catch (Exception exception) when (!ct.IsCancellationRequested)
        {
            session.Log.HandlerFailed(Name, session.Info.CallingAe, exception);
            return (null, HandlerFailure.ForQuery(exception));
        }
    }

    /// <summary>Whether the peer wants no more; looks without waiting.</summary>
    public async ValueTask<bool> CheckCancelledAsync(CancellationToken ct) =>
        IsCancelled = IsCancelled || await session.Channel.IsCancelledAsync(message.Command, ct).ConfigureAwait(false);

    /// <summary>Counts one sub-operation, and reports progress when a report is due. The last one is told by the final response.</summary>
    public async ValueTask CountAsync(IStoredInstance instance, DicomStatus status, CancellationToken ct)
    {
        Counters = Counters.Add(status);
        if (!status.IsSuccess && !status.IsWarning) _failed.Add(instance.Id.SopInstance);
        if (Counters.Remaining > 0 && _pacer.IsDue())
            await session.Channel.SendAsync(message.Context, Retrieve.Response(responseField, message.Command, DicomStatus.Pending, Counters, hasIdentifier: false), ct).ConfigureAwait(false);
    }

    /// <summary>Counts instances as failed that cannot be sent any more.</summary>
    public void Fail(IEnumerable<IStoredInstance> instances)
    {
        foreach (IStoredInstance instance in instances)
        {
            Counters = Counters.Add(DicomStatus.ProcessingFailure);
            _failed.Add(instance.Id.SopInstance);
        }
    }

    /// <summary>Sends the final response.</summary>
    /// <param name="fault">What ended the operation before there were sub-operations, or null to let the counters decide.</param>
    /// <param name="ct">Cancels.</param>
    public async ValueTask FinishAsync(CommandFault? fault, CancellationToken ct)
    {
        await message.Message.DiscardAsync(ct).ConfigureAwait(false);
        if (session.Channel.IsReleased) return;
        DicomStatus final = IsCancelled ? DicomStatus.Cancel : fault?.Status ?? Counters.FinalStatus;
        SubOperations? counters = fault is { Status.IsFailure: true } ? null : Counters;
        DicomDataset? identifier = final.IsSuccess ? null : FailedInstances.ToIdentifier(_failed);
        CommandSet response = Retrieve.Response(responseField, message.Command, final, counters, identifier is not null) with { OffendingElements = fault?.Offending ?? [] };
        await session.Channel.SendAsync(message.Context, response, identifier, ct).ConfigureAwait(false);
        session.Log.RetrieveEnded(Name, session.Info.CallingAe, final, Counters.Completed, Counters.Failed, Counters.Warning, Counters.Remaining);
    }
}
