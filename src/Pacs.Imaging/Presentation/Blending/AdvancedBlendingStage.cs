namespace Pacs.Imaging;

/// <summary>Draws the inputs of an advanced blending state and blends them step by step, in the pixels of the image that the state is applied to (PS3.4 §N.2.6).</summary>
internal static class AdvancedBlendingStage
{
    // Of all layers together, which a state can ask for in any number.
    private const long MaxLength = 1L << 30;

    public static RenderedImage Draw(PixelFrame frame, DisplayAttributes attributes, IReadOnlyList<Superimposition> others, PresentationState state)
    {
        AdvancedBlending blending = state.Advanced!;
        BlendingStep last = blending.Steps.FirstOrDefault(static step => step.Number is null) ?? throw new DicomImageException("No step of the advanced blending state gives the picture.");
        var images = new List<Superimposition> { new(frame, attributes) };
        images.AddRange(others);
        var layers = new Dictionary<int, BlendingLayer>();
        try
        {
            using BlendingLayer result = Resolve(last, depth: 0);
            RenderedImage picture = RenderedImage.Rent(result.Image.Width, result.Image.Height, RenderedFormat.Rgb24, attributes.PixelSpacing, default);
            result.Image.Bytes.CopyTo(picture.Bytes);
            return picture;
        }
        finally
        {
            foreach (BlendingLayer layer in layers.Values) layer.Dispose();
        }

        BlendingLayer Resolve(BlendingStep step, int depth)
        {
            if (depth > blending.Steps.Count) throw new DicomImageException("Steps of the advanced blending state wait for each other.");
            return BlendingLayer.Blend(step, [.. step.Inputs.Select(number => LayerOf(number, depth))]);
        }

        BlendingLayer LayerOf(int number, int depth)
        {
            if (layers.TryGetValue(number, out BlendingLayer? known)) return known;
            long length = (layers.Count + 1) * frame.Layout.PixelCount * 4;
            if (length > MaxLength) throw new DicomImageException($"Blending {layers.Count + 1} images of {frame.Layout.Columns} x {frame.Layout.Rows} pixels takes {length} bytes; at most {MaxLength} are allowed.");
            BlendingLayer made = blending.Steps.FirstOrDefault(step => step.Number == number) is { } step ? Resolve(step, depth + 1) : DrawInput(frame, InputOf(number), number, images);
            return layers[number] = made;
        }

        BlendingInput InputOf(int number) => blending.Inputs.FirstOrDefault(input => input.Number == number) ?? throw new DicomImageException($"The advanced blending state has no input {number}.");
    }

    private static BlendingLayer DrawInput(PixelFrame under, BlendingInput input, int number, IReadOnlyList<Superimposition> images)
    {
        Superimposition given = images.FirstOrDefault(image => image.Frame.Source is { } named && input.Names(named))
            ?? throw new DicomImageException($"No image was given for input {number} of the advanced blending state.");
        PixelFrame frame = given.Frame;
        PresentationView view = input.ViewOf(frame.Source!, frame.Layout, given.Attributes);
        DisplayAttributes attributes = Renderer.Merge(given.Attributes, view, frame.Layout);
        PlaneFit fit = PlaneFit.Between(under, frame);
        IReadOnlyList<PixelThreshold> thresholds = input.Thresholds;
        RenderedImage picture = PixelStage.Draw(frame, attributes, RenderOptions.Default, out _);
        try
        {
            if (view.Palette is { } palette) PixelStage.Colorize(ref picture, palette);
            Colors.Ensure(ref picture);
            var layer = new BlendingLayer(under.Layout.Columns, under.Layout.Rows);
            Place(layer, picture, fit, frame, attributes, thresholds);
            return layer;
        }
        finally
        {
            picture.Dispose();
        }
    }

    private static void Place(BlendingLayer layer, RenderedImage picture, PlaneFit fit, PixelFrame frame, DisplayAttributes attributes, IReadOnlyList<PixelThreshold> thresholds)
    {
        bool isGrey = frame.Layout.SamplesPerPixel == 1;
        using SampleBuffer samples = isGrey ? new SampleBuffer(frame) : default;
        int width = layer.Image.Width;
        for (int row = 0; row < layer.Image.Height; row++)
        {
            Span<byte> target = layer.Image.Row(row);
            for (int column = 0; column < width; column++)
            {
                (double x, double y) = fit.Of(column, row);
                if (!(x >= 0 && y >= 0 && x < picture.Width && y < picture.Height)) continue;
                if (isGrey && !IsSeen(samples[(int)y * picture.Width + (int)x], attributes, thresholds)) continue;
                layer.Seen[row * width + column] = 1;
                for (int component = 0; component < 3; component++) target[column * 3 + component] = (byte)(PlaneFit.Interpolate(picture, x, y, component) + 0.5);
            }
        }
    }

    private static bool IsSeen(double stored, DisplayAttributes attributes, IReadOnlyList<PixelThreshold> thresholds)
    {
        if (double.IsNaN(stored) || attributes.Padding is { } padding && padding.Contains(stored)) return false;
        double value = attributes.Modality.Apply(stored);
        for (int i = 0; i < thresholds.Count; i++)
            if (!thresholds[i].Shows(value)) return false;
        return true;
    }
}
