namespace Pacs.Imaging;

/// <summary>A coloured layer over a frame: how much of each pixel it covers.</summary>
/// <param name="Columns">Columns; the layer has the frame's size.</param>
/// <param name="Coverage">[rows, columns], 0 for nothing to 255 for all.</param>
/// <param name="Color">Its colour.</param>
public sealed record MaskLayer(int Columns, ReadOnlyMemory<byte> Coverage, Rgb Color)
{
    /// <summary>How strongly it is drawn, from 0 to 1. Default 0.4, so that the image stays visible below.</summary>
    public double Opacity { get; init; } = 0.4;

    /// <summary>What it is, for a legend; null when unknown.</summary>
    public string? Label { get; init; }

    /// <summary>Rows.</summary>
    public int Rows => Columns > 0 ? Coverage.Length / Columns : 0;

    internal static void Draw(ref RenderedImage image, IReadOnlyList<MaskLayer> layers)
    {
        foreach (MaskLayer layer in layers)
        {
            if (layer.Columns != image.Width || layer.Rows != image.Height)
                throw new ArgumentException($"A layer of {layer.Columns} x {layer.Rows} pixels does not fit a frame of {image.Width} x {image.Height}.", nameof(layers));
            Colors.Ensure(ref image);
            ReadOnlySpan<byte> coverage = layer.Coverage.Span;
            for (int i = 0; i < coverage.Length; i++)
                if (coverage[i] != 0) Colors.Mix(image, i / image.Width, i % image.Width, layer.Color, Math.Clamp(layer.Opacity, 0, 1) * coverage[i] / 255);
        }
    }
}
