namespace Pacs.Core;

/// <summary>Bytes that can be read at any position, from several threads: those of a file, or of a stream that can seek.</summary>
internal abstract class RandomBytes : IDisposable
{
    /// <summary>Bytes there are.</summary>
    public abstract long Length { get; }

    /// <summary>Whether they can no longer be read.</summary>
    public abstract bool IsClosed { get; }

    /// <summary>Reads once; 0 only at the end.</summary>
    public abstract int Read(Span<byte> destination, long position);

    /// <inheritdoc cref="Read"/>
    public abstract ValueTask<int> ReadAsync(Memory<byte> destination, long position, CancellationToken ct);

    /// <summary>As <see cref="ReadAsync"/>, where little is read at once: without leaving the thread if that costs more than the read.</summary>
    public abstract ValueTask<int> ReadSoonAsync(Memory<byte> destination, long position, CancellationToken ct);

    /// <summary>Reads until the destination is full or the bytes end.</summary>
    public async ValueTask<int> FillAsync(Memory<byte> destination, long position, CancellationToken ct)
    {
        int done = 0;
        while (done < destination.Length)
        {
            int read = await ReadSoonAsync(destination[done..], position + done, ct).ConfigureAwait(false);
            if (read == 0) break;
            done += read;
        }

        return done;
    }

    /// <inheritdoc/>
    public abstract void Dispose();
}
