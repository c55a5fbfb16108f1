using System.Buffers;
using System.IO.Hashing;
using System.Runtime.CompilerServices;
using Pacs.Core;

namespace Pacs.Archive;

/// <summary>Reads every object and compares bytes, log and index.</summary>
internal sealed class Verifier(IBlobStore blobs, IArchiveIndex index, IndexFeeder feeder, UidClaims claims)
{
    private const int PieceLength = 256 * 1024;

    public async IAsyncEnumerable<VerifyFinding> RunAsync(IProgress<long>? objectsRead, [EnumeratorCancellation] CancellationToken ct)
    {
        // The log gives out only what is whole, so what it names needs no second reading.
        var whole = new HashSet<BlobAddress>();
        var newest = new Dictionary<DicomUid, BlobRecord>();
        long read = 0;
        await foreach (BlobLogEntry entry in blobs.ReadLogAsync(null, ct).ConfigureAwait(false))
        {
            if (entry is BlobRecord record)
            {
                whole.Add(record.Address);
                objectsRead?.Report(++read);
                if (await CheckIndexAsync(record, ct).ConfigureAwait(false) is { } suspect) newest[record.Header.Id.SopInstance] = suspect;
                else newest.Remove(record.Header.Id.SopInstance);
            }
            else if (newest.TryGetValue(((BlobRemoval)entry).Id.SopInstance, out BlobRecord? removed) && removed.Address == entry.Address)
            {
                newest.Remove(removed.Header.Id.SopInstance);
            }
        }

        await feeder.CatchUpAsync().ConfigureAwait(false);
        foreach (BlobRecord record in newest.Values)
            if (await ExplainAsync(record, ct).ConfigureAwait(false) is { } finding) yield return finding;

        await foreach (IndexEntry entry in index.LocateAsync(new InstanceSelector(), ct).ConfigureAwait(false))
        {
            if (whole.Contains(entry.Blob)) continue;
            VerifyFinding? finding = await ReadAsync(entry, ct).ConfigureAwait(false);
            objectsRead?.Report(++read);
            if (finding is not null) yield return finding;
        }
    }

    // The record when the index does not name it; null when all is well.
    private async ValueTask<BlobRecord?> CheckIndexAsync(BlobRecord record, CancellationToken ct)
    {
        if (feeder.TryFind(record.Header.Id.SopInstance, out IndexEntry? known)) return null; // in motion
        known = await index.GetAsync(record.Header.Id.SopInstance, ct).ConfigureAwait(false);
        return known is not null && known.Blob == record.Address && Agrees(known, record) ? null : record;
    }

    private async ValueTask<VerifyFinding?> ExplainAsync(BlobRecord record, CancellationToken ct)
    {
        DicomUid uid = record.Header.Id.SopInstance;
        using UidClaims.Claim claim = await claims.EnterAsync(uid).ConfigureAwait(false); // no commit of this instance is half way to the index
        if (feeder.TryFind(uid, out _)) return null; // in motion
        IndexEntry? known = await index.GetAsync(uid, ct).ConfigureAwait(false);
        if (known?.Blob == record.Address)
            return Agrees(known, record) ? null : new VerifyFinding(VerifyFindingKind.Differs, uid, record.Address, "Length, hash or transfer syntax in the index are not those of the record.");
        try
        {
            IEncodedDataset data = await blobs.OpenAsync(record.Address, ct).ConfigureAwait(false);
            await data.DisposeAsync().ConfigureAwait(false);
        }
        catch (BlobStoreException)
        {
            return null; // removed while we looked
        }

        return new VerifyFinding(VerifyFindingKind.NotIndexed, uid, record.Address,
            known is null ? "The index does not know the instance." : $"The index names another object, at {known.Blob}.");
    }

    private static bool Agrees(IndexEntry entry, BlobRecord record) =>
        entry.ContentHash == record.ContentHash && entry.DatasetLength == record.DatasetLength && entry.TransferSyntax == record.Header.TransferSyntax && entry.Id == record.Header.Id;

    /// <summary>Reads the bytes that an entry names and compares them with its hash.</summary>
    public async ValueTask<VerifyFinding?> CheckAsync(IndexEntry entry, CancellationToken ct)
    {
        try
        {
            IEncodedDataset data = await blobs.OpenAsync(entry.Blob, ct).ConfigureAwait(false);
            await using (data.ConfigureAwait(false))
            {
                var hash = new XxHash128();
                byte[] piece = ArrayPool<byte>.Shared.Rent(PieceLength);
                try
                {
                    for (long offset = 0; await data.ReadAsync(offset, piece, ct).ConfigureAwait(false) is > 0 and int read; offset += read) hash.Append(piece.AsSpan(0, read));
                }
                finally
                {
                    ArrayPool<byte>.Shared.Return(piece);
                }

                return data.Length == entry.DatasetLength && hash.GetCurrentHashAsUInt128() == entry.ContentHash
                    ? null
                    : new VerifyFinding(VerifyFindingKind.Corrupt, entry.Id.SopInstance, entry.Blob, "The stored bytes are not those that were acknowledged.");
            }
        }
        catch (BlobStoreException e)
        {
            return new VerifyFinding(e.Fault == BlobFault.Missing ? VerifyFindingKind.Missing : VerifyFindingKind.Corrupt, entry.Id.SopInstance, entry.Blob, e.Message);
        }
    }

    private async ValueTask<VerifyFinding?> ReadAsync(IndexEntry entry, CancellationToken ct)
    {
        if (await CheckAsync(entry, ct).ConfigureAwait(false) is not { } finding) return null;
        // Removed while we looked is no finding.
        using UidClaims.Claim claim = await claims.EnterAsync(entry.Id.SopInstance).ConfigureAwait(false);
        IndexEntry? now = await index.GetAsync(entry.Id.SopInstance, ct).ConfigureAwait(false);
        return now?.Blob != entry.Blob || feeder.TryFind(entry.Id.SopInstance, out _) ? null : finding;
    }
}
