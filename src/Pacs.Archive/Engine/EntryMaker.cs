using Pacs.Core;

namespace Pacs.Archive;

/// <summary>Makes index entries: of a header just received, or of a stored object.</summary>
internal sealed class EntryMaker(IBlobStore blobs, IArchiveIndex index, ArchiveOptions options)
{
    private const int PieceLength = 16 * 1024;

    /// <summary>How headers are read: not beyond what the index keeps.</summary>
    public DicomReadOptions ReadOptions { get; } = new()
    {
        MaxHeaderLength = options.MaxHeaderLength,
        RefuseTruncated = true,
        StopBefore = StopTag(index.Attributes),
    };

    /// <summary>The entry of an instance whose header was checked, all but its address.</summary>
    public IndexEntry Make(DicomDataset dataset, BlobHeader header, long length, UInt128 hash) => new()
    {
        Id = header.Id,
        Study = dataset.RequireUid(DicomTag.StudyInstanceUID),
        Series = dataset.RequireUid(DicomTag.SeriesInstanceUID),
        PatientId = dataset.GetString(DicomTag.PatientID) ?? string.Empty,
        TransferSyntax = header.TransferSyntax,
        Blob = default,
        DatasetLength = length,
        ContentHash = hash,
        ReceivedAt = header.ReceivedAt,
        CallingAe = header.CallingAe,
        Rejects = RejectionNote.RejectedBy(dataset, options.RejectionTitles),
        Attributes = index.Attributes.Extract(dataset),
    };

    /// <summary>Reads the header of a stored object and makes its entry.</summary>
    /// <exception cref="DicomException">It cannot be read.</exception>
    public async ValueTask<IndexEntry> MakeAsync(BlobRecord record, CancellationToken ct)
    {
        IEncodedDataset data = await blobs.OpenAsync(record.Address, ct).ConfigureAwait(false);
        await using (data.ConfigureAwait(false))
        {
            using var reader = new DicomHeaderReader(record.Header.TransferSyntax, ReadOptions);
            byte[] piece = new byte[PieceLength];
            long offset = 0;
            while (await data.ReadAsync(offset, piece, ct).ConfigureAwait(false) is > 0 and int read && !reader.Append(piece.AsSpan(0, read))) offset += read;
            return Make(reader.Complete(), record.Header, record.DatasetLength, record.ContentHash) with { Blob = record.Address };
        }
    }

    // What no index keeps need not be held in memory: contours, content trees and functional groups grow to many megabytes.
    private static DicomTag StopTag(IndexAttributes attributes)
    {
        uint last = DicomTag.SeriesInstanceUID.Value;
        foreach (DicomTag tag in attributes.Levels.Keys)
            if (!IndexAttributes.IsDerived(tag)) last = Math.Max(last, tag.Value);
        return new DicomTag(Math.Min(last + 1, DicomTag.PixelData.Value));
    }
}
