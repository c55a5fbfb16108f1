namespace Pacs.Imaging;

/// <summary>Draws frames as they are to be seen: stored values through modality, VOI and presentation stage or through colours, then overlays, shutter, layers, size, graphics (PS3.4 §N.2).</summary>
/// <remarks>Pure: safe from any thread. The grey or coloured picture comes from a single pass over the stored pixels; only pooled memory grows with the frame.</remarks>
public static class Renderer
{
    /// <summary>Draws a frame. The picture is the caller's to dispose.</summary>
    /// <param name="frame">The pixels. Borrowed.</param>
    /// <param name="attributes">What its data set says of them.</param>
    /// <param name="options">How it is drawn.</param>
    /// <exception cref="DicomImageException">These pixels cannot be shown, or picture or graphics would be too large.</exception>
    /// <exception cref="ArgumentException">The options' window is not usable, or another option is out of its range.</exception>
    public static RenderedImage Render(PixelFrame frame, DisplayAttributes attributes, RenderOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(frame);
        ArgumentNullException.ThrowIfNull(attributes);
        options ??= RenderOptions.Default;
        Validate(options);
        DisplayAttributes original = attributes;
        PresentationView? view = options.State is { } state && frame.Source is { } source ? state.For(source, frame.Layout, attributes) : null;
        if (view is not null) attributes = Merge(attributes, view, frame.Layout);
        VoiWindow? window = null;
        RenderedImage image = options.State is { IsAdvancedBlending: true } blending
            ? AdvancedBlendingStage.Draw(frame, original, options.BlendedInputs, blending)
            : PixelStage.Draw(frame, attributes, options, out window);
        try
        {
            if ((view?.Palette ?? options.PseudoColor) is { } palette) PixelStage.Colorize(ref image, palette);
            if (options.Superimposed is { } over) BlendingStage.Apply(ref image, frame, over, options.State);
            if (options.DrawsOverlays) OverlayStage.Draw(ref image, frame, attributes.Overlays, options.OverlayColor);
            if (options.AppliesShutter && attributes.Shutter is { } shutter) ShutterStage.Apply(ref image, shutter, attributes.PixelAspect);
            MaskLayer.Draw(ref image, options.Layers);
            ImageMapping mapping = GeometryStage.Apply(ref image, attributes, view, options);
            if (view is not null) GraphicStage.Draw(ref image, mapping, view.Shapes, view.Texts, options.Painter);
            GraphicStage.Draw(ref image, mapping, options.Shapes, options.Texts, options.Painter);
            if (options.Annotations is { } annotations)
            {
                (IReadOnlyList<GraphicShape> shapes, IReadOnlyList<GraphicText> texts) = AnnotationStage.Make(annotations, image, mapping, frame.Source, window);
                GraphicStage.Draw(ref image, mapping, shapes, texts, options.Painter);
            }

            if (options.OutputColors is { } colors) ColorStage.Apply(ref image, colors);
            return image;
        }
        catch
        {
            image.Dispose();
            throw;
        }
    }

    // What a state says replaces what the image says of itself; a stage that it does not have is the identity (PS3.4 §N.2.1).
    internal static DisplayAttributes Merge(DisplayAttributes image, PresentationView view, PixelLayout layout)
    {
        ModalityTransform modality = view.Modality ?? image.Modality;
        IReadOnlyList<VoiWindow> windows = view.Window is { } window ? [window] : [];
        if (windows.Count == 0 && view.VoiTable is null && layout.Format == SampleFormat.Integer && modality.Table is null)
        {
            StoredCode code = StoredCode.Of(layout);
            double first = modality.Apply(code.Minimum), last = modality.Apply(code.ValueOf(code.Mask));
            windows = [VoiWindow.Spanning(Math.Min(first, last), Math.Max(first, last))];
        }

        return image with
        {
            Modality = modality,
            Windows = windows,
            VoiTables = view.VoiTable is { } table ? [table] : [],
            PresentationTable = view.PresentationTable,
            IsInverse = view.IsInverse,
            Overlays = view.Overlays,
            Shutter = view.Shutter,
        };
    }

    private static void Validate(RenderOptions options)
    {
        if (options.Window is { IsUsable: false }) throw new ArgumentException($"A window of center {options.Window.Center} and width {options.Window.Width} shows nothing.", nameof(options));
        if (options.BitDepth is not (8 or 16)) throw new ArgumentException($"A picture has 8 or 16 bits of grey, not {options.BitDepth}.", nameof(options));
        if (options.Rotation % 90 != 0) throw new ArgumentException($"Pictures are turned by multiples of 90 degrees, not by {options.Rotation}.", nameof(options));
        if (options.Superimposed is { Opacity: not (>= 0 and <= 1) } over) throw new ArgumentException($"An opacity is from 0 to 1, not {over.Opacity}.", nameof(options));
        if (options.Superimposed is { Window: { IsUsable: false } unusable }) throw new ArgumentException($"A window of center {unusable.Center} and width {unusable.Width} shows nothing.", nameof(options));
        foreach (int? side in new[] { options.Width, options.Height })
            if (side is < 1 or > RenderedImage.MaxSide) throw new ArgumentException($"A side has 1 to {RenderedImage.MaxSide} pixels, not {side}.", nameof(options));
    }
}
