namespace Pacs.DicomWeb;

/// <summary>Takes what a ZIP writer gives, which now and then writes a few bytes synchronously: those wait for the next asynchronous write, since the server allows no other.</summary>
internal sealed class ForwardStream(Stream inner) : Stream
{
    private byte[] _held = new byte[1024];
    private int _length;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (_length + buffer.Length > _held.Length) Array.Resize(ref _held, Math.Max(2 * _held.Length, _length + buffer.Length));
        buffer.CopyTo(_held.AsSpan(_length));
        _length += buffer.Length;
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        await ReleaseAsync(cancellationToken).ConfigureAwait(false);
        await inner.WriteAsync(buffer, cancellationToken).ConfigureAwait(false);
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override async Task FlushAsync(CancellationToken cancellationToken)
    {
        await ReleaseAsync(cancellationToken).ConfigureAwait(false);
        await inner.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    public override void Flush()
    {
        // Told before each asynchronous write; there is nothing to do until one comes.
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    /// <summary>Gives on what is held.</summary>
    public async ValueTask ReleaseAsync(CancellationToken ct)
    {
        if (_length == 0) return;
        int length = _length;
        _length = 0;
        await inner.WriteAsync(_held.AsMemory(0, length), ct).ConfigureAwait(false);
    }
}
