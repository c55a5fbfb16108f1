using System.Runtime.InteropServices;

namespace Pacs.Imaging;

/// <summary>Draws the set bits of overlays over a picture of the frame's own size.</summary>
internal static class OverlayStage
{
    public static void Draw(ref RenderedImage image, PixelFrame frame, IReadOnlyList<OverlayPlane> overlays, Rgb color)
    {
        int index = frame.Source?.Frame ?? 0;
        foreach (OverlayPlane plane in overlays)
        {
            if (!plane.Covers(index)) continue;
            if (!color.IsGrey) Colors.Ensure(ref image);
            int firstRow = Math.Max(0, plane.OriginRow), endRow = (int)Math.Min(image.Height, (long)plane.OriginRow + plane.Rows);
            int firstColumn = Math.Max(0, plane.OriginColumn), endColumn = (int)Math.Min(image.Width, (long)plane.OriginColumn + plane.Columns);
            for (int row = firstRow; row < endRow; row++)
                for (int column = firstColumn; column < endColumn; column++)
                    if (plane.EmbeddedBit is { } bit ? IsSet(frame, row, column, bit) : plane.IsSet(index, row - plane.OriginRow, column - plane.OriginColumn))
                        Colors.Set(image, row, column, color);
        }
    }

    private static bool IsSet(PixelFrame frame, int row, int column, int bit)
    {
        PixelLayout layout = frame.Layout;
        if (layout.SamplesPerPixel != 1 || layout.Format != SampleFormat.Integer) return false;
        int index = row * layout.Columns + column;
        return layout.BitsAllocated switch
        {
            8 => (frame.Bytes[index] >> bit & 1) != 0,
            16 => (MemoryMarshal.Cast<byte, ushort>(frame.Bytes)[index] >> bit & 1) != 0,
            _ => false,
        };
    }
}
