using System.Runtime.InteropServices;

namespace Pacs.Imaging;

/// <summary>Where decoded tiles go: the frame, on a grid that may be reduced.</summary>
internal sealed class J2kOutput
{
    private readonly PixelLayout _layout;
    private readonly Memory<byte> _frame;
    private readonly J2kRect _image;

    /// <param name="size">The image of the codestream.</param>
    /// <param name="layout">The frame's layout, reduced if the image is.</param>
    /// <param name="frame">The frame, which is cleared.</param>
    /// <param name="discardLevels">Halvings of the image.</param>
    public J2kOutput(J2kSize size, PixelLayout layout, Memory<byte> frame, int discardLevels)
    {
        (_layout, _frame) = (layout, frame);
        _image = new J2kRect(size.X0, size.Y0, size.X1, size.Y1).Halve(discardLevels);
        frame.Span[..(int)layout.FrameLength].Clear();
    }

    /// <summary>Takes in a tile.</summary>
    /// <param name="tile">The tile.</param>
    /// <param name="planes">Its components' samples; used up.</param>
    /// <param name="discardLevels">Halvings.</param>
    public void Store(J2kTile tile, int[][] planes, int discardLevels)
    {
        if (tile.Parameters.HasComponentTransform) Transform(tile, planes, discardLevels);
        for (int c = 0; c < planes.Length; c++)
        {
            J2kTileComponent component = tile.Components[c];
            J2kRect area = component.Area.Halve(discardLevels);
            Span<int> samples = planes[c].AsSpan(0, (int)area.Area);
            if (!component.Style.IsReversible) SampleOutput.Round(MemoryMarshal.Cast<int, float>(samples));
            SampleOutput.ShiftAndClamp(samples, component.Declared);
            if (component.Declared is { Dx: 1, Dy: 1 }) StoreFull(samples, area, c);
            else StoreSpread(samples, area, component.Declared, tile.Area.Halve(discardLevels), c);
        }
    }

    private static void Transform(J2kTile tile, int[][] planes, int discardLevels)
    {
        int length = (int)tile.Components[0].Area.Halve(discardLevels).Area;
        Span<int> a = planes[0].AsSpan(0, length), b = planes[1].AsSpan(0, length), c = planes[2].AsSpan(0, length);
        if (tile.Components[0].Style.IsReversible) ComponentTransform.InverseReversible(a, b, c);
        else ComponentTransform.InverseIrreversible(MemoryMarshal.Cast<int, float>(a), MemoryMarshal.Cast<int, float>(b), MemoryMarshal.Cast<int, float>(c));
    }

    private void StoreFull(ReadOnlySpan<int> samples, J2kRect area, int component)
    {
        for (int y = 0; y < area.Height; y++)
            StoreRow(samples.Slice(y * area.Width, area.Width), area.Y0 + y - _image.Y0, area.X0 - _image.X0, component);
    }

    // Each sample of a component that has fewer stands for all the pixels up to the next.
    private void StoreSpread(ReadOnlySpan<int> samples, J2kRect area, J2kComponentSize component, J2kRect tile, int index)
    {
        if (area.IsEmpty) return;
        int[] row = new int[tile.Width];
        for (int y = tile.Y0; y < tile.Y1; y++)
        {
            ReadOnlySpan<int> source = samples.Slice(Math.Clamp((y / component.Dy) - area.Y0, 0, area.Height - 1) * area.Width, area.Width);
            for (int x = tile.X0; x < tile.X1; x++) row[x - tile.X0] = source[Math.Clamp((x / component.Dx) - area.X0, 0, area.Width - 1)];
            StoreRow(row, y - _image.Y0, tile.X0 - _image.X0, index);
        }
    }

    private void StoreRow(ReadOnlySpan<int> row, int y, int x, int component)
    {
        int step = _layout.SamplesPerPixel;
        long first = ((((long)y * _layout.Columns) + x) * step) + component;
        if (_layout.BitsAllocated == 1) SampleOutput.StoreBits(row, _frame.Span, first, step);
        else SampleOutput.Store(row, _frame.Span, first, step, _layout.BitsAllocated / 8);
    }
}
