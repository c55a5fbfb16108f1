using Pacs.Core;

namespace Pacs.Imaging;

/// <summary>Lays a second image over a picture of the first image's own size.</summary>
internal static class BlendingStage
{
    public static void Apply(ref RenderedImage image, PixelFrame under, Superimposition over, PresentationState? state)
    {
        double opacity = state?.RelativeOpacity ?? over.Opacity;
        DisplayAttributes attributes = over.Attributes;
        Palette? palette = over.Palette;
        if (state is { IsBlending: true } && over.Frame.Source is { } source)
        {
            PresentationView view = state.For(source, over.Frame.Layout, attributes);
            attributes = Renderer.Merge(attributes, view, over.Frame.Layout);
            palette = view.Palette ?? palette;
        }

        Func<double, double, (double X, double Y)> fit = Fit(under, over.Frame);
        RenderedImage upper = PixelStage.Draw(over.Frame, attributes, new RenderOptions { Window = over.Window }, out _);
        try
        {
            if (palette is not null) PixelStage.Colorize(ref upper, palette);
            Colors.Ensure(ref upper);
            Colors.Ensure(ref image);
            Mix(image, upper, over.Frame, attributes.Padding, fit, opacity);
        }
        finally
        {
            upper.Dispose();
        }
    }

    // From pixel centers of the lower frame to those of the upper, counted from 0 at the outer corner.
    private static Func<double, double, (double X, double Y)> Fit(PixelFrame under, PixelFrame over)
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
            return (x, y) =>
            {
                (double column, double row, _) = to.ToImage(from.ToPatient(x, y));
                return (column, row);
            };
        }

        if (under.Layout.Columns != over.Layout.Columns || under.Layout.Rows != over.Layout.Rows)
            throw new DicomImageException($"An image of {over.Layout.Columns} x {over.Layout.Rows} pixels cannot be laid over one of {under.Layout.Columns} x {under.Layout.Rows}: they do not say where they lie in one frame of reference.");
        return static (x, y) => (x, y);
    }

    private static void Mix(RenderedImage image, RenderedImage upper, PixelFrame over, PaddingRange? padding, Func<double, double, (double X, double Y)> fit, double opacity)
    {
        using var samples = new SampleBuffer(over);
        // Both planes are flat and parallel: the fit is affine, so three points say it all.
        (double x0, double y0) = fit(0.5, 0.5);
        (double x1, double y1) = fit(1.5, 0.5);
        (double x2, double y2) = fit(0.5, 1.5);
        ReadOnlySpan<byte> source = upper.Bytes;
        for (int row = 0; row < image.Height; row++)
        {
            Span<byte> target = image.Row(row);
            for (int column = 0; column < image.Width; column++)
            {
                double x = x0 + column * (x1 - x0) + row * (x2 - x0), y = y0 + column * (y1 - y0) + row * (y2 - y0);
                if (!(x >= 0 && y >= 0 && x < upper.Width && y < upper.Height)) continue;
                if (padding is { } none && over.Layout.SamplesPerPixel == 1 && samples[(int)y * upper.Width + (int)x] is var value && value >= none.First && value <= none.Last) continue;
                int left = (int)Math.Clamp(Math.Floor(x - 0.5), 0, upper.Width - 1), top = (int)Math.Clamp(Math.Floor(y - 0.5), 0, upper.Height - 1);
                int right = Math.Min(left + 1, upper.Width - 1), bottom = Math.Min(top + 1, upper.Height - 1);
                double across = Math.Clamp(x - 0.5 - left, 0, 1), down = Math.Clamp(y - 0.5 - top, 0, 1);
                for (int component = 0; component < 3; component++)
                {
                    double above = source[(top * upper.Width + left) * 3 + component] * (1 - across) + source[(top * upper.Width + right) * 3 + component] * across;
                    double below = source[(bottom * upper.Width + left) * 3 + component] * (1 - across) + source[(bottom * upper.Width + right) * 3 + component] * across;
                    double mixed = target[column * 3 + component] * (1 - opacity) + (above * (1 - down) + below * down) * opacity;
                    target[column * 3 + component] = (byte)(mixed + 0.5);
                }
            }
        }
    }
}
