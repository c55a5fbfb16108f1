using Pacs.Core;

namespace Pacs.Imaging;

/// <summary>From the pixels of one image to those of another that shows the same slice: both planes are flat and parallel, so the way is affine.</summary>
internal readonly struct PlaneFit
{
    private readonly (double X, double Y) _origin, _right, _down;

    private PlaneFit(Func<double, double, (double X, double Y)> map)
    {
        (double X, double Y) origin = map(0.5, 0.5), right = map(1.5, 0.5), down = map(0.5, 1.5);
        (_origin, _right, _down) = (origin, (right.X - origin.X, right.Y - origin.Y), (down.X - origin.X, down.Y - origin.Y));
    }

    /// <summary>By the place of both in one frame of reference, whatever their sizes; images that do not say it have to be of the same size.</summary>
    /// <exception cref="DicomImageException">They show other slices, or differ in size and say nothing of their place.</exception>
    public static PlaneFit Between(PixelFrame under, PixelFrame over)
    {
        if (under.Source is { } lower && over.Source is { } upper
            && lower.Dataset.GetUid(DicomTag.FrameOfReferenceUID) is { } place && place == upper.Dataset.GetUid(DicomTag.FrameOfReferenceUID)
            && ImagePlane.Of(FrameAttributes.Of(lower.Dataset, lower.Frame)) is { } from && ImagePlane.Of(FrameAttributes.Of(upper.Dataset, upper.Frame)) is { } to)
        {
            double apart = 0;
            foreach ((double x, double y) in ((double, double)[])[(0, 0), (under.Layout.Columns, 0), (0, under.Layout.Rows)])
                apart = Math.Max(apart, Math.Abs(to.ToImage(from.ToPatient(x, y)).Distance));
            double allowed = Math.Max(0.01, Math.Max(from.Thickness, to.Thickness) / 2 + 0.01);
            if (apart > allowed) throw new DicomImageException($"The images to blend lie up to {apart:0.0} mm apart, where their slices allow {allowed:0.0} mm: they have to be reformatted first.");
            return new PlaneFit((x, y) =>
            {
                (double column, double row, _) = to.ToImage(from.ToPatient(x, y));
                return (column, row);
            });
        }

        if (under.Layout.Columns != over.Layout.Columns || under.Layout.Rows != over.Layout.Rows)
            throw new DicomImageException($"An image of {over.Layout.Columns} x {over.Layout.Rows} pixels cannot be laid over one of {under.Layout.Columns} x {under.Layout.Rows}: they do not say where they lie in one frame of reference.");
        return new PlaneFit(static (x, y) => (x, y));
    }

    /// <summary>Where the center of a pixel of the lower image lies in the upper one, counted from its outer corner.</summary>
    public (double X, double Y) Of(int column, int row) =>
        (_origin.X + column * _right.X + row * _down.X, _origin.Y + column * _right.Y + row * _down.Y);

    /// <summary>A component of a coloured picture at a place, linear between pixel centers.</summary>
    public static double Interpolate(RenderedImage image, double x, double y, int component)
    {
        ReadOnlySpan<byte> source = image.Bytes;
        int left = (int)Math.Clamp(Math.Floor(x - 0.5), 0, image.Width - 1), top = (int)Math.Clamp(Math.Floor(y - 0.5), 0, image.Height - 1);
        int right = Math.Min(left + 1, image.Width - 1), bottom = Math.Min(top + 1, image.Height - 1);
        double across = Math.Clamp(x - 0.5 - left, 0, 1), down = Math.Clamp(y - 0.5 - top, 0, 1);
        double above = source[(top * image.Width + left) * 3 + component] * (1 - across) + source[(top * image.Width + right) * 3 + component] * across;
        double below = source[(bottom * image.Width + left) * 3 + component] * (1 - across) + source[(bottom * image.Width + right) * 3 + component] * across;
        return above * (1 - down) + below * down;
    }
}
