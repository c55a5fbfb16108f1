using System.Buffers;
using Pacs.Archive;
using Pacs.Core;

namespace Pacs.DicomWeb;

/// <summary>Reads the header of a stored instance: all but its pixel data, which is there as an empty place with its length.</summary>
internal static class HeaderLoader
{
    private const int ChunkLength = 32 * 1024;

    // Tables and waveforms are given inline: they are to be read, where pixel data is not.
    private static readonly DicomReadOptions Options = new() { DeferAbove = 16 * 1024 * 1024 };

    public static async ValueTask<StoredHeader> ReadAsync(ArchiveView archive, IndexEntry entry, CancellationToken ct)
    {
        IEncodedDataset stored = await archive.Archive.OpenAsync(entry, ct).ConfigureAwait(false);
        await using (stored.ConfigureAwait(false))
        {
            using var reader = new DicomHeaderReader(stored.TransferSyntax, Options);
            DicomDataset header = await ReadAsync(stored, reader, ct).ConfigureAwait(false);
            return new StoredHeader(header, reader.IsComplete ? reader.StoppedAt : null);
        }
    }

    public static async ValueTask<DicomDataset> ReadAsync(IEncodedDataset stored, DicomReadOptions options, CancellationToken ct)
    {
        using var reader = new DicomHeaderReader(stored.TransferSyntax, options);
        return await ReadAsync(stored, reader, ct).ConfigureAwait(false);
    }

    private static async ValueTask<DicomDataset> ReadAsync(IEncodedDataset stored, DicomHeaderReader reader, CancellationToken ct)
    {
        byte[] chunk = ArrayPool<byte>.Shared.Rent(ChunkLength);
        try
        {
            long position = 0;
            while (await stored.ReadAsync(position, chunk.AsMemory(0, ChunkLength), ct).ConfigureAwait(false) is > 0 and int read && !reader.Append(chunk.AsSpan(0, read))) position += read;
            return reader.Complete();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(chunk);
        }
    }
}

/// <summary>A header, and the pixel data element that ended it.</summary>
/// <param name="Dataset">All before the pixel data.</param>
/// <param name="PixelTag">Pixel Data, Float or Double Float Pixel Data; null when there is none.</param>
internal sealed record StoredHeader(DicomDataset Dataset, DicomTag? PixelTag);
