using System.IO.Pipelines;
using Pacs.Core;

namespace Pacs.DicomWeb;

/// <summary>Copies stored bytes to an answer: a read for each piece, a send for several, nothing parsed.</summary>
internal static class StoredCopy
{
    private const int PieceLength = ReceiveBlocks.BlockLength;

    // Each flush wakes the thread that sends and, through it, the client: four pieces at once are a tenth faster than two, and the next are read while they are on their way.
    private const int FlushLength = 4 * PieceLength;

    /// <summary>Copies a range.</summary>
    public static async ValueTask CopyAsync(IEncodedDataset stored, long offset, long length, PipeWriter output, CancellationToken ct)
    {
        int unsent = 0;
        while (length > 0)
        {
            Memory<byte> piece = output.GetMemory(PieceLength);
            if (piece.Length > length) piece = piece[..(int)length];
            int read = await stored.ReadAsync(offset, piece, ct).ConfigureAwait(false);
            if (read == 0) throw new DicomDataException($"The stored object ends {length} bytes early.", null, offset);
            output.Advance(read);
            offset += read;
            length -= read;
            unsent += read;
            if (unsent < FlushLength && length > 0) continue;
            unsent = 0;
            FlushResult result = await output.FlushAsync(ct).ConfigureAwait(false);
            if (result.IsCompleted || result.IsCanceled) throw new OperationCanceledException("The client reads no more.");
        }
    }
}
