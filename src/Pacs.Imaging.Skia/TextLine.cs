using SkiaSharp;

namespace Pacs.Imaging.Skia;

/// <summary>A line of text as pieces, each in a font that has its letters.</summary>
internal sealed class TextLine(IReadOnlyList<(string Text, SKFont Font, double Start)> runs, double width) : IDisposable
{
    /// <summary>Pixels from the start of the first to the end of the last letter.</summary>
    public double Width => width;

    public void Draw(SKCanvas canvas, float x, float y, SKPaint paint)
    {
        foreach ((string text, SKFont font, double start) in runs) canvas.DrawText(text, x + (float)start, y, font, paint);
    }

    public void Dispose()
    {
        foreach ((_, SKFont font, _) in runs) font.Dispose();
    }
}
