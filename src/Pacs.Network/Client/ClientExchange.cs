using Pacs.Core;

namespace Pacs.Network;

/// <summary>One request of a client and what comes back, until the final response.</summary>
/// <remarks>Disposing it before the final response sends C-CANCEL and waits for the end; when that does not come in time, or the operation cannot be cancelled, it aborts.</remarks>
internal sealed class ClientExchange : IAsyncDisposable
{
    private readonly ClientAssociations _owner;
    private readonly IReadOnlyList<ProposedContext> _contexts;
    private readonly CommandSet _template;
    private readonly DicomDataset? _identifier;
    private ClientLease? _lease;
    private PresentationContext? _context;
    private CommandSet _request;
    private bool _hasReceived;
    private bool _isBroken;

    private ClientExchange(ClientAssociations owner, IReadOnlyList<ProposedContext> contexts, CommandSet template, DicomDataset? identifier)
    {
        _owner = owner;
        _contexts = contexts;
        _template = _request = template;
        _identifier = identifier;
    }

    /// <summary>The association, once begun.</summary>
    public DimseChannel Channel => _lease!.Channel;

    /// <summary>The transfer syntax of identifiers.</summary>
    public TransferSyntax TransferSyntax => _context!.TransferSyntax;

    /// <summary>Sends a request, on the open association where that fits.</summary>
    /// <param name="owner">Gives the association.</param>
    /// <param name="contexts">The contexts that the operation needs; the request goes on the one for its SOP class.</param>
    /// <param name="template">The request; it gets its Message ID here.</param>
    /// <param name="identifier">Its data set, or null.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns>Null when the peer did not accept a context for the SOP class.</returns>
    public static async ValueTask<ClientExchange?> BeginAsync(ClientAssociations owner, IReadOnlyList<ProposedContext> contexts, CommandSet template, DicomDataset? identifier, CancellationToken ct)
    {
        var exchange = new ClientExchange(owner, contexts, template, identifier);
        try
        {
            if (await exchange.SendRequestAsync(mustBeNew: false, ct).ConfigureAwait(false)) return exchange;
        }
        catch
        {
            exchange._isBroken = true;
            await exchange.DisposeAsync().ConfigureAwait(false);
            throw;
        }

        await exchange.DisposeAsync().ConfigureAwait(false);
        return null;
    }

    /// <summary>Waits for the next message: a response to the request, or a C-STORE request of a C-GET.</summary>
    /// <exception cref="AssociationAbortedException">The association came to its end, or the peer sent what does not belong here.</exception>
    public async ValueTask<IncomingMessage> ReceiveAsync(CancellationToken ct)
    {
        while (true)
        {
            try
            {
                IncomingMessage? next = await Channel.ReceiveAsync(ct).ConfigureAwait(false);
                if (next is not { } message) throw new AssociationAbortedException("The peer released the association instead of answering.", AbortCause.Released);
                _hasReceived = true;
                if (!Belongs(message.Command)) throw await Channel.AbortAsync($"{message.Command.Field} in answer to {_request.Field}").ConfigureAwait(false);
                if (IsFinal(message.Command)) _lease!.IsBetweenOperations = true;
                return message;
            }
            catch (AssociationAbortedException exception) when (CanRepeat(exception))
            {
                await RepeatAsync(ct).ConfigureAwait(false);
            }
            catch (AssociationAbortedException)
            {
                _isBroken = true;
                throw;
            }
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_lease is not { } lease) return;
        _lease = null;
        if (!lease.IsBetweenOperations && !_isBroken && _request.Field != CommandField.CEchoRequest)
            lease.IsBetweenOperations = await CancelAsync(lease.Channel).ConfigureAwait(false);
        await lease.DisposeAsync().ConfigureAwait(false);
    }

    private async ValueTask<bool> SendRequestAsync(bool mustBeNew, CancellationToken ct)
    {
        while (true)
        {
            _lease = await _owner.RentAsync(_contexts, mustBeNew, ct).ConfigureAwait(false);
            _context = Channel.Association.Info.FindContext(_template.AffectedSopClass!.Value);
            if (_context is null) return false;
            _request = _template with { MessageId = Channel.NextMessageId() };
            _lease.IsBetweenOperations = false;
            try
            {
                await Channel.SendAsync(_context, _request, _identifier, ct).ConfigureAwait(false);
                return true;
            }
            catch (AssociationAbortedException exception) when (CanRepeat(exception))
            {
                await _lease.DisposeAsync().ConfigureAwait(false);
                mustBeNew = true;
            }
        }
    }

    private async ValueTask RepeatAsync(CancellationToken ct)
    {
        await _lease!.DisposeAsync().ConfigureAwait(false);
        if (!await SendRequestAsync(mustBeNew: true, ct).ConfigureAwait(false))
            throw new DimseException(DicomStatus.SopClassNotSupported.With("No longer accepted by the peer"));
    }

    /// <summary>A peer may leave an idle association at any time: then the request was not heard, and nothing of it is lost by asking again.</summary>
    private bool CanRepeat(AssociationAbortedException exception) =>
        !_hasReceived && _lease is { IsReused: true } && exception.Cause is (AbortCause.ConnectionLost or AbortCause.Peer or AbortCause.Released);

    private bool Belongs(CommandSet command) =>
        (command.Field == _request.Field.ToResponse() && command.RespondedTo == _request.MessageId && command.Status is not null)
        || (_request.Field == CommandField.CGetRequest && command.Field == CommandField.CStoreRequest && command.MessageId is not null);

    private bool IsFinal(CommandSet command) => command.Field == _request.Field.ToResponse() && !command.ToStatus().IsPending;

    /// <summary>Cancels and waits for the final response; false when it does not come.</summary>
    private async ValueTask<bool> CancelAsync(DimseChannel channel)
    {
        using var timeout = new CancellationTokenSource(_owner.Options.CancelTimeout, _owner.Options.Association.TimeProvider);
        try
        {
            await channel.SendAsync(_context!, CCancel.Request(_request.MessageId!.Value), timeout.Token).ConfigureAwait(false);
            while (await channel.ReceiveAsync(timeout.Token).ConfigureAwait(false) is { } message)
            {
                if (!Belongs(message.Command)) return false;
                if (IsFinal(message.Command)) return true;
                if (message.Command.Field != CommandField.CStoreRequest) continue;
                await message.Message.DiscardAsync(timeout.Token).ConfigureAwait(false);
                CommandSet refusal = CStore.Response(message.Command, DicomStatus.OutOfResources.With("Cancelled"));
                await channel.SendAsync(message.Context, refusal, timeout.Token).ConfigureAwait(false);
            }

            return false;
        }
        catch (Exception exception) when (exception is OperationCanceledException or AssociationAbortedException)
        {
            return false;
        }
    }
}
