namespace Pacs.Network;

/// <summary>An association lent to one operation. Disposing it gives it back when the operation came to its end, and aborts it otherwise.</summary>
internal sealed class ClientLease(ClientAssociations owner, DimseChannel channel, IReadOnlyList<ProposedContext> proposed) : IAsyncDisposable
{
    public DimseChannel Channel => channel;

    /// <summary>What was proposed when it was opened.</summary>
    public IReadOnlyList<ProposedContext> Proposed => proposed;

    /// <summary>Whether it served before: then the peer may have left in the meantime, and a first failure says nothing.</summary>
    public bool IsReused { get; set; }

    /// <summary>Whether no operation is under way, so that the next may begin.</summary>
    public bool IsBetweenOperations { get; set; } = true;

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => IsBetweenOperations && !channel.IsReleased ? owner.ReturnAsync(this) : channel.Association.DisposeAsync();
}
