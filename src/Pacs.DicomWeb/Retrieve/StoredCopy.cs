using System.IO.Pipelines;
using Pacs.Core;

namespace Pacs.DicomWeb;

/// <summary>Copies stored bytes to an answer: one read and one write for each piece, nothing parsed.</summary>
internal static class StoredCopy
{
    private const int PieceLength = 128 * 1024;

    /// <summary>Copies a range.</summary>
    public static async ValueTask CopyAsync(IEncodedDataset stored, long offset, long length, PipeWriter output, CancellationToken ct)
    {
        while (length > 0)
        {
            Memory<byte> piece = output.GetMemory(PieceLength);
            if (piece.Length > length) piece = piece[..(int)length];
            int read = await stored.ReadAsync(offset, piece, ct).ConfigureAwait(false);
            if (read == 0) throw new DicomDataException($"The stored object ends {length} bytes early.", null, offset);
            output.Advance(read);
            offset += read;
            length -= read;
            FlushResult result = await output.FlushAsync(ct).ConfigureAwait(false);
            if (result.IsCompleted || result.IsCanceled) throw new OperationCanceledException("The client reads no more.");
        }
    }
}
