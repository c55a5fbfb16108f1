using Pacs.Core;

namespace Pacs.Network.Tests.Scp;

/// <summary>An instance whose bytes are made up.</summary>
internal sealed class MemoryInstance(InstanceId id, TransferSyntax syntax, byte[] bytes) : IStoredInstance
{
    public InstanceId Id => id;

    public TransferSyntax TransferSyntax => syntax;

    public byte[] Bytes => bytes;

    public Exception? OpenFailure { get; init; }

    /// <summary>Reading from this offset on throws.</summary>
    public long FailsAt { get; init; } = long.MaxValue;

    public ValueTask<IEncodedDataset> OpenAsync(CancellationToken ct) => OpenFailure is null ? new(new Content(this)) : throw OpenFailure;

    public static MemoryInstance Make(int number, DicomUid? sopClass = null, TransferSyntax? syntax = null, int length = 1000)
    {
        var bytes = new byte[length];
        if (length > 0) new Random(number).NextBytes(bytes);
        return new MemoryInstance(new InstanceId(sopClass ?? DicomUid.CTImageStorage, new DicomUid($"1.2.3.{number}")), syntax ?? TransferSyntax.ExplicitVRLittleEndian, bytes);
    }

    private sealed class Content(MemoryInstance owner) : IEncodedDataset
    {
        public TransferSyntax TransferSyntax => owner.TransferSyntax;

        public long Length => owner.Bytes.Length;

        public ValueTask<int> ReadAsync(long offset, Memory<byte> destination, CancellationToken ct)
        {
            if (offset + destination.Length > owner.FailsAt) throw new IOException("The disk is broken.");
            int count = (int)Math.Min(destination.Length, owner.Bytes.Length - offset);
            owner.Bytes.AsSpan((int)offset, count).CopyTo(destination.Span);
            return new(count);
        }

        public async ValueTask<long> ReadAsync(long offset, IReadOnlyList<Memory<byte>> destinations, CancellationToken ct)
        {
            long total = 0;
            foreach (Memory<byte> destination in destinations)
            {
                int read = await ReadAsync(offset + total, destination, ct);
                total += read;
                if (read < destination.Length) break;
            }

            return total;
        }

        public ValueTask DisposeAsync() => default;
    }
}
