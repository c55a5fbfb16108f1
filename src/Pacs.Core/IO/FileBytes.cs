using Microsoft.Win32.SafeHandles;

namespace Pacs.Core;

/// <summary>The bytes of an open file.</summary>
internal sealed class FileBytes(SafeFileHandle handle) : RandomBytes
{
    public override long Length => RandomAccess.GetLength(handle);

    public override bool IsClosed => handle.IsClosed;

    public override int Read(Span<byte> destination, long position) => RandomAccess.Read(handle, destination, position);

    public override ValueTask<int> ReadAsync(Memory<byte> destination, long position, CancellationToken ct) => RandomAccess.ReadAsync(handle, destination, position, ct);

    // On Linux an asynchronous file read is a synchronous one on another thread, and the hop costs more than the read of a header that is
    // in the page cache.
    public override ValueTask<int> ReadSoonAsync(Memory<byte> destination, long position, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        return new(RandomAccess.Read(handle, destination.Span, position));
    }

    public override void Dispose() => handle.Dispose();
}
