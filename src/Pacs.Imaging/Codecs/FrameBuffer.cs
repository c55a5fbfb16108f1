namespace Pacs.Imaging;

/// <summary>What codecs are handed to read from and to fill: exactly a frame, or the caller's mistake.</summary>
internal static class FrameBuffer
{
    /// <summary>The part of a buffer that a frame fills.</summary>
    /// <exception cref="ArgumentException">The buffer is too short.</exception>
    public static Memory<byte> ToFill(Memory<byte> pixels, PixelLayout layout) => pixels.Length >= layout.FrameLength
        ? pixels[..(int)layout.FrameLength]
        : throw new ArgumentException($"The frame has {layout.FrameLength} bytes; there is room for {pixels.Length}.", nameof(pixels));

    /// <summary>The frame at the beginning of a buffer.</summary>
    /// <exception cref="ArgumentException">The buffer is too short.</exception>
    public static ReadOnlyMemory<byte> ToRead(ReadOnlyMemory<byte> pixels, PixelLayout layout) => pixels.Length >= layout.FrameLength
        ? pixels[..(int)layout.FrameLength]
        : throw new ArgumentException($"The frame has {layout.FrameLength} bytes; {pixels.Length} were given.", nameof(pixels));
}
