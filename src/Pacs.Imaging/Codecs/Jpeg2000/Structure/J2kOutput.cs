namespace Pacs.Imaging;

/// <summary>Where decoded tiles go: the frame, on a grid that may be reduced. Safe from several threads, as long as they store other rows or tiles.</summary>
internal sealed class J2kOutput
{
    // A row of a tile is worth a thread's while from here on.
    private const int LeastRows = 32;
    private readonly PixelLayout _layout;
    private readonly Memory<byte> _frame;
    private readonly J2kRect _image;
    private readonly int _discardLevels;

    /// <param name="stream">The codestream.</param>
    /// <param name="layout">The frame's layout, reduced if the image is.</param>
    /// <param name="frame">The frame.</param>
    /// <param name="discardLevels">Halvings of the image.</param>
    public J2kOutput(J2kCodestream stream, PixelLayout layout, Memory<byte> frame, int discardLevels)
    {
        (_layout, _frame, _discardLevels) = (layout, frame, discardLevels);
        J2kSize size = stream.Size;
        _image = new J2kRect(size.X0, size.Y0, size.X1, size.Y1).Halve(discardLevels);
        // Bits are set, not written; tiles may be missing; and a subsampled component may have no sample in a tile.
        if (layout.BitsAllocated == 1 || stream.Tiles.Count < size.TileCount || size.Components.Any(component => component.Dx > 1 || component.Dy > 1))
            frame.Span[..(int)layout.FrameLength].Clear();
    }

    /// <summary>Whether rows share bytes, so that one thread must store them all.</summary>
    public bool IsPacked => _layout.BitsAllocated == 1;

    /// <summary>Takes in a tile, in strips of rows on several threads.</summary>
    /// <param name="tile">The tile.</param>
    /// <param name="rows">Makes the rows of a component.</param>
    /// <param name="areFinished">Whether these are samples already, and not what the wavelet gives.</param>
    /// <param name="degree">Threads.</param>
    /// <param name="context">Time, scheduler.</param>
    public void Store(J2kTile tile, Func<int, J2kRows> rows, bool areFinished, int degree, CodecContext context)
    {
        J2kRect area = tile.Area.Halve(_discardLevels);
        if (area.IsEmpty) return;
        int strips = IsPacked ? 1 : Math.Clamp(area.Height / LeastRows, 1, degree);
        J2kParallel.For<object?>(strips, degree, context, static () => null, (strip, _) =>
        {
            using var row = new J2kTileRows(tile, rows, areFinished, _discardLevels);
            int first = (int)((long)area.Height * strip / strips), end = (int)((long)area.Height * (strip + 1) / strips);
            for (int y = first; y < end; y++)
            {
                if ((y & 63) == 63) context.Checkpoint();
                row.Read(area.Y0 + y);
                StoreRow(row, area.Y0 + y - _image.Y0, area.X0 - _image.X0);
            }
        });
    }

    private void StoreRow(J2kTileRows rows, int y, int x)
    {
        int samples = _layout.SamplesPerPixel;
        long first = (((long)y * _layout.Columns) + x) * samples;
        if (samples == 3 && _layout.BitsAllocated == 8 && rows.AreWhole)
        {
            SampleOutput.StoreThree(rows.Row(0), rows.Row(1), rows.Row(2), _frame.Span[(int)first..]);
            return;
        }

        for (int c = 0; c < samples; c++)
        {
            ReadOnlySpan<int> row = rows.Row(c);
            if (IsPacked) SampleOutput.StoreBits(row, _frame.Span, first + c, samples);
            else if (!row.IsEmpty) SampleOutput.Store(row, _frame.Span, first + c, samples, _layout.BitsAllocated / 8);
        }
    }
}
