using System.Buffers;
using System.IO.Pipelines;
using Microsoft.Win32.SafeHandles;

namespace Pacs.DicomWeb;

/// <summary>The content of a bulk data part until its instance is complete: small in memory, large in a temporary file.</summary>
internal sealed class BulkSpool : IDisposable
{
    private const int MemoryLimit = 1024 * 1024;
    private MemoryStream? _memory = new();
    private SafeFileHandle? _file;

    /// <summary>Bytes held.</summary>
    public long Length { get; private set; }

    /// <summary>Takes all of a part.</summary>
    /// <exception cref="DicomWebException">It is longer than <paramref name="limit"/>.</exception>
    public static async ValueTask<BulkSpool> ReadAsync(PipeReader content, long limit, CancellationToken ct)
    {
        var spool = new BulkSpool();
        try
        {
            while (true)
            {
                ReadResult result = await content.ReadAsync(ct).ConfigureAwait(false);
                foreach (ReadOnlyMemory<byte> piece in result.Buffer) await spool.AddAsync(piece, ct).ConfigureAwait(false);
                content.AdvanceTo(result.Buffer.End);
                if (spool.Length > limit) throw new DicomWebException(Microsoft.AspNetCore.Http.StatusCodes.Status413PayloadTooLarge, $"A value has at most {limit} bytes.");
                if (result.IsCompleted) return spool;
            }
        }
        catch
        {
            spool.Dispose();
            throw;
        }
    }

    /// <summary>Reads a range.</summary>
    public async ValueTask<int> ReadAsync(long offset, Memory<byte> destination, CancellationToken ct)
    {
        int count = (int)Math.Min(destination.Length, Length - offset);
        if (_memory is { } memory) memory.GetBuffer().AsMemory((int)offset, count).CopyTo(destination);
        else count = await RandomAccess.ReadAsync(_file!, destination[..count], offset, ct).ConfigureAwait(false);
        return count;
    }

    /// <summary>All of it.</summary>
    public async ValueTask<byte[]> ToArrayAsync(CancellationToken ct)
    {
        byte[] bytes = GC.AllocateUninitializedArray<byte>(checked((int)Length));
        for (int done = 0; done < bytes.Length;)
        {
            int read = await ReadAsync(done, bytes.AsMemory(done), ct).ConfigureAwait(false);
            if (read == 0) throw new IOException("The temporary file is shorter than what was written.");
            done += read;
        }

        return bytes;
    }

    public void Dispose() => _file?.Dispose();

    private async ValueTask AddAsync(ReadOnlyMemory<byte> bytes, CancellationToken ct)
    {
        if (_memory is { } memory)
        {
            if (Length + bytes.Length <= MemoryLimit)
            {
                memory.Write(bytes.Span);
                Length += bytes.Length;
                return;
            }

            string path = Path.Combine(Path.GetTempPath(), $"pacs-web-{Guid.NewGuid():N}.tmp");
            _file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, FileOptions.DeleteOnClose);
            await RandomAccess.WriteAsync(_file, memory.GetBuffer().AsMemory(0, (int)Length), 0, ct).ConfigureAwait(false);
            _memory = null;
        }

        await RandomAccess.WriteAsync(_file!, bytes, Length, ct).ConfigureAwait(false);
        Length += bytes.Length;
    }
}
