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
        if (Length < _bytes!.Length) return Memory[Length..];
        if (Length >= maxLength) throw new DicomDataException($"The answer is longer than {maxLength} bytes.");
        byte[] larger = ArrayPool<byte>.Shared.Rent((int)Math.Min(2L * Length, maxLength));
        _bytes.AsSpan(0, Length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = larger;
        return Memory[Length..];
    }
}
