namespace Pacs.Imaging;

/// <summary>Turns, mirrors and scales a picture; proportions are those of the patient where pixels are not square.</summary>
internal static class GeometryStage
{
    /// <summary>Applies what the options ask for.</summary>
    /// <returns>How it was turned, and by how much it was scaled across and down: where points of the frame are now.</returns>
    public static ImageMapping Apply(ref RenderedImage image, DisplayAttributes attributes, RenderOptions options)
    {
        int quarters = ((options.Rotation / 90 % 4) + 4) % 4;
        var orientation = new Orientation(0, 0, image.Width, image.Height, quarters, options.FlipsHorizontally);
        if (!orientation.IsIdentity(image.Width, image.Height)) Replace(ref image, orientation.Apply(image));
        double aspect = !options.CorrectsAspect ? 1 : orientation.TurnsOver ? 1 / attributes.PixelAspect : attributes.PixelAspect;
        (int width, int height) = SizeOf(image.Width, image.Height, aspect, options.Width, options.Height);
        var mapping = new ImageMapping(orientation, (double)width / image.Width, (double)height / image.Height);
        if (width != image.Width || height != image.Height) Replace(ref image, Resampler.Resize(image, width, height, options.Interpolation));
        return mapping;
    }

    /// <summary>The size of a picture of these pixels that is true to scale and fits the bounds.</summary>
    internal static (int Width, int Height) SizeOf(int columns, int rows, double aspect, int? maxWidth, int? maxHeight)
    {
        // Nothing is lost when the shorter side of the pixels is stretched.
        double width = aspect < 1 ? columns / aspect : columns, height = aspect > 1 ? rows * aspect : rows;
        double factor = 1;
        if (maxWidth is not null || maxHeight is not null) factor = Math.Min((maxWidth ?? double.PositiveInfinity) / width, (maxHeight ?? double.PositiveInfinity) / height);
        return (Side(width * factor), Side(height * factor));
    }

    private static int Side(double length) => (int)Math.Clamp(Math.Round(length), 1, RenderedImage.MaxSide);

    private static void Replace(ref RenderedImage image, RenderedImage by)
    {
        image.Dispose();
        image = by;
    }
}
