using Pacs.Archive;
using Pacs.Core;
using Pacs.Network;

namespace Pacs.Server;

/// <summary>What C-MOVE and C-GET send: instances of the archive, as they are stored.</summary>
internal sealed class RetrieveService(DicomArchive archive, bool allowRelational) : IRetrieveScp
{
    public async ValueTask<IReadOnlyList<IStoredInstance>> ResolveAsync(RetrieveRequest request, CancellationToken ct)
    {
        InstanceSelector selector = Parse(request.Identifier, QueryRoots.Of(request.SopClass));
        var instances = new List<IStoredInstance>();
        await foreach (IndexEntry entry in archive.LocateAsync(selector, ct).ConfigureAwait(false))
            instances.Add(new ArchivedInstance(archive, entry));
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
