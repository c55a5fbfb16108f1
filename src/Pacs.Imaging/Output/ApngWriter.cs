using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;

namespace Pacs.Imaging;

/// <summary>Writes pictures as one animated PNG (acTL, fcTL, fdAT): a cine that browsers play for ever, without loss.</summary>
/// <remarks>Add as many pictures as were announced, of the same size and format, then <see cref="Complete"/>.</remarks>
public sealed class ApngWriter
{
    private const uint Actl = 0x6163544C, Fctl = 0x6663544C, Iend = 0x49454E44;

    private readonly IBufferWriter<byte> _output;
    private readonly int _frameCount;
    private readonly ushort _milliseconds;
    private (int Width, int Height, RenderedFormat Format) _shape;
    private uint _sequence;
    private int _count;

    /// <summary>Prepares an animation; nothing is written yet.</summary>
    /// <param name="output">Takes the file.</param>
    /// <param name="frameCount">How many pictures will come: it stands before them.</param>
    /// <param name="frameTime">How long each is shown; up to 65 s.</param>
    public ApngWriter(IBufferWriter<byte> output, int frameCount, TimeSpan frameTime)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentOutOfRangeException.ThrowIfLessThan(frameCount, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(frameTime, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(frameTime, TimeSpan.FromMilliseconds(ushort.MaxValue));
        (_output, _frameCount, _milliseconds) = (output, frameCount, (ushort)frameTime.TotalMilliseconds);
    }

    /// <summary>Writes the next picture.</summary>
    /// <param name="image">Borrowed for the call.</param>
    /// <exception cref="ArgumentException">It differs in size or format from the first.</exception>
    /// <exception cref="InvalidOperationException">All pictures that were announced are written.</exception>
    public void Add(RenderedImage image)
    {
        ArgumentNullException.ThrowIfNull(image);
        if (_count == _frameCount) throw new InvalidOperationException($"{_frameCount} pictures were announced; there are no more.");
        if (_count == 0)
        {
            _shape = (image.Width, image.Height, image.Format);
            PngEncoder.WriteHead(image, _output);
            WriteAnimation();
        }
        else if ((image.Width, image.Height, image.Format) != _shape)
        {
            throw new ArgumentException($"Picture {_count} is {image.Width} x {image.Height} {image.Format}; the first is {_shape}.", nameof(image));
        }

        WriteControl();
        // The first picture is the still image that other readers show.
        var chunks = new PngChunks(_output, _count++ == 0 ? PngChunks.Idat : PngChunks.Fdat) { Sequence = _sequence };
        PngEncoder.WritePixels(image, chunks, CompressionLevel.Fastest);
        _sequence = chunks.Sequence;
    }

    /// <summary>Writes the end of the file.</summary>
    /// <exception cref="InvalidOperationException">Fewer pictures came than were announced.</exception>
    public void Complete()
    {
        if (_count != _frameCount) throw new InvalidOperationException($"{_frameCount} pictures were announced, {_count} came.");
        PngChunks.Write(_output, Iend, []);
    }

    // Number of pictures, and how often they are played: 0 is for ever.
    private void WriteAnimation()
    {
        Span<byte> data = stackalloc byte[8];
        data.Clear();
        BinaryPrimitives.WriteInt32BigEndian(data, _frameCount);
        PngChunks.Write(_output, Actl, data);
    }

    private void WriteControl()
    {
        Span<byte> data = stackalloc byte[26];
        data.Clear();
        BinaryPrimitives.WriteUInt32BigEndian(data, _sequence++);
        BinaryPrimitives.WriteInt32BigEndian(data[4..], _shape.Width);
        BinaryPrimitives.WriteInt32BigEndian(data[8..], _shape.Height);
        BinaryPrimitives.WriteUInt16BigEndian(data[20..], _milliseconds);
        BinaryPrimitives.WriteUInt16BigEndian(data[22..], 1000);
        PngChunks.Write(_output, Fctl, data);
    }
}
