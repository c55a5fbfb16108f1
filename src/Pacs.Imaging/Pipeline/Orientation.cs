namespace Pacs.Imaging;

/// <summary>A part of a picture, turned by quarters and mirrored: [area] → rotate clockwise → exchange left and right (PS3.3 §C.10.6).</summary>
/// <param name="Left">First column of the area; may lie outside the picture, which is black there.</param>
/// <param name="Top">First row of the area.</param>
/// <param name="Width">Columns of the area.</param>
/// <param name="Height">Rows of the area.</param>
/// <param name="Quarters">Clockwise quarter turns, 0 to 3.</param>
/// <param name="IsFlipped">Whether left and right are exchanged afterwards.</param>
internal readonly record struct Orientation(int Left, int Top, int Width, int Height, int Quarters, bool IsFlipped)
{
    public bool TurnsOver => (Quarters & 1) != 0;

    public int TargetWidth => TurnsOver ? Height : Width;

    public int TargetHeight => TurnsOver ? Width : Height;

    /// <summary>Whether applying it to a picture of that size changes nothing.</summary>
    public bool IsIdentity(int width, int height) => this == new Orientation(0, 0, width, height, 0, false);

    /// <summary>Where a point of the picture (columns and rows, 0 at the outer corner of the first pixel) comes to lie.</summary>
    public (double X, double Y) Map(double x, double y)
    {
        (x, y) = (x - Left, y - Top);
        (x, y) = Quarters switch { 1 => (Height - y, x), 2 => (Width - x, Height - y), 3 => (y, Width - x), _ => (x, y) };
        return (IsFlipped ? TargetWidth - x : x, y);
    }

    public RenderedImage Apply(RenderedImage source)
    {
        (double Row, double Column)? spacing = source.PixelSpacing is { } known && TurnsOver ? (known.Column, known.Row) : source.PixelSpacing;
        RenderedImage target = RenderedImage.Rent(TargetWidth, TargetHeight, source.Format, spacing, source.IccProfile);
        target.Bytes.Clear();
        int size = source.BytesPerPixel;
        for (int row = 0; row < target.Height; row++)
        {
            Span<byte> to = target.Row(row);
            for (int column = 0; column < target.Width; column++)
            {
                int x = IsFlipped ? TargetWidth - 1 - column : column;
                (int sx, int sy) = Quarters switch { 1 => (row, Height - 1 - x), 2 => (Width - 1 - x, Height - 1 - row), 3 => (Width - 1 - row, x), _ => (x, row) };
                (sx, sy) = (sx + Left, sy + Top);
                if ((uint)sx < (uint)source.Width && (uint)sy < (uint)source.Height) source.Bytes.Slice((sy * source.Width + sx) * size, size).CopyTo(to[(column * size)..]);
            }
        }

        return target;
    }
}
