using Pacs.Core;

namespace Pacs.Network;

/// <summary>Answers C-FIND (PS3.4 §C.4.1, and any service that queries by C-FIND).</summary>
public interface IFindScp
{
    /// <summary>Streams the matches; each is sent with a pending status as it comes.</summary>
    /// <param name="request">Who asks for what.</param>
    /// <param name="ct">Cancelled by C-CANCEL, by the end of the association and by a server that stops at once. Matches that still come are not sent.</param>
    /// <returns>Response identifiers, ready to encode. Ending means success; throwing <see cref="DimseException"/> ends with its status, another exception with C000 (unable to process).</returns>
    IAsyncEnumerable<DicomDataset> FindAsync(FindRequest request, CancellationToken ct);
}
