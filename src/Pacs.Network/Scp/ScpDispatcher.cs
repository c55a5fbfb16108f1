using Pacs.Core;

namespace Pacs.Network;

/// <summary>Serves one association: receives requests and has each performed in turn.</summary>
internal sealed class ScpDispatcher
{
    private readonly ScpSession _session;
    private readonly StoreHandler _store;
    private readonly FindHandler _find;
    private readonly MoveHandler _move;
    private readonly GetHandler _get;

    public ScpDispatcher(Association association, DicomServices services, DicomServerOptions options, ServiceCatalog catalog)
    {
        _session = new ScpSession(new DimseChannel(association), services, options, catalog);
        _store = new StoreHandler(_session);
        _find = new FindHandler(_session);
        _move = new MoveHandler(_session);
        _get = new GetHandler(_session);
    }

    private DimseChannel Channel => _session.Channel;

    /// <summary>Serves until the peer releases.</summary>
    /// <param name="ct">Ends everything at once.</param>
    /// <exception cref="AssociationAbortedException">The association came to another end.</exception>
    public async ValueTask RunAsync(CancellationToken ct)
    {
        while (!Channel.IsReleased && await Channel.ReceiveAsync(ct).ConfigureAwait(false) is { } message)
            await PerformAsync(message, ct).ConfigureAwait(false);
    }

    private ValueTask PerformAsync(IncomingMessage message, CancellationToken ct)
    {
        CommandSet command = message.Command;
        if (command.Field == CommandField.CCancelRequest) return default; // came after the final response, and means nothing any more (PS3.7 §9.3.2.3)
        if (command.Field.IsResponse()) return AbortAsync($"unexpected response {command.Field}");
        if (command.MessageId is null) return AbortAsync($"request {command.Field} without Message ID (0000,0110)"); // nothing to answer to

        ScpService service = _session.Catalog.Find(message.Context.AbstractSyntax);
        return (command.Field, service) switch
        {
            (CommandField.CStoreRequest, ScpService.Store) when message.Context.IsScp => _store.PerformAsync(message, ct),
            (CommandField.CEchoRequest, ScpService.Echo) => EchoAsync(message, ct),
            (CommandField.CFindRequest, ScpService.Find) => _find.PerformAsync(message, ct),
            (CommandField.CMoveRequest, ScpService.Move) => _move.PerformAsync(message, ct),
            (CommandField.CGetRequest, ScpService.Get) => _get.PerformAsync(message, ct),
            _ => RefuseAsync(message, ct),
        };
    }

    private async ValueTask EchoAsync(IncomingMessage message, CancellationToken ct)
    {
        DicomStatus status;
        CommandFault? fault = CommandFault.Find(message.Command, message.Context.AbstractSyntax, CEcho.Needs);
        if (fault is { } found)
        {
            status = found.Status;
        }
        else
        {
            try
            {
                status = await _session.Services.Echo!.EchoAsync(_session.Info, ct).ConfigureAwait(false);
            }
            catch (Exception exception) when (!ct.IsCancellationRequested)
            {
                _session.Log.HandlerFailed("C-ECHO", _session.Info.CallingAe, exception);
                status = HandlerFailure.ForStore(exception);
            }
        }

        CommandSet response = CEcho.Response(message.Command, status) with { OffendingElements = fault?.Offending ?? [] };
        await Channel.SendAsync(message.Context, response, ct).ConfigureAwait(false);
    }

    /// <summary>Answers an operation that the context was not negotiated for, and all N-services, with 0211 (PS3.7 §C.4.7).</summary>
    private ValueTask RefuseAsync(IncomingMessage message, CancellationToken ct)
    {
        CommandSet request = message.Command;
        _session.Log.OperationRefused(request.Field, message.Context.AbstractSyntax, _session.Info.CallingAe);
        var response = new CommandSet
        {
            Field = request.Field.ToResponse(),
            AffectedSopClass = request.AffectedSopClass ?? request.RequestedSopClass,
            AffectedSopInstance = request.AffectedSopInstance ?? request.RequestedSopInstance,
            RespondedTo = request.MessageId,
            DataSetType = CommandSet.NoDataset,
            Status = DicomStatus.UnrecognizedOperation.Code,
        };
        return Channel.SendAsync(message.Context, response, ct);
    }

    private async ValueTask AbortAsync(string problem) => throw await Channel.AbortAsync(problem).ConfigureAwait(false);
}
