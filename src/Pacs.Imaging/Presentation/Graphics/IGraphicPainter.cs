namespace Pacs.Imaging;

/// <summary>Draws shapes and texts into a picture. Pacs.Imaging brings its own with plain lines and a raster font; a better one is given as <see cref="RenderOptions.Painter"/>.</summary>
/// <remarks>Called from any thread, also at once for several pictures.</remarks>
public interface IGraphicPainter
{
    /// <summary>Draws shapes, then texts, the first lowest.</summary>
    /// <param name="image">The picture in its final size, in <see cref="RenderedFormat.Rgb24"/>. Changed; borrowed for the call.</param>
    /// <param name="shapes">Their coordinates are pixels of the picture, finite, 0 at the outer corner of its first pixel; they may lie outside.</param>
    /// <param name="texts">Likewise. <see cref="GraphicText.Corner"/> and <see cref="GraphicText.CapitalHeight"/> are set; the box may be empty.</param>
    /// <exception cref="DicomImageException">There is more to draw than the picture is worth.</exception>
    void Paint(RenderedImage image, IReadOnlyList<GraphicShape> shapes, IReadOnlyList<GraphicText> texts);
}
