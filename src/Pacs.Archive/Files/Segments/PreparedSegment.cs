namespace Pacs.Archive;

/// <summary>A segment file that has space and no header yet.</summary>
internal sealed class PreparedSegment(int number, long size, IStoreFile file, IDirectFile? direct)
{
    private const int ZeroLength = 256 * 1024;
    private static readonly Lazy<Memory<byte>> Zeros = new(() =>
    {
        Memory<byte> zeros = PageMemory.Allocate(ZeroLength);
        zeros.Span.Clear();
        return zeros;
    });

    public int Number => number;

    /// <summary>Bytes taken from the disk.</summary>
    public long Size => size;

    public IStoreFile File => file;

    public IDirectFile? Direct => direct;

    /// <summary>Bytes from the beginning that were filled with zeros and flushed.</summary>
    public long Prewritten { get; private set; }

    /// <summary>Fills the next bytes with zeros and flushes them.</summary>
    /// <exception cref="IOException">The device failed.</exception>
    public void Prewrite(long length)
    {
        long offset = Prewritten, end = Math.Min(offset + length, size);
        while (offset < end)
        {
            ReadOnlyMemory<byte> piece = Zeros.Value[..(int)Math.Min(ZeroLength, end - offset)];
            if (direct?.TryWrite(offset, [piece]) != true) file.Write(offset, piece.Span);
            offset += piece.Length;
        }

        file.Flush();
        Prewritten = end;
    }

    /// <summary>Closes the file.</summary>
    public void Close()
    {
        direct?.Dispose();
        file.Dispose();
    }
}
