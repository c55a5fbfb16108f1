using Pacs.Core;

namespace Pacs.Network;

/// <summary>Performs C-FIND (PS3.7 §9.1.2): matches go out as they come.</summary>
internal sealed class FindHandler(ScpSession session)
{
    public async ValueTask PerformAsync(IncomingMessage message, CancellationToken ct)
    {
        CommandSet command = message.Command;
        CommandFault end;
        if (CommandFault.Find(command, message.Context.AbstractSyntax, CFind.Needs) is { } fault)
        {
            session.Log.RequestRefused("C-FIND", session.Info.CallingAe, fault.Status);
            end = fault;
        }
        else
        {
            end = await StreamAsync(message, ct).ConfigureAwait(false);
        }

        await message.Message.DiscardAsync(ct).ConfigureAwait(false);
        if (session.Channel.IsReleased) return;
        await session.Channel.SendAsync(message.Context, CFind.Response(command, end.Status) with { OffendingElements = end.Offending }, ct).ConfigureAwait(false);
    }

    private async ValueTask<CommandFault> StreamAsync(IncomingMessage message, CancellationToken ct)
    {
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(ct);
        try
        {
            DicomDataset identifier = await session.ReadIdentifierAsync(message, ct).ConfigureAwait(false);
            var request = new FindRequest(session.Info, message.Context.AbstractSyntax, identifier, message.Command.Priority ?? Priority.Medium);
            IAsyncEnumerator<DicomDataset> matches = session.Services.Find!.FindAsync(request, cancel.Token).GetAsyncEnumerator(cancel.Token);
            await using (matches.ConfigureAwait(false))
            {
                while (await NextAsync(matches, message.Command, cancel, ct).ConfigureAwait(false))
                {
                    DicomStatus pending = request.HasUnsupportedOptionalKeys ? DicomStatus.PendingOptionalKeysUnsupported : DicomStatus.Pending;
                    await SendAsync(message, pending, matches.Current, ct).ConfigureAwait(false);
                }
            }

            return new(cancel.IsCancellationRequested ? DicomStatus.Cancel : DicomStatus.Success, []);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested && !ct.IsCancellationRequested)
        {
            return new(DicomStatus.Cancel, []);
        }
        catch (AssociationAbortedException)
        {
            throw;
        }
        catch (Exception exception) when (!ct.IsCancellationRequested)
        {
            if (cancel.IsCancellationRequested) return new(DicomStatus.Cancel, []);
            session.Log.HandlerFailed("C-FIND", session.Info.CallingAe, exception);
            return HandlerFailure.ForQuery(exception);
        }
    }

    private async ValueTask SendAsync(IncomingMessage message, DicomStatus pending, DicomDataset match, CancellationToken ct)
    {
        try
        {
            await session.Channel.WriteAsync(message.Context, CFind.Response(message.Command, pending), match, ct).ConfigureAwait(false);
        }
        catch (DicomDataException exception)
        {
            throw new DimseException(DicomStatus.CannotUnderstand.With("A match cannot be encoded"), exception); // nothing of it was written
        }
    }

    /// <summary>Moves to the next match; false at the end and after a C-CANCEL.</summary>
    private async ValueTask<bool> NextAsync(IAsyncEnumerator<DicomDataset> matches, CommandSet request, CancellationTokenSource cancel, CancellationToken ct)
    {
        ValueTask<bool> next = matches.MoveNextAsync();
        if (next.IsCompleted)
        {
            if (!await next.ConfigureAwait(false)) return false;
        }
        else
        {
            await session.Channel.FlushAsync(ct).ConfigureAwait(false); // what was found does not wait for what is being sought
            Task<bool> task = next.AsTask();
            if (await session.WatchAsync(task, request, cancel, ct).ConfigureAwait(false)) return false;
            if (!await task.ConfigureAwait(false)) return false;
        }

        if (!await session.Channel.IsCancelledAsync(request, ct).ConfigureAwait(false)) return true;
        await cancel.CancelAsync().ConfigureAwait(false);
        return false;
    }
}
