using Pacs.Core;

namespace Pacs.Archive;

/// <summary>The data set bytes of a stored object: a range of an open file.</summary>
/// <param name="file">The file.</param>
/// <param name="start">Where the data set begins in it.</param>
/// <param name="length">Its length in bytes.</param>
/// <param name="syntax">How it is encoded.</param>
/// <param name="close">Gives the file back.</param>
internal sealed class StoredBytes(IStoreFile file, long start, long length, TransferSyntax syntax, Action close) : IEncodedDataset
{
    private Action? _close = close;

    public TransferSyntax TransferSyntax => syntax;

    public long Length => length;

    public ValueTask<int> ReadAsync(long offset, Memory<byte> destination, CancellationToken ct)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ct.ThrowIfCancellationRequested();
        int count = (int)Math.Max(0, Math.Min(destination.Length, length - offset));
        if (count == 0) return new ValueTask<int>(0);
        try
        {
            return new ValueTask<int>(Whole(file.Read(start + offset, destination.Span[..count]), count));
        }
        catch (IOException e)
        {
            throw e.ToStoreException("Reading an object");
        }
    }

    public ValueTask<long> ReadAsync(long offset, IReadOnlyList<Memory<byte>> destinations, CancellationToken ct)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ct.ThrowIfCancellationRequested();
        long wanted = 0;
        foreach (Memory<byte> destination in destinations) wanted += destination.Length;
        long count = Math.Max(0, Math.Min(wanted, length - offset));
        if (count == 0) return new ValueTask<long>(0L);
        try
        {
            return new ValueTask<long>(Whole(file.Read(start + offset, count == wanted ? destinations : Cut(destinations, count)), count));
        }
        catch (IOException e)
        {
            throw e.ToStoreException("Reading an object");
        }
    }

    public ValueTask DisposeAsync()
    {
        Interlocked.Exchange(ref _close, null)?.Invoke();
        return ValueTask.CompletedTask;
    }

    // What follows in the file is another object's.
    private static List<Memory<byte>> Cut(IReadOnlyList<Memory<byte>> destinations, long count)
    {
        var cut = new List<Memory<byte>>(destinations.Count);
        foreach (Memory<byte> destination in destinations)
        {
            if (count == 0) break;
            int take = (int)Math.Min(count, destination.Length);
            cut.Add(destination[..take]);
            count -= take;
        }

        return cut;
    }

    private static T Whole<T>(T read, T wanted) where T : IEquatable<T> =>
        read.Equals(wanted) ? read : throw new BlobStoreException(BlobFault.Corrupt, $"The file ends early: {read} of {wanted} bytes could be read.");
}
