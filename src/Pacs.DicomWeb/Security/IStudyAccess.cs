using System.Security.Claims;
using Pacs.Core;

namespace Pacs.DicomWeb;

/// <summary>Decides which studies a user may see, as keys that are added to every query: what does not match is not there. Register with the container; of several all count, and without one everybody sees all.</summary>
/// <remarks>Called once for each request, before anything is looked up. Safe from any thread.</remarks>
public interface IStudyAccess
{
    /// <summary>The keys that an instance's patient or study must match for this user, such as Institution Name; null for no restriction.</summary>
    /// <param name="user">Who asks, as authentication found.</param>
    /// <param name="operation">What for.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns>Keys on attributes that the index keeps at study level or above. For store requests they must match what is stored.</returns>
    ValueTask<IReadOnlyList<QueryKey>?> RestrictAsync(ClaimsPrincipal user, DicomWebOperation operation, CancellationToken ct);
}
