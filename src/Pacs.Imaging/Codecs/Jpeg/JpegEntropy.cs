using System.Buffers;

namespace Pacs.Imaging;

/// <summary>The entropy coded data of a frame, one restart interval after the other, without its stuffed bytes (ISO/IEC 10918-1 §B.1.1.5).</summary>
internal sealed class JpegEntropy : IDisposable
{
    // What is read a word at a time may be read this far past its end.
    private const int Padding = 16;

    private readonly ReadOnlyMemory<byte> _stream;
    private readonly byte[] _buffer;
    private int _length;
    private byte _marker;

    /// <param name="stream">The whole stream.</param>
    /// <param name="offset">Where the first scan's data begins.</param>
    /// <param name="context">Counts the memory.</param>
    public JpegEntropy(ReadOnlyMemory<byte> stream, int offset, CodecContext context)
    {
        _stream = stream;
        Offset = offset;
        context.Reserve(stream.Length - offset + Padding);
        _buffer = ArrayPool<byte>.Shared.Rent(stream.Length - offset + Padding);
    }

    /// <summary>Where the next data is read, in bytes of the stream; after <see cref="Begin"/>, where the marker is that ends it.</summary>
    public int Offset { get; set; }

    /// <summary>Starts a scan.</summary>
    public JpegBits Begin()
    {
        ReadOnlySpan<byte> stream = _stream.Span;
        Span<byte> buffer = _buffer;
        _length = 0;
        _marker = 0;
        while (true)
        {
            ReadOnlySpan<byte> rest = stream[Offset..];
            int at = rest.IndexOf((byte)0xFF);
            int after = at < 0 ? -1 : rest[at..].IndexOfAnyExcept((byte)0xFF);
            if (after < 0)
            {
                Append(rest[..(at < 0 ? rest.Length : at)]);
                Offset = stream.Length;
                break;
            }

            after += at;
            if (rest[after] == 0)
            {
                Append(rest[..at]);
                buffer[_length++] = 0xFF;
                Offset += after + 1;
                continue;
            }

            Append(rest[..at]);
            _marker = rest[after];
            Offset += after - 1;
            break;
        }

        buffer.Slice(_length, Padding).Clear();
        return new JpegBits(_buffer);
    }

    /// <summary>Goes past a restart marker.</summary>
    /// <param name="before">The bits of the interval that ends.</param>
    /// <param name="index">Which marker is due: they count from 0 to 7 and again.</param>
    public JpegBits Restart(in JpegBits before, int index)
    {
        Check(before);
        if (_marker != JpegMarker.Restart0 + (index & 7))
            throw new DicomImageException(_marker == 0 ? $"The stream ends where restart marker {index & 7} is due." : $"Restart marker {index & 7} is due, marker 0x{_marker:X2} was found.", Offset);
        Offset += 2;
        return Begin();
    }

    /// <summary>Sees to it that no more bits were used than there are.</summary>
    public void Check(in JpegBits bits)
    {
        if (bits.Consumed > 8L * _length) throw new DicomImageException("The entropy coded data ends before its samples do.", Offset);
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(_buffer);

    private void Append(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(_buffer.AsSpan(_length));
        _length += bytes.Length;
    }
}
