namespace Pacs.Imaging;

/// <summary>Cuts, turns, mirrors and scales a picture; proportions are those of the patient where pixels are not square.</summary>
internal static class GeometryStage
{
    /// <summary>Pixels up to which a picture is enlarged because a file says so, those of a display of 3840 x 2160; one that is larger by itself is not reduced for it.</summary>
    internal const double MostEnlarged = 1 << 23;

    /// <summary>Applies what presentation state and options ask for, the state first.</summary>
    /// <returns>Where points of the frame are now.</returns>
    public static ImageMapping Apply(ref RenderedImage image, DisplayAttributes attributes, PresentationView? view, RenderOptions options)
    {
        DisplayedArea? area = options.Area ?? view?.Area;
        Orientation orientation = OrientationOf(image, view, area, options);
        if (!orientation.IsIdentity(image.Width, image.Height)) Replace(ref image, orientation.Apply(image));
        double aspect = options.CorrectsAspect ? area?.PixelAspect ?? attributes.PixelAspect : 1;
        if (orientation.TurnsOver) aspect = 1 / aspect;
        (int width, int height) = SizeOf(image.Width, image.Height, aspect, options.Width, options.Height, area?.Magnification ?? 1);
        var mapping = new ImageMapping(orientation, (double)width / image.Width, (double)height / image.Height);
        if (width != image.Width || height != image.Height) Replace(ref image, Resampler.Resize(image, width, height, options.Interpolation));
        return mapping;
    }

    /// <summary>The size of a picture of these pixels that is true to scale and fits the bounds.</summary>
    internal static (int Width, int Height) SizeOf(int columns, int rows, double aspect, int? maxWidth, int? maxHeight, double factor = 1)
    {
        // Nothing is lost when the shorter side of the pixels is stretched.
        double width = aspect < 1 ? columns / aspect : columns, height = aspect > 1 ? rows * aspect : rows;
        if (maxWidth is not null || maxHeight is not null) factor = Math.Min((maxWidth ?? double.PositiveInfinity) / width, (maxHeight ?? double.PositiveInfinity) / height);
        // Nobody asked for a size but the file, in its magnification or its pixels' proportions: that is no reason to take any memory.
        else factor = Math.Min(factor, Math.Sqrt(Math.Max(MostEnlarged, (double)columns * rows) / (width * height)));
        return (Side(width * factor), Side(height * factor));
    }

    private static Orientation OrientationOf(RenderedImage image, PresentationView? view, DisplayedArea? area, RenderOptions options)
    {
        int quarters = ((options.Rotation / 90 % 4) + 4) % 4, before = (view?.Rotation ?? 0) / 90;
        // A turn after a flip is the opposite turn before it.
        bool flips = view?.FlipsHorizontally ?? false;
        quarters = ((flips ? before - quarters : before + quarters) + 8) % 4;
        flips ^= options.FlipsHorizontally;
        if (area is null) return new Orientation(0, 0, image.Width, image.Height, quarters, flips);
        // An area may reach beyond the image, which is black there; no further than the image's own size, whatever a file says.
        int left = Math.Clamp(area.Left, -image.Width, image.Width - 1), top = Math.Clamp(area.Top, -image.Height, image.Height - 1);
        int right = Math.Clamp(area.Left + area.Width, left + 1, 2 * image.Width), bottom = Math.Clamp(area.Top + area.Height, top + 1, 2 * image.Height);
        return new Orientation(left, top, right - left, bottom - top, quarters, flips);
    }

    private static int Side(double length) => (int)Math.Clamp(Math.Round(length), 1, RenderedImage.MaxSide);

    private static void Replace(ref RenderedImage image, RenderedImage by)
    {
        image.Dispose();
        image = by;
    }
}
