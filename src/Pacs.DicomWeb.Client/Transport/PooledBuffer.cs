using System.Buffers;
using Pacs.Core;

namespace Pacs.DicomWeb.Client;

/// <summary>A stream read to its end into pooled memory, within a limit that is checked before memory is taken.</summary>
internal sealed class PooledBuffer : IMemoryOwner<byte>
{
    private byte[]? _bytes = ArrayPool<byte>.Shared.Rent(64 * 1024);

    public int Length { get; private set; }

    public Memory<byte> Memory => _bytes ?? throw new ObjectDisposedException(nameof(PooledBuffer));

    public ReadOnlyMemory<byte> Written => Memory[..Length];

    /// <exception cref="DicomDataException">Longer than the limit.</exception>
    public static async ValueTask<PooledBuffer> ReadAsync(Stream stream, int maxLength, CancellationToken ct)
    {
        var buffer = new PooledBuffer();
        try
        {
            while (await stream.ReadAsync(buffer.Free(maxLength), ct).ConfigureAwait(false) is > 0 and int read) buffer.Length += read;
            if (buffer.Length > maxLength) throw new DicomDataException($"The answer is longer than {maxLength} bytes.");
            return buffer;
        }
        catch
        {
            buffer.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _bytes, null) is { } bytes) ArrayPool<byte>.Shared.Return(bytes);
    }

    private Memory<byte> Free(int maxLength)
    {
        byte[] bytes = _bytes ?? throw new ObjectDisposedException(nameof(PooledBuffer));
        if (Length > maxLength) throw new DicomDataException($"The answer is longer than {maxLength} bytes.");
        if (Length < bytes.Length) return bytes.AsMemory(Length);
        // One byte beyond the limit shows that there is more.
        byte[] larger = ArrayPool<byte>.Shared.Rent((int)Math.Min(Math.Max(2L * Length, 1024), Math.Min(maxLength + 1L, Array.MaxLength)));
        if (larger.Length == Length)
        {
            ArrayPool<byte>.Shared.Return(larger);
            throw new DicomDataException($"The answer is longer than {Length} bytes.");
        }

        bytes.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(bytes);
        _bytes = larger;
        return larger.AsMemory(Length);
    }
}
