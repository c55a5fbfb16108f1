namespace Pacs.Imaging;

/// <summary>Draws decoded frames, saves them as pictures and measures them, with what their data set says.</summary>
public static class PixelFrameRendering
{
    /// <summary>Draws the frame as its data set asks, or as the options do. The picture is the caller's to dispose.</summary>
    /// <param name="frame">The pixels; its <see cref="PixelFrame.Source"/> says how they are shown.</param>
    /// <param name="options">How it is drawn.</param>
    /// <param name="ct">Cancels reading tables from the file.</param>
    /// <exception cref="DicomImageException">These pixels cannot be shown.</exception>
    public static async ValueTask<RenderedImage> RenderAsync(this PixelFrame frame, RenderOptions? options = null, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(frame);
        return Renderer.Render(frame, await AttributesAsync(frame, ct).ConfigureAwait(false), options);
    }

    /// <summary>Saves the frame as PNG. An existing file is replaced only when the new one is complete.</summary>
    /// <param name="frame">The pixels.</param>
    /// <param name="path">The file to write.</param>
    /// <param name="window">The window; null takes that of the data set, else the range of the frame.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="DicomImageException">These pixels cannot be shown.</exception>
    public static ValueTask SavePngAsync(this PixelFrame frame, string path, VoiWindow? window = null, CancellationToken ct = default) =>
        frame.SavePngAsync(path, new RenderOptions { Window = window }, ct);

    /// <inheritdoc cref="SavePngAsync(PixelFrame, string, VoiWindow?, CancellationToken)"/>
    /// <param name="frame">The pixels.</param>
    /// <param name="path">The file to write.</param>
    /// <param name="options">How it is drawn.</param>
    /// <param name="ct">Cancels.</param>
    public static async ValueTask SavePngAsync(this PixelFrame frame, string path, RenderOptions options, CancellationToken ct = default)
    {
        using RenderedImage image = await frame.RenderAsync(options, ct).ConfigureAwait(false);
        await image.SavePngAsync(path, ct).ConfigureAwait(false);
    }

    /// <summary>Saves the frame as JPEG. An existing file is replaced only when the new one is complete.</summary>
    /// <param name="frame">The pixels.</param>
    /// <param name="path">The file to write.</param>
    /// <param name="window">The window; null takes that of the data set, else the range of the frame.</param>
    /// <param name="quality">1 to 100.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="DicomImageException">These pixels cannot be shown.</exception>
    public static ValueTask SaveJpegAsync(this PixelFrame frame, string path, VoiWindow? window = null, int quality = 90, CancellationToken ct = default) =>
        frame.SaveJpegAsync(path, new RenderOptions { Window = window }, quality, ct);

    /// <inheritdoc cref="SaveJpegAsync(PixelFrame, string, VoiWindow?, int, CancellationToken)"/>
    /// <param name="frame">The pixels.</param>
    /// <param name="path">The file to write.</param>
    /// <param name="options">How it is drawn.</param>
    /// <param name="quality">1 to 100.</param>
    /// <param name="ct">Cancels.</param>
    public static async ValueTask SaveJpegAsync(this PixelFrame frame, string path, RenderOptions options, int quality = 90, CancellationToken ct = default)
    {
        using RenderedImage image = await frame.RenderAsync(options, ct).ConfigureAwait(false);
        await image.SaveJpegAsync(path, quality, ct).ConfigureAwait(false);
    }

    /// <summary>Measures a region of the frame, in modality units.</summary>
    /// <param name="frame">The pixels; its <see cref="PixelFrame.Source"/> says what they mean.</param>
    /// <param name="region">The region; what lies outside the frame does not count.</param>
    /// <param name="histogramBins">Steps of the histogram, at most 65536; 0 makes none.</param>
    /// <param name="ct">Cancels reading tables from the file.</param>
    /// <exception cref="DicomImageException">The frame has colours: there is nothing to measure.</exception>
    public static async ValueTask<RegionStatistics> MeasureAsync(this PixelFrame frame, ImageRegion region, int histogramBins = 0, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(frame);
        return RegionStatistics.Measure(frame, await AttributesAsync(frame, ct).ConfigureAwait(false), region, histogramBins);
    }

    private static ValueTask<DisplayAttributes> AttributesAsync(PixelFrame frame, CancellationToken ct) => frame.Source is { } source
        ? DisplayAttributes.LoadAsync(source, frame.Layout, ct)
        : new(DisplayAttributes.Empty with { IsInverse = frame.Layout.Photometric == PhotometricInterpretation.Monochrome1 });
}
