using Pacs.Archive;
using Pacs.Core;
using Pacs.Network;

namespace Pacs.Server;

/// <summary>What C-MOVE and C-GET send: instances of the archive, as they are stored.</summary>
internal sealed class RetrieveService(DicomArchive archive, bool allowRelational, DimseAudit? audit) : IRetrieveScp
{
    public async ValueTask<IReadOnlyList<IStoredInstance>> ResolveAsync(RetrieveRequest request, CancellationToken ct)
    {
        InstanceSelector selector = Parse(request.Identifier, QueryRoots.Of(request.SopClass));
        var instances = new List<IStoredInstance>();
        AuditSubjects? subjects = audit is null ? null : new AuditSubjects();
        await foreach (IndexEntry entry in archive.LocateAsync(selector, ct).ConfigureAwait(false))
        {
            instances.Add(new ArchivedInstance(archive, entry));
            subjects?.Add(entry.PatientId, entry.Study, entry.Id.SopClass, () => entry.Attributes);
        }

        if (subjects is not null) await audit!.RetrievingAsync(request, subjects).ConfigureAwait(false);
        return instances;
    }

    private InstanceSelector Parse(DicomDataset identifier, QueryRoot root)
    {
        try
        {
            return RetrieveIdentifier.Parse(identifier, root, allowRelational);
        }
        catch (DicomDataException invalid)
        {
            throw new DimseException(DicomStatus.DataSetDoesNotMatchSopClass.With(StatusComment.Of(invalid)), invalid);
        }
    }

    /// <summary>Holds the little that sending needs, not the index entry: a study may have tens of thousands of instances.</summary>
    private sealed class ArchivedInstance(DicomArchive archive, IndexEntry entry) : IStoredInstance
    {
        private readonly BlobAddress _blob = entry.Blob;

        public InstanceId Id { get; } = entry.Id;

        public TransferSyntax TransferSyntax { get; } = entry.TransferSyntax;

        public ValueTask<IEncodedDataset> OpenAsync(CancellationToken ct) => archive.OpenAsync(_blob, ct);
    }
}
