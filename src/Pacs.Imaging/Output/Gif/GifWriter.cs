using System.Buffers;
using System.Buffers.Binary;

namespace Pacs.Imaging;

/// <summary>Writes pictures as one GIF (89a), animated where there are several: image/gif of DICOMweb (PS3.18 §8.7.4). Greys of 8 bits are kept exactly, colours as the 256 that suit each picture.</summary>
/// <remarks>Add the pictures, all of one size, then <see cref="Complete"/>. What plays without loss is <see cref="ApngWriter"/>.</remarks>
public sealed class GifWriter
{
    // Browsers take anything shorter for a mistake, and show it for a tenth of a second.
    private const int ShortestCentiseconds = 2;

    private readonly IBufferWriter<byte> _output;
    private readonly TimeSpan _frameTime;
    private readonly bool _isEndless;
    private (int Width, int Height) _size;
    private double _owed;
    private int _count;
    private bool _isComplete;

    /// <summary>Prepares an animation; nothing is written yet.</summary>
    /// <param name="output">Takes the file.</param>
    /// <param name="frameTime">How long a picture is shown unless <see cref="Add"/> says so: see <see cref="CineTiming"/>. At least 20 ms are written, at most 655 s, in steps of 10 ms whose rounding does not add up.</param>
    /// <param name="isEndless">Whether it begins again after its end.</param>
    public GifWriter(IBufferWriter<byte> output, TimeSpan frameTime, bool isEndless = true)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentOutOfRangeException.ThrowIfLessThan(frameTime, TimeSpan.Zero);
        (_output, _frameTime, _isEndless) = (output, frameTime, isEndless);
    }

    /// <summary>Writes the next picture.</summary>
    /// <param name="image">Borrowed for the call. Of 16-bit greys the upper half is written.</param>
    /// <param name="frameTime">How long it is shown; null takes what the constructor was given.</param>
    /// <exception cref="ArgumentException">It differs in size from the first.</exception>
    /// <exception cref="InvalidOperationException">The file is complete.</exception>
    public void Add(RenderedImage image, TimeSpan? frameTime = null)
    {
        ArgumentNullException.ThrowIfNull(image);
        if (_isComplete) throw new InvalidOperationException("The file is complete; no picture can follow.");
        if (_count++ == 0) WriteHead(image);
        else if ((image.Width, image.Height) != _size) throw new ArgumentException($"Picture {_count - 1} is {image.Width} x {image.Height}; the first is {_size.Width} x {_size.Height}.", nameof(image));

        int pixels = image.Width * image.Height;
        byte[] indices = ArrayPool<byte>.Shared.Rent(pixels);
        try
        {
            Span<byte> colors = stackalloc byte[GifPalette.Length];
            GifPalette.Map(image, colors, indices);
            WriteControl(Delay(frameTime ?? _frameTime));
            WriteDescriptor();
            _output.Write(colors);
            GifCompressor.Write(indices.AsSpan(0, pixels), _output);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(indices);
        }
    }

    /// <summary>Writes the end of the file.</summary>
    /// <exception cref="InvalidOperationException">There is no picture.</exception>
    public void Complete()
    {
        if (_count == 0) throw new InvalidOperationException("A GIF has at least one picture.");
        if (_isComplete) return;
        _isComplete = true;
        _output.Write<byte>([0x3B]);
    }

    // What is lost in rounding one delay is made good by the next, so that the whole takes as long as it should.
    private ushort Delay(TimeSpan time)
    {
        double wanted = time.TotalMilliseconds / 10 + _owed;
        double given = Math.Clamp(Math.Round(wanted), ShortestCentiseconds, ushort.MaxValue);
        _owed = Math.Clamp(wanted - given, -1, 1);
        return (ushort)given;
    }

    private void WriteHead(RenderedImage image)
    {
        _size = (image.Width, image.Height);
        Span<byte> head = stackalloc byte[13];
        "GIF89a"u8.CopyTo(head);
        BinaryPrimitives.WriteUInt16LittleEndian(head[6..], (ushort)image.Width);
        BinaryPrimitives.WriteUInt16LittleEndian(head[8..], (ushort)image.Height);
        head[10] = 0x70; // No colours for all: each picture has its own. Eight bits a component.
        head[11..].Clear();
        _output.Write(head);
        // How often it plays, 0 for ever; without it, once.
        if (_isEndless) _output.Write<byte>([0x21, 0xFF, 11, .. "NETSCAPE2.0"u8, 3, 1, 0, 0, 0]);
    }

    private void WriteControl(ushort centiseconds) =>
        _output.Write<byte>([0x21, 0xF9, 4, 0x04, (byte)centiseconds, (byte)(centiseconds >> 8), 0, 0]);

    private void WriteDescriptor()
    {
        Span<byte> descriptor = stackalloc byte[10];
        descriptor.Clear();
        descriptor[0] = 0x2C;
        BinaryPrimitives.WriteUInt16LittleEndian(descriptor[5..], (ushort)_size.Width);
        BinaryPrimitives.WriteUInt16LittleEndian(descriptor[7..], (ushort)_size.Height);
        descriptor[9] = 0x87; // Colours of its own, 256 of them.
        _output.Write(descriptor);
    }
}
