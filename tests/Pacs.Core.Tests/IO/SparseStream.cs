namespace Pacs.Core.Tests.IO;

/// <summary>A stream of any length: bytes at some places, zeros elsewhere. Counts what is read, and reads no more at once than told.</summary>
internal sealed class SparseStream(long length, int mostAtOnce = int.MaxValue) : Stream
{
    private readonly List<(long Offset, byte[] Bytes)> _pieces = [];

    public long BytesRead { get; private set; }

    public bool IsDisposed { get; private set; }

    public override bool CanRead => !IsDisposed;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => length;

    public override long Position { get; set; }

    public SparseStream Put(long offset, byte[] bytes)
    {
        _pieces.Add((offset, bytes));
        return this;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        int count = (int)Math.Min(Math.Min(buffer.Length, mostAtOnce), Math.Max(0, length - Position));
        Span<byte> into = buffer[..count];
        into.Clear();
        foreach ((long offset, byte[] bytes) in _pieces)
        {
            long from = Math.Max(offset, Position), to = Math.Min(offset + bytes.Length, Position + count);
            if (from < to) bytes.AsSpan((int)(from - offset), (int)(to - from)).CopyTo(into[(int)(from - Position)..]);
        }

        Position += count;
        BytesRead += count;
        return count;
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        await Task.Yield(); // so that reads meet, where nothing keeps them apart
        return Read(buffer.Span);
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) =>
        Position = origin switch { SeekOrigin.Begin => offset, SeekOrigin.Current => Position + offset, _ => length + offset };

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        IsDisposed = true;
        base.Dispose(disposing);
    }
}
