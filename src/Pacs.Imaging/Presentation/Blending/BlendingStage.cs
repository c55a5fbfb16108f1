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

        PlaneFit fit = PlaneFit.Between(under, over.Frame);
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

    private static void Mix(RenderedImage image, RenderedImage upper, PixelFrame over, PaddingRange? padding, PlaneFit fit, double opacity)
    {
        using var samples = new SampleBuffer(over);
        for (int row = 0; row < image.Height; row++)
        {
            Span<byte> target = image.Row(row);
            for (int column = 0; column < image.Width; column++)
            {
                (double x, double y) = fit.Of(column, row);
                if (!(x >= 0 && y >= 0 && x < upper.Width && y < upper.Height)) continue;
                if (padding is { } none && over.Layout.SamplesPerPixel == 1 && none.Contains(samples[(int)y * upper.Width + (int)x])) continue;
                for (int component = 0; component < 3; component++)
                    target[column * 3 + component] = (byte)(target[column * 3 + component] * (1 - opacity) + PlaneFit.Interpolate(upper, x, y, component) * opacity + 0.5);
            }
        }
    }
}
