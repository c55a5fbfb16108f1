using Pacs.Core;

namespace Pacs.Network;

/// <summary>What the handlers of one association share.</summary>
internal sealed record ScpSession(DimseChannel Channel, DicomServices Services, DicomServerOptions Options, ServiceCatalog Catalog)
{
    public AssociationInfo Info => Channel.Association.Info;

    public DimseLog Log { get; } = new(Options.Association.Logger);

    public TimeProvider Time => Options.Association.TimeProvider;

    /// <summary>Waits for a handler, looking for a C-CANCEL all the while; on one cancels <paramref name="cancel"/> and goes on waiting, since the handler still uses what it was given.</summary>
    /// <returns>Whether the peer cancelled.</returns>
    /// <exception cref="AssociationAbortedException">The association is at its end; the handler was cancelled and has ended.</exception>
    public async ValueTask<bool> WatchAsync(Task handler, CommandSet request, CancellationTokenSource cancel, CancellationToken ct)
    {
        while (!handler.IsCompleted)
        {
            try
            {
                if (await Channel.IsCancelledAsync(request, ct).ConfigureAwait(false))
                {
                    await cancel.CancelAsync().ConfigureAwait(false);
                    await WaitAsync(handler).ConfigureAwait(false);
                    return true;
                }
            }
            catch
            {
                await cancel.CancelAsync().ConfigureAwait(false);
                await WaitAsync(handler).ConfigureAwait(false);
                throw;
            }

            await Task.WhenAny(handler, Task.Delay(Options.CancelPollInterval, Time, ct)).ConfigureAwait(false);
        }

        return false;
    }

    /// <summary>Reads the identifier of a query or retrieve request.</summary>
    public ValueTask<DicomDataset> ReadIdentifierAsync(IncomingMessage message, CancellationToken ct) =>
        IdentifierReader.ReadAsync(message.Message.Dataset, message.Context.TransferSyntax, Options.MaxIdentifierLength, ct);

    private static async ValueTask WaitAsync(Task handler) =>
        await handler.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}
