namespace Pacs.Core;

/// <summary>A place that can be asked what it has: an archive, a DIMSE peer, a DICOMweb server.</summary>
public interface IDicomSource
{
    /// <summary>Finds entities of the query's level.</summary>
    /// <param name="query">What to find. The order of the results is the place's own, unless the query asks for one and the place knows how.</param>
    /// <param name="ct">Cancels; leaving the loop early ends the query too.</param>
    /// <returns>The matches as they come; what they hold beside what was asked for is for the place to decide.</returns>
    /// <exception cref="DicomException">The place cannot be reached or failed; <see cref="DicomException.IsTransient"/> says whether another try can help.</exception>
    IAsyncEnumerable<DicomDataset> FindAsync(DicomQuery query, CancellationToken ct = default);
}
