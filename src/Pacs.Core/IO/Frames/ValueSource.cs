namespace Pacs.Core;

/// <summary>The bytes of one value, wherever they are, readable by range.</summary>
internal abstract class ValueSource(long length)
{
    private const int SmallLength = 256 * 1024;

    /// <summary>Bytes there are: what a header states may be more.</summary>
    public long Length { get; } = length;

    /// <summary>Where the value begins in its file or data set; null when it is in memory alone.</summary>
    public virtual long? Offset => null;

    /// <summary>The whole value, where it is in memory.</summary>
    public virtual ReadOnlyMemory<byte>? Memory => null;

    /// <summary>Reads from a position of the value.</summary>
    /// <returns>Bytes read: fewer than asked only at the end of what is there.</returns>
    public abstract ValueTask<int> ReadAsync(long position, Memory<byte> destination, CancellationToken ct);

    public static ValueSource Of(DicomDataset dataset, in ElementSlot slot) =>
        slot.Value is BulkValue bulk ? new InFile(bulk) : new InMemory(dataset.BytesAsStored(in slot, out _));

    private sealed class InMemory(ReadOnlyMemory<byte> bytes) : ValueSource(bytes.Length)
    {
        public override ReadOnlyMemory<byte>? Memory => bytes;

        public override ValueTask<int> ReadAsync(long position, Memory<byte> destination, CancellationToken ct)
        {
            if (position >= bytes.Length) return ValueTask.FromResult(0);
            ReadOnlyMemory<byte> rest = bytes[(int)position..];
            int count = Math.Min(rest.Length, destination.Length);
            rest[..count].CopyTo(destination);
            return ValueTask.FromResult(count);
        }
    }

    private sealed class InFile(BulkValue bulk) : ValueSource(bulk.Length)
    {
        public override long? Offset => bulk.Offset;

        public override ValueTask<int> ReadAsync(long position, Memory<byte> destination, CancellationToken ct) =>
            destination.Length > SmallLength ? bulk.ReadAsync(position, destination, ct) : bulk.ReadSoonAsync(position, destination, ct);
    }

    /// <summary>A value within stored bytes that are read by range: an archive's object.</summary>
    internal sealed class Stored(IEncodedDataset stored, long offset, long length) : ValueSource(Math.Clamp(length, 0, Math.Max(0, stored.Length - offset)))
    {
        public override long? Offset => offset;

        public override ValueTask<int> ReadAsync(long position, Memory<byte> destination, CancellationToken ct) =>
            position >= Length ? ValueTask.FromResult(0) : stored.ReadAsync(offset + position, destination[..(int)Math.Min(destination.Length, Length - position)], ct);
    }
}
