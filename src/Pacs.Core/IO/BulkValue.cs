using System.Buffers;

namespace Pacs.Core;

/// <summary>A value that was left in its file or stream: readable by range, from any thread, until the <see cref="DicomFile"/> is disposed.</summary>
public sealed class BulkValue
{
    private const int ChunkLength = 64 * 1024;
    private readonly RandomBytes? _source;

    internal BulkValue(RandomBytes? source, long offset, long length)
    {
        _source = source;
        Offset = offset;
        Length = length;
    }

    /// <summary>A value that is not here: JSON or XML gave a URI for it.</summary>
    internal BulkValue(string uri)
    {
        Uri = uri;
        Length = -1;
    }

    /// <summary>Where the value is to be had, when JSON or XML left it out; else null.</summary>
    public string? Uri { get; }

    /// <summary>Where the value begins, in bytes from the start of the file (or of the data set, when it was passed over in a stream).</summary>
    public long Offset { get; }

    /// <summary>Length in bytes; with all item headers and delimiters where the element's length is undefined. -1 where only a <see cref="Uri"/> is known.</summary>
    public long Length { get; }

    /// <summary>Whether the bytes can be read; false when a header reader passed over them.</summary>
    public bool IsAvailable => _source is { IsClosed: false };

    /// <summary>The same value, cut to what is there.</summary>
    internal BulkValue CutTo(long length) => new(_source, Offset, length);

    /// <summary>A range of the same value.</summary>
    internal BulkValue Part(long position, long length) => new(_source, Offset + position, length);

    /// <summary>Reads from <paramref name="position"/> of the value.</summary>
    /// <param name="position">In bytes from the start of the value.</param>
    /// <param name="destination">Filled from its start.</param>
    /// <param name="ct">Cancels the read.</param>
    /// <returns>Bytes read: fewer than asked only at the end of the value.</returns>
    /// <exception cref="InvalidOperationException">The value was passed over, not kept.</exception>
    /// <exception cref="ObjectDisposedException">The file or stream was disposed.</exception>
    public async ValueTask<int> ReadAsync(long position, Memory<byte> destination, CancellationToken ct = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(position);
        if (_source is null) throw NotHere();
        int wanted = (int)Math.Min(destination.Length, Math.Max(0, Length - position));
        int done = 0;
        while (done < wanted)
        {
            int read = await _source.ReadAsync(destination[done..wanted], Offset + position + done, ct).ConfigureAwait(false);
            if (read == 0) break;
            done += read;
        }

        return done;
    }

    /// <summary>As <see cref="ReadAsync"/>, where little is read at once.</summary>
    internal ValueTask<int> ReadSoonAsync(long position, Memory<byte> destination, CancellationToken ct)
    {
        if (_source is null) throw NotHere();
        return _source.FillAsync(destination[..(int)Math.Min(destination.Length, Math.Max(0, Length - position))], Offset + position, ct);
    }

    /// <summary>As <see cref="ReadAsync"/>, for callers that cannot wait otherwise.</summary>
    internal int Read(long position, Span<byte> destination)
    {
        if (_source is null) throw NotHere();
        int wanted = (int)Math.Min(destination.Length, Math.Max(0, Length - position));
        int done = 0;
        while (done < wanted)
        {
            int read = _source.Read(destination[done..wanted], Offset + position + done);
            if (read == 0) break;
            done += read;
        }

        return done;
    }

    /// <summary>Whether two elements of the same length, one or both left in a file, have the same value; blocks while it is read. False when one was passed over.</summary>
    internal static bool HasSameBytes(DicomElement left, DicomElement right)
    {
        if (left.Bulk is { } one && right.Bulk is { } two && one._source is null && ReferenceEquals(one, two)) return true;
        if ((left.Bulk?.Uri ?? right.Bulk?.Uri) is not null) return left.Bulk?.Uri == right.Bulk?.Uri;
        byte[] lefts = ArrayPool<byte>.Shared.Rent(ChunkLength), rights = ArrayPool<byte>.Shared.Rent(ChunkLength);
        try
        {
            for (long at = 0; at < left.Length;)
            {
                int length = (int)Math.Min(ChunkLength, left.Length - at);
                if (!TryRead(left, at, lefts.AsSpan(0, length)) || !TryRead(right, at, rights.AsSpan(0, length))) return false;
                if (!lefts.AsSpan(0, length).SequenceEqual(rights.AsSpan(0, length))) return false;
                at += length;
            }

            return true;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(lefts);
            ArrayPool<byte>.Shared.Return(rights);
        }
    }

    private static bool TryRead(DicomElement element, long position, Span<byte> destination)
    {
        if (element.Bulk is not { } bulk)
        {
            element.GetBytes().Span.Slice((int)position, destination.Length).CopyTo(destination);
            return true;
        }

        if (bulk._source is null || bulk.Read(position, destination) < destination.Length) return false;

        // The words of a big endian file, as those in memory are given.
        if (element.Dataset.Encoding.IsBigEndian && element.Slot is { IsUndefinedLength: false, HeaderOffset: >= 0 }) ByteOrder.Swap(destination, element.VR.WordSize());
        return true;
    }

    private InvalidOperationException NotHere() => new(Uri is null
        ? $"The value of {Length} bytes at offset {Offset} was passed over when the header was read."
        : "The value is not here: only its URI is known.");
}
