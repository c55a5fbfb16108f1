using System.Buffers;
using System.IO.Hashing;

namespace Pacs.Archive;

/// <summary>Compares the bytes of an object with the hashes of its record.</summary>
internal static class RecordVerifier
{
    private const int PieceLength = 256 * 1024;

    /// <summary>Whether the payload is whole.</summary>
    /// <param name="file">Where it is.</param>
    /// <param name="start">Where it begins.</param>
    /// <param name="record">Its record.</param>
    /// <param name="ct">Ends the reading.</param>
    public static bool IsWhole(IStoreFile file, long start, RecordHeader record, CancellationToken ct)
    {
        if (record.MetaLength < 0 || record.DatasetLength < 0 || start + record.PayloadLength > file.Length) return false;
        byte[] piece = ArrayPool<byte>.Shared.Rent(Math.Max(PieceLength, record.MetaLength));
        try
        {
            Span<byte> meta = piece.AsSpan(0, record.MetaLength);
            if (file.Read(start, meta) != meta.Length || Crc32C.Compute(meta) != record.MetaCrc) return false;
            var hash = new XxHash128();
            for (long offset = record.MetaLength; offset < record.PayloadLength;)
            {
                ct.ThrowIfCancellationRequested();
                Span<byte> next = piece.AsSpan(0, (int)Math.Min(piece.Length, record.PayloadLength - offset));
                if (file.Read(start + offset, next) != next.Length) return false;
                hash.Append(next);
                offset += next.Length;
            }

            return hash.GetCurrentHashAsUInt128() == record.ContentHash;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(piece);
        }
    }
}
