using System.Buffers;
using System.IO.Hashing;
using Pacs.Core;

namespace Pacs.Archive;

/// <summary>What a received object is to a stored one with the same UID.</summary>
internal enum ContentMatch
{
    /// <summary>The same bytes in the same transfer syntax.</summary>
    Same,

    /// <summary>Something else.</summary>
    Different,

    /// <summary>The stored bytes are no longer those that were acknowledged.</summary>
    Damaged,

    /// <summary>The store cannot find or open the stored one.</summary>
    Gone,
}

/// <summary>Compares what was received with what is stored, byte for byte: equal hashes alone prove nothing against one who wants them equal.</summary>
internal static class ContentComparison
{
    private const int PieceLength = 128 * 1024;

    public static async ValueTask<ContentMatch> CompareAsync(IBlobStore blobs, IndexEntry known, IndexEntry received, IBlobWriter writer, CancellationToken ct)
    {
        try
        {
            IEncodedDataset stored = await blobs.OpenAsync(known.Blob, ct).ConfigureAwait(false);
            await using (stored.ConfigureAwait(false))
            {
                bool mayBeSame = known.DatasetLength == received.DatasetLength && known.ContentHash == received.ContentHash
                    && known.TransferSyntax == received.TransferSyntax;
                if (!mayBeSame) return ContentMatch.Different;
                (bool isEqual, UInt128 hash) = await CompareAsync(writer, stored, ct).ConfigureAwait(false);
                return isEqual ? ContentMatch.Same : hash == known.ContentHash ? ContentMatch.Different : ContentMatch.Damaged;
            }
        }
        catch (BlobStoreException e) when (e.Fault is BlobFault.Missing or BlobFault.Corrupt)
        {
            return ContentMatch.Gone;
        }
    }

    private static async ValueTask<(bool IsEqual, UInt128 StoredHash)> CompareAsync(IBlobWriter writer, IEncodedDataset stored, CancellationToken ct)
    {
        byte[] left = ArrayPool<byte>.Shared.Rent(PieceLength), right = ArrayPool<byte>.Shared.Rent(PieceLength);
        try
        {
            bool isEqual = true;
            var hash = new XxHash128();
            for (long offset = 0; ; offset += PieceLength)
            {
                int read = await writer.ReadAsync(offset, left.AsMemory(0, PieceLength), ct).ConfigureAwait(false);
                int there = await stored.ReadAsync(offset, right.AsMemory(0, PieceLength), ct).ConfigureAwait(false);
                hash.Append(right.AsSpan(0, there));
                isEqual &= left.AsSpan(0, read).SequenceEqual(right.AsSpan(0, there));
                if (there < PieceLength) return (isEqual && read == there, hash.GetCurrentHashAsUInt128());
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(left);
            ArrayPool<byte>.Shared.Return(right);
        }
    }
}
