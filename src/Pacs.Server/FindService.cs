using System.Runtime.CompilerServices;
using Pacs.Archive;
using Pacs.Core;
using Pacs.Network;

namespace Pacs.Server;

/// <summary>C-FIND over the archive's index (PS3.4 §C.4.1).</summary>
internal sealed class FindService(DicomArchive archive, string aeTitle, DimseAudit? audit) : IFindScp
{
    public async IAsyncEnumerable<DicomDataset> FindAsync(FindRequest request, [EnumeratorCancellation] CancellationToken ct)
    {
        DicomDataset identifier = request.Identifier;
        if (audit is not null) await audit.QueriedAsync(request).ConfigureAwait(false);
        DicomQuery query = Parse(identifier, QueryRoots.Of(request.SopClass));
        request.HasUnsupportedOptionalKeys = archive.Attributes.UnsupportedKeys(query).Count > 0;
        string level = identifier.RequireString(DicomTag.QueryRetrieveLevel);
        bool wantsAvailability = identifier.Contains(DicomTag.InstanceAvailability);
        await foreach (DicomDataset match in archive.FindAsync(query, ct).ConfigureAwait(false))
        {
            match.Set(DicomTag.QueryRetrieveLevel, level);
            // Where the instances can be had from is always told (PS3.4 §C.4.1.1.3.2).
            match.Set(DicomTag.RetrieveAETitle, aeTitle);
            if (wantsAvailability) match.Set(DicomTag.InstanceAvailability, "ONLINE");
            yield return match;
        }
    }

    private static DicomQuery Parse(DicomDataset identifier, QueryRoot root)
    {
        try
        {
            return DicomQuery.FromIdentifier(identifier, root);
        }
        catch (DicomDataException invalid)
        {
            throw new DimseException(DicomStatus.DataSetDoesNotMatchSopClass.With(StatusComment.Of(invalid)), invalid);
        }
    }
}
