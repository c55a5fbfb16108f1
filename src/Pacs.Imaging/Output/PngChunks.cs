using System.Buffers;
using System.Buffers.Binary;

namespace Pacs.Imaging;

/// <summary>Writes PNG chunks, and takes a compressed stream as chunks of at most 64 KiB (ISO/IEC 15948 §5.3).</summary>
/// <param name="output">Takes the chunks.</param>
/// <param name="type">What the stream's chunks are called: IDAT, or fdAT with a sequence number before the data.</param>
internal sealed class PngChunks(IBufferWriter<byte> output, uint type) : Stream
{
    public const uint Idat = 0x49444154, Fdat = 0x66644154;

    private readonly byte[] _buffer = ArrayPool<byte>.Shared.Rent(64 * 1024);
    private int _filled;

    /// <summary>The sequence number of the next fdAT chunk (APNG).</summary>
    public uint Sequence { get; set; }

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <summary>Writes a chunk: length, type, data, CRC of type and data.</summary>
    public static void Write(IBufferWriter<byte> output, uint type, ReadOnlySpan<byte> data, uint? sequence = null)
    {
        int prefix = sequence is null ? 0 : 4, length = data.Length + prefix;
        Span<byte> span = output.GetSpan(length + 12);
        BinaryPrimitives.WriteUInt32BigEndian(span, (uint)length);
        BinaryPrimitives.WriteUInt32BigEndian(span[4..], type);
        if (sequence is { } number) BinaryPrimitives.WriteUInt32BigEndian(span[8..], number);
        data.CopyTo(span[(8 + prefix)..]);
        BinaryPrimitives.WriteUInt32BigEndian(span[(8 + length)..], Crc32.Append(0, span.Slice(4, 4 + length)));
        output.Advance(length + 12);
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            int part = Math.Min(buffer.Length, _buffer.Length - _filled);
            buffer[..part].CopyTo(_buffer.AsSpan(_filled));
            _filled += part;
            buffer = buffer[part..];
            if (_filled == _buffer.Length) WriteChunk();
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    // Chunks end where the buffer is full, not where the compressor flushes.
    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            WriteChunk();
            ArrayPool<byte>.Shared.Return(_buffer);
        }

        base.Dispose(disposing);
    }

    private void WriteChunk()
    {
        if (_filled == 0) return;
        Write(output, type, _buffer.AsSpan(0, _filled), type == Fdat ? Sequence++ : null);
        _filled = 0;
    }
}
