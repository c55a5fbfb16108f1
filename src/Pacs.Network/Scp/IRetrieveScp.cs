using Pacs.Core;

namespace Pacs.Network;

/// <summary>Finds what C-MOVE and C-GET retrieve (PS3.4 §C.4.2, §C.4.3). Sending, counting and reporting is the server's work.</summary>
public interface IRetrieveScp
{
    /// <summary>Names all instances that the identifier asks for, in the order they shall be sent. Each is opened when its turn comes.</summary>
    /// <param name="request">Who asks for what.</param>
    /// <param name="ct">Cancelled by C-CANCEL, by the end of the association and by a server that stops at once.</param>
    /// <returns>Empty when nothing matches, which is a success of nothing. <see cref="DimseException"/> ends the operation with its status, another exception with C000 (unable to process).</returns>
    ValueTask<IReadOnlyList<IStoredInstance>> ResolveAsync(RetrieveRequest request, CancellationToken ct);
}
