using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Pacs.Archive;

/// <summary>A file of the operating system.</summary>
internal sealed class SystemFile(SafeFileHandle handle) : IStoreFile
{
    internal const int EINTR = 4;
    internal const int EINVAL = 22;
    private const int EOPNOTSUPP = 95;

    public long Length => RandomAccess.GetLength(handle);

    public void Write(long offset, ReadOnlySpan<byte> bytes) => RandomAccess.Write(handle, bytes, offset);

    public void Write(long offset, IReadOnlyList<ReadOnlyMemory<byte>> buffers) => RandomAccess.Write(handle, buffers, offset);

    public int Read(long offset, Span<byte> destination)
    {
        int total = 0;
        while (total < destination.Length)
        {
            int read = RandomAccess.Read(handle, destination[total..], offset + total);
            if (read == 0) break;
            total += read;
        }

        return total;
    }

    public long Read(long offset, IReadOnlyList<Memory<byte>> destinations)
    {
        long wanted = 0;
        foreach (Memory<byte> destination in destinations) wanted += destination.Length;
        long read = RandomAccess.Read(handle, destinations, offset);
        return read == wanted || read == 0 ? read : ReadRest(offset, destinations, read);
    }

    public void Flush()
    {
        if (!OperatingSystem.IsLinux())
        {
            RandomAccess.FlushToDisk(handle); // FlushFileBuffers; F_FULLFSYNC on macOS
            return;
        }

        // The framework's flush is fsync, which also writes time stamps: one more journal commit for each group.
        while (NativeMethods.FDataSync(handle) != 0)
        {
            int error = Marshal.GetLastPInvokeError();
            if (error != EINTR) throw Failure("fdatasync", error);
        }
    }

    public void Preallocate(long length)
    {
        if (OperatingSystem.IsLinux() && nint.Size == 8)
        {
            int error;
            do error = NativeMethods.PosixFallocate(handle, 0, (nint)length);
            while (error == EINTR);
            if (error == 0) return;
            if (error is not (EOPNOTSUPP or EINVAL)) throw Failure("fallocate", error);
        }

        RandomAccess.SetLength(handle, length);
    }

    public void SetLength(long length) => RandomAccess.SetLength(handle, length);

    public void Dispose() => handle.Dispose();

    internal static IOException Failure(string call, int error) =>
        new($"{call}: {Marshal.GetPInvokeErrorMessage(error)} ({error})", error);

    // A vectored read may return less than asked in the middle of a file; go on buffer by buffer.
    private long ReadRest(long offset, IReadOnlyList<Memory<byte>> destinations, long done)
    {
        long start = 0;
        foreach (Memory<byte> destination in destinations)
        {
            long end = start + destination.Length;
            if (end > done)
            {
                int from = (int)(done - start);
                int read = Read(offset + done, destination.Span[from..]);
                done += read;
                if (read < destination.Length - from) return done;
            }

            start = end;
        }

        return done;
    }
}
