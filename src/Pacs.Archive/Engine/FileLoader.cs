using System.Buffers;
using Pacs.Core;

namespace Pacs.Archive;

/// <summary>Makes a file in memory of a stored object.</summary>
internal static class FileLoader
{
    /// <summary>The file, or null when the object is gone.</summary>
    public static async ValueTask<DicomFile?> TryLoadAsync(IBlobStore blobs, IndexEntry entry, CancellationToken ct)
    {
        try
        {
            IEncodedDataset data = await blobs.OpenAsync(entry.Blob, ct).ConfigureAwait(false);
            await using (data.ConfigureAwait(false))
            {
                var meta = new ArrayBufferWriter<byte>(640);
                FileMetaInformation.Write(meta, entry.Id, entry.TransferSyntax, entry.CallingAe);
                if (data.Length > Array.MaxLength - meta.WrittenCount)
                    throw new BlobStoreException(BlobFault.Format, $"{entry.Id.SopInstance} has {data.Length} bytes: too many for one array. Open it instead.");
                byte[] bytes = GC.AllocateUninitializedArray<byte>(meta.WrittenCount + (int)data.Length);
                meta.WrittenSpan.CopyTo(bytes);
                int read = await data.ReadAsync(0, bytes.AsMemory(meta.WrittenCount), ct).ConfigureAwait(false);
                return DicomFile.Parse(bytes.AsMemory(0, meta.WrittenCount + read));
            }
        }
        catch (BlobStoreException e) when (e.Fault == BlobFault.Missing)
        {
            return null;
        }
    }
}
