using Pacs.Core;
using Pacs.Imaging;

namespace Pacs.DicomWeb;

/// <summary>A decoded frame and all that drawing it needs. Whoever holds it disposes it; with the last one its memory goes back.</summary>
internal sealed class ReadyFrame(DicomDataset header, PixelFrame pixels, DisplayAttributes attributes, IReadOnlyList<PixelFrame> others, int frame, long headerLength) : IDisposable
{
    private int _holders = 1;

    /// <summary>The header with palettes, tables and overlays in it.</summary>
    public DicomDataset Header => header;

    public PixelFrame Pixels => pixels;

    public DisplayAttributes Attributes => attributes;

    /// <summary>Frames of other data types that it is blended with.</summary>
    public IReadOnlyList<PixelFrame> Others => others;

    /// <summary>Which frame of the image, from 0.</summary>
    public int Frame => frame;

    /// <summary>Bytes that it takes, about: a parsed header is some three times what it was read from.</summary>
    public long Length { get; } = pixels.Layout.FrameLength + others.Sum(static other => other.Layout.FrameLength) + (3 * headerLength);

    /// <summary>One holder more.</summary>
    public ReadyFrame Share()
    {
        Interlocked.Increment(ref _holders);
        return this;
    }

    public void Dispose()
    {
        if (Interlocked.Decrement(ref _holders) > 0) return;
        pixels.Dispose();
        foreach (PixelFrame other in others) other.Dispose();
    }
}
