using Microsoft.Extensions.Logging;

namespace Pacs.Network;

/// <summary>From a connection to an association, on either side.</summary>
internal static class AssociationEstablishment
{
    public static async ValueTask<Association> RequestAsync(ITransportConnection connection, AssociationRequest request, AssociationOptions options, CancellationToken ct)
    {
        var upperLayer = new UpperLayer(connection, options, isRequestor: true);
        try
        {
            AssociateRequestPdu pdu = AssociationNegotiation.ToPdu(request, options);
            await upperLayer.HandleAsync(UpperLayerEvent.Evt1).ConfigureAwait(false);
            await upperLayer.HandleAsync(UpperLayerEvent.Evt2, pdu).ConfigureAwait(false);
            UpperLayerIndication answer = await upperLayer.NextAsync(options.ArtimTimeout, ct).ConfigureAwait(false);
            switch (answer)
            {
                case { Action: UpperLayerAction.AE3, Pdu: AssociateAcceptPdu accept }:
                    AssociationInfo info = AssociationNegotiation.Confirm(pdu, accept, connection.RemoteEndPoint);
                    Log.Requested(options.Logger, info.CalledAe, info.CallingAe, info.Contexts.Count, pdu.Contexts.Count);
                    return new Association(upperLayer, info, options);
                case { Action: UpperLayerAction.AE4, Pdu: AssociateRejectPdu reject }:
                    throw new AssociationRejectedException(reject.Result, reject.Reason);
                default:
                    throw upperLayer.Failure!;
            }
        }
        catch (DicomProtocolException error)
        {
            // The answer could be read, but it makes no sense (Evt19).
            await upperLayer.HandleAsync(UpperLayerEvent.Evt19, null, error).ConfigureAwait(false);
            await upperLayer.DisposeAsync().ConfigureAwait(false);
            throw upperLayer.Failure!;
        }
        catch
        {
            await EndAsync(upperLayer).ConfigureAwait(false);
            throw;
        }
    }

    /// <param name="connection">What was accepted.</param>
    /// <param name="policy">Decides.</param>
    /// <param name="options">Limits.</param>
    /// <param name="refused">Is told why there is no association, where this side did not want one; before the answer goes out.</param>
    /// <param name="ct">Gives up.</param>
    public static async ValueTask<Association?> AcceptAsync(ITransportConnection connection, IAssociationPolicy policy, AssociationOptions options, Action<AssociationRefusal> refused, CancellationToken ct)
    {
        var upperLayer = new UpperLayer(connection, options, isRequestor: false);
        try
        {
            await upperLayer.HandleAsync(UpperLayerEvent.Evt5).ConfigureAwait(false);
            UpperLayerIndication first = await upperLayer.NextAsync(Timeout.InfiniteTimeSpan, ct).ConfigureAwait(false); // ARTIM is running
            if (first is { Action: UpperLayerAction.AE6, Pdu: AssociateRequestPdu request })
            {
                Association? association = await AnswerAsync(upperLayer, request, policy, connection, options, refused, ct).ConfigureAwait(false);
                if (association is not null) return association;
            }
            else
            {
                NotEstablished(upperLayer.Failure);
            }
        }
        catch (AssociationAbortedException e)
        {
            NotEstablished(e);
        }
        catch
        {
            await EndAsync(upperLayer).ConfigureAwait(false);
            throw;
        }

        await EndAsync(upperLayer).ConfigureAwait(false);
        return null;

        void NotEstablished(AssociationAbortedException? failure)
        {
            Log.NotEstablished(options.Logger, connection.RemoteEndPoint, failure?.Message ?? "The peer aborted.");
            if (failure is { Cause: AbortCause.ProtocolError or AbortCause.Timeout }) refused(new AssociationRefusal(connection.RemoteEndPoint, null, failure));
        }
    }

    private static async ValueTask<Association?> AnswerAsync(
        UpperLayer upperLayer,
        AssociateRequestPdu request,
        IAssociationPolicy policy,
        ITransportConnection connection,
        AssociationOptions options,
        Action<AssociationRefusal> refused,
        CancellationToken ct)
    {
        AssociationProposal proposal = AssociationNegotiation.ToProposal(request, connection.RemoteEndPoint);
        AssociateRejectPdu? reject = AssociationNegotiation.Examine(request);
        if (reject is null)
        {
            AssociationDecision decision;
            try
            {
                decision = await policy.DecideAsync(proposal, ct).ConfigureAwait(false);
            }
#pragma warning disable CA1031 // whatever a policy throws concerns this association only
            catch (Exception e) when (e is not OperationCanceledException)
#pragma warning restore CA1031
            {
                Log.PolicyFailed(options.Logger, e, request.CallingAe, request.CalledAe);
                refused(new AssociationRefusal(connection.RemoteEndPoint, proposal, new AssociationAbortedException("The association policy failed.", AbortCause.Local, innerException: e)));
                return null; // and the caller aborts
            }

            if (decision.IsAccepted)
            {
                (AssociateAcceptPdu answer, AssociationInfo info) = AssociationNegotiation.Accept(request, decision, options, connection.RemoteEndPoint);
                await upperLayer.HandleAsync(UpperLayerEvent.Evt7, answer).ConfigureAwait(false);
                NetworkTelemetry.AssociationsAccepted.Add(1);
                Log.Accepted(options.Logger, info.CallingAe, info.CalledAe, info.RemoteEndPoint, info.Contexts.Count, request.Contexts.Count);
                return new Association(upperLayer, info, options);
            }

            reject = new AssociateRejectPdu(decision.RejectResult, decision.RejectReason);
        }

        NetworkTelemetry.AssociationsRejected.Add(1);
        Log.Rejected(options.Logger, request.CallingAe, request.CalledAe, connection.RemoteEndPoint, reject.Result, reject.Reason);
        refused(new AssociationRefusal(connection.RemoteEndPoint, proposal, reject));
        await upperLayer.HandleAsync(UpperLayerEvent.Evt8, reject).ConfigureAwait(false);
        return null;
    }

    private static async ValueTask EndAsync(UpperLayer upperLayer)
    {
        await upperLayer.AbortAsync(AbortReason.NotSpecified, new AssociationAbortedException("The association was not established.", AbortCause.Local)).ConfigureAwait(false);
        await upperLayer.DisposeAsync().ConfigureAwait(false);
    }
}
