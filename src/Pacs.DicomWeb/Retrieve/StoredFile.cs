using Pacs.Archive;
using Pacs.Core;

namespace Pacs.DicomWeb;

/// <summary>A stored instance as a file to decode: in memory, or in a temporary file when it is large.</summary>
internal static class StoredFile
{
    private const int PieceLength = 1024 * 1024;

    /// <summary>The caller disposes the file.</summary>
    public static async ValueTask<DicomFile> OpenAsync(ArchiveView archive, IndexEntry entry, long inMemoryLimit, CancellationToken ct)
    {
        IEncodedDataset stored = await archive.Archive.OpenAsync(entry, ct).ConfigureAwait(false);
        await using (stored.ConfigureAwait(false))
        {
            ReadOnlyMemory<byte> head = Part10Head.Make(entry);
            if (stored.Length <= Math.Min(inMemoryLimit, Array.MaxLength - head.Length))
            {
                byte[] bytes = GC.AllocateUninitializedArray<byte>(head.Length + (int)stored.Length);
                head.CopyTo(bytes);
                int read = await stored.ReadAsync(0, bytes.AsMemory(head.Length), ct).ConfigureAwait(false);
                return DicomFile.Parse(bytes.AsMemory(0, head.Length + read));
            }

            return await SpoolAsync(stored, head, ct).ConfigureAwait(false);
        }
    }

    private static async ValueTask<DicomFile> SpoolAsync(IEncodedDataset stored, ReadOnlyMemory<byte> head, CancellationToken ct)
    {
        string path = Path.Combine(Path.GetTempPath(), $"pacs-web-{Guid.NewGuid():N}.dcm");
        try
        {
            var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0, FileOptions.Asynchronous);
            await using (file.ConfigureAwait(false))
            {
                await file.WriteAsync(head, ct).ConfigureAwait(false);
                byte[] piece = new byte[PieceLength];
                for (long offset = 0; await stored.ReadAsync(offset, piece, ct).ConfigureAwait(false) is > 0 and int read; offset += read)
                    await file.WriteAsync(piece.AsMemory(0, read), ct).ConfigureAwait(false);
            }

            return await DicomFile.OpenAsync(path, ct: ct).ConfigureAwait(false);
        }
        finally
        {
            // Gone by name at once; what is open can still be read (on Windows the file goes with the last handle, or with the folder).
            TryDelete(path);
        }
    }

    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (IOException)
        {
        }
        catch (UnauthorizedAccessException)
        {
        }
    }
}
