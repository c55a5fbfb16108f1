using System.Globalization;

namespace Pacs.Archive;

/// <summary>Records of the log as the contract names them.</summary>
internal static class RecordConversions
{
    /// <summary>A checkpoint is the sequence number it stands after.</summary>
    public static string ToCheckpoint(long sequence) => sequence.ToString(CultureInfo.InvariantCulture);

    /// <exception cref="BlobStoreException">The text is no checkpoint of this store.</exception>
    public static long ParseCheckpoint(string checkpoint) =>
        long.TryParse(checkpoint, NumberStyles.None, CultureInfo.InvariantCulture, out long sequence)
            ? sequence
            : throw new BlobStoreException(BlobFault.Format, $"'{checkpoint}' is no checkpoint of this store.");

    public static BlobRecord ToBlobRecord(this RecordHeader record) => new(
        record.Sequence,
        ToCheckpoint(record.Sequence),
        record.Place.ToAddress(),
        new BlobHeader
        {
            Id = record.Id,
            TransferSyntax = record.TransferSyntax,
            CallingAe = record.CallingAe,
            ReceivedAt = record.At,
            ExpectedLength = record.DatasetLength,
        },
        record.DatasetLength,
        record.ContentHash,
        record.Target.IsSet ? record.Target.ToAddress() : null);

    public static BlobRemoval ToBlobRemoval(this RecordHeader record) =>
        new(record.Sequence, ToCheckpoint(record.Sequence), record.Target.ToAddress(), record.Id, record.At);
}
