using Pacs.Core;

namespace Pacs.Network;

/// <summary>Opens associations for a client's operations and keeps the last one open for the next.</summary>
/// <remarks>
/// Operations may overlap: one in the middle of a query's results may start another. Each has an association to itself, of which one is kept
/// when it is done. Safe from any thread.
/// </remarks>
internal sealed class ClientAssociations(Peer peer, string callingAe, DicomClientOptions options) : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly DimseLog _log = new(options.Association.Logger);
    private ClientLease? _idle;
    private ITimer? _timer;
    private bool _isDisposed;

    public DicomClientOptions Options => options;

    public Peer Peer => peer;

    public DimseLog Log => _log;

    /// <summary>Gives an association on which all these contexts have been proposed, whether accepted or not.</summary>
    /// <param name="contexts">What the operation needs, at most 128.</param>
    /// <param name="mustBeNew">Leaves the open one alone: it has just failed.</param>
    /// <param name="ct">Cancels.</param>
    public async ValueTask<ClientLease> RentAsync(IReadOnlyList<ProposedContext> contexts, bool mustBeNew, CancellationToken ct)
    {
        ClientLease? idle = mustBeNew ? null : Take();
        IReadOnlyList<ProposedContext> proposal = contexts;
        if (idle is not null)
        {
            // Input on an idle association is its end: release, abort, or a connection closed.
            if (!idle.Channel.Association.HasInput)
            {
                if (ContextSets.Covers(idle.Proposed, contexts))
                {
                    idle.IsReused = true;
                    return idle;
                }

                proposal = ContextSets.Union(idle.Proposed, contexts);
            }

            await EndAsync(idle).ConfigureAwait(false);
        }

        ObjectDisposedException.ThrowIf(_isDisposed, typeof(DicomClient));
        ITransportConnection connection = await options.Connect(peer, ct).ConfigureAwait(false);
        var request = new AssociationRequest { CallingAe = callingAe, CalledAe = peer.AeTitle, Contexts = proposal };
        Association association = await Association.RequestAsync(connection, request, options.Association, ct).ConfigureAwait(false);
        return new ClientLease(this, new DimseChannel(association), proposal);
    }

    /// <summary>Takes an association back that is between operations.</summary>
    public async ValueTask ReturnAsync(ClientLease lease)
    {
        ClientLease? surplus = lease;
        lock (_lock)
        {
            if (!_isDisposed && options.KeepOpen > TimeSpan.Zero)
            {
                (surplus, _idle) = (_idle, lease);
                _timer ??= options.Association.TimeProvider.CreateTimer(static state => ((ClientAssociations)state!).EndIdle(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
                _timer.Change(options.KeepOpen, Timeout.InfiniteTimeSpan);
            }
        }

        if (surplus is not null) await EndAsync(surplus).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        ClientLease? idle;
        lock (_lock)
        {
            _isDisposed = true;
            (idle, _idle) = (_idle, null);
            _timer?.Dispose();
        }

        if (idle is not null) await EndAsync(idle).ConfigureAwait(false);
    }

    private ClientLease? Take()
    {
        lock (_lock)
        {
            ClientLease? idle = _idle;
            _idle = null;
            _timer?.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            return idle;
        }
    }

    private void EndIdle()
    {
        if (Take() is { } idle) _ = EndAsync(idle).AsTask();
    }

    /// <summary>Releases; a peer that does not play along is not waited for beyond ARTIM. Does not throw.</summary>
    private async ValueTask EndAsync(ClientLease lease)
    {
        Association association = lease.Channel.Association;
        await using (association.ConfigureAwait(false))
        {
            try
            {
                await association.ReleaseAsync(CancellationToken.None).ConfigureAwait(false);
            }
            catch (DicomException exception)
            {
                _log.ReleaseFailed(peer.AeTitle, exception);
            }
        }
    }
}
