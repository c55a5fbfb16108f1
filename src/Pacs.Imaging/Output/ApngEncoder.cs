using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;

namespace Pacs.Imaging;

/// <summary>Writes several pictures as one animated PNG (acTL, fcTL, fdAT): a cine that browsers play, without loss.</summary>
public static class ApngEncoder
{
    private const uint Actl = 0x6163544C, Fctl = 0x6663544C, Iend = 0x49454E44;

    /// <summary>Writes an animation that repeats for ever.</summary>
    /// <param name="frames">Pictures of the same size and format, at least one. Borrowed, one at a time, so that they may be drawn as they are asked for.</param>
    /// <param name="frameCount">How many there are: it stands before them.</param>
    /// <param name="frameTime">How long each is shown; up to 65 s.</param>
    /// <param name="output">Takes the file.</param>
    /// <exception cref="ArgumentException">Pictures differ in size or format, or are more or fewer than announced.</exception>
    public static void Encode(IEnumerable<RenderedImage> frames, int frameCount, TimeSpan frameTime, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(frames);
        ArgumentNullException.ThrowIfNull(output);
        ArgumentOutOfRangeException.ThrowIfLessThan(frameCount, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(frameTime, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(frameTime, TimeSpan.FromMilliseconds(ushort.MaxValue));
        uint sequence = 0;
        int count = 0;
        (int Width, int Height, RenderedFormat Format) shape = default;
        foreach (RenderedImage image in frames)
        {
            if (count == 0)
            {
                shape = (image.Width, image.Height, image.Format);
                PngEncoder.WriteHead(image, output);
                WriteAnimation(frameCount, output);
            }
            else if ((image.Width, image.Height, image.Format) != shape)
            {
                throw new ArgumentException($"Picture {count} is {image.Width} x {image.Height} {image.Format}; the first is {shape}.", nameof(frames));
            }

            WriteControl(image, sequence++, frameTime, output);
            // The first picture is the still image that other readers show.
            var chunks = new PngChunks(output, count == 0 ? PngChunks.Idat : PngChunks.Fdat) { Sequence = sequence };
            PngEncoder.WritePixels(image, chunks, CompressionLevel.Fastest);
            sequence = chunks.Sequence;
            if (++count > frameCount) break;
        }

        if (count != frameCount) throw new ArgumentException($"{frameCount} pictures were announced, {(count > frameCount ? "more" : count)} came.", nameof(frames));
        PngChunks.Write(output, Iend, []);
    }

    // Number of pictures, and how often they are played: 0 is for ever.
    private static void WriteAnimation(int frameCount, IBufferWriter<byte> output)
    {
        Span<byte> data = stackalloc byte[8];
        data.Clear();
        BinaryPrimitives.WriteInt32BigEndian(data, frameCount);
        PngChunks.Write(output, Actl, data);
    }

    private static void WriteControl(RenderedImage image, uint sequence, TimeSpan frameTime, IBufferWriter<byte> output)
    {
        Span<byte> data = stackalloc byte[26];
        data.Clear();
        BinaryPrimitives.WriteUInt32BigEndian(data, sequence);
        BinaryPrimitives.WriteInt32BigEndian(data[4..], image.Width);
        BinaryPrimitives.WriteInt32BigEndian(data[8..], image.Height);
        BinaryPrimitives.WriteUInt16BigEndian(data[20..], (ushort)frameTime.TotalMilliseconds);
        BinaryPrimitives.WriteUInt16BigEndian(data[22..], 1000);
        PngChunks.Write(output, Fctl, data);
    }
}
