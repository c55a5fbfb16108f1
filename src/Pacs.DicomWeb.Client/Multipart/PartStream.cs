using System.Buffers;
using System.IO.Pipelines;

namespace Pacs.DicomWeb.Client;

/// <summary>The content of one part as a stream that ends where the part does. It shows the pipe's own buffers, and copies once.</summary>
internal sealed class PartStream(PipeReader input, MultipartParser parser) : Stream
{
    private ReadOnlySequence<byte> _shown;
    private SequencePosition _after;
    private bool _isHeld, _isLast;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.IsEmpty || !await ShowAsync(cancellationToken).ConfigureAwait(false)) return 0;
        ReadOnlySequence<byte> some = _shown.Slice(0, Math.Min(_shown.Length, buffer.Length));
        int count = (int)some.Length;
        some.CopyTo(buffer.Span);
        _shown = _shown.Slice(some.End);
        // Not a look at the bytes after this: their memory goes back to the pipe.
        if (_shown.IsEmpty) Release();
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    // A pipe is read asynchronously only; none of what is awaited here needs the caller's thread.
    public override int Read(byte[] buffer, int offset, int count) => ReadAsync(buffer.AsMemory(offset, count)).AsTask().GetAwaiter().GetResult();

    public override async Task CopyToAsync(Stream destination, int bufferSize, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(destination);
        while (await ShowAsync(cancellationToken).ConfigureAwait(false))
        {
            foreach (ReadOnlyMemory<byte> piece in _shown) await destination.WriteAsync(piece, cancellationToken).ConfigureAwait(false);
            Release();
        }
    }

    /// <summary>Reads what is left.</summary>
    public async ValueTask DrainAsync(CancellationToken ct)
    {
        while (await ShowAsync(ct).ConfigureAwait(false)) Release();
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    // Whether there is content to show; false at the end.
    private async ValueTask<bool> ShowAsync(CancellationToken ct)
    {
        while (!_isHeld)
        {
            if (_isLast) return false;
            ReadResult result = await input.ReadAsync(ct).ConfigureAwait(false);
            Take(in result);
        }

        return true;
    }

    private void Take(in ReadResult result)
    {
        ReadOnlySequence<byte> rest = result.Buffer;
        SequencePosition examined = rest.End;
        try
        {
            if (!parser.TryReadContent(ref rest, result.IsCompleted, out _shown, out _isLast)) return;
            _after = examined = rest.Start;
            _isHeld = !_shown.IsEmpty;
        }
        finally
        {
            if (!_isHeld) input.AdvanceTo(rest.Start, examined);
        }
    }

    private void Release()
    {
        _isHeld = false;
        _shown = default;
        input.AdvanceTo(_after);
    }
}
