namespace Pacs.Core;

/// <summary>The bytes of a stream that can seek, from where it stood on. A stream has one position, so one read goes on at a time.</summary>
internal sealed class StreamBytes(Stream stream, bool leaveOpen) : RandomBytes
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly long _start = stream.Position;
    private bool _isDisposed;

    public override long Length => Math.Max(0, stream.Length - _start);

    public override bool IsClosed => _isDisposed || !stream.CanRead;

    public override int Read(Span<byte> destination, long position)
    {
        _turn.Wait();
        try
        {
            Seek(position);
            return stream.Read(destination);
        }
        finally
        {
            _turn.Release();
        }
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> destination, long position, CancellationToken ct)
    {
        await _turn.WaitAsync(ct).ConfigureAwait(false);
        try
        {
            Seek(position);
            return await stream.ReadAsync(destination, ct).ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }

    public override ValueTask<int> ReadSoonAsync(Memory<byte> destination, long position, CancellationToken ct) => ReadAsync(destination, position, ct);

    // The semaphore has no handle to give back, and a read may still hold it.
    public override void Dispose()
    {
        if (_isDisposed) return;
        _isDisposed = true;
        if (!leaveOpen) stream.Dispose();
    }

    private void Seek(long position)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, typeof(DicomFile));
        if (stream.Position != _start + position) stream.Position = _start + position;
    }
}
