using SkiaSharp;

namespace Pacs.ServerHost;

/// <summary>Lays text and pictures out on pages of A4, from top to bottom. Lengths are points, 1/72 inch.</summary>
internal sealed class ReportPage : IDisposable
{
    public const float Width = 595, Height = 842, Margin = 54;
    private const float Bottom = Height - 64;

    private readonly SKDocument _document;
    private readonly ReportFonts _fonts;
    private readonly string _footer;
    private SKCanvas? _canvas;
    private int _number;

    public ReportPage(SKDocument document, ReportFonts fonts, string footer) => (_document, _fonts, _footer) = (document, fonts, footer);

    /// <summary>Where the next thing goes.</summary>
    public float Y { get; private set; }

    /// <summary>The page as it stands; begun when nothing is on it yet.</summary>
    public SKCanvas Canvas => _canvas ?? Begin();

    /// <summary>Begins a new page when less than this is left.</summary>
    public void Need(float height)
    {
        if (_canvas is not null && Y + height > Bottom) End();
        _ = Canvas;
    }

    public void Skip(float height) => Y += height;

    /// <summary>One line, and down by its height. Cut where it is wider than the page.</summary>
    public void Line(string text, float size, bool bold = false, SKColor? color = null, float x = Margin)
    {
        Need(size * 1.4f);
        Draw(text, x, Y + size, size, bold, color ?? ReportColors.Text);
        Y += size * 1.4f;
    }

    /// <summary>Text with line breaks of its own, wrapped to the width of the page.</summary>
    public void Paragraph(string text, float size)
    {
        foreach (string line in text.ReplaceLineEndings("\n").Split('\n'))
            foreach (string part in Wrap(line, size, Width - 2 * Margin))
                Line(part, size);
    }

    /// <summary>Draws at a place without moving down.</summary>
    public void Draw(string text, float x, float baseline, float size, bool bold, SKColor color)
    {
        using var paint = new SKPaint { Color = color, IsAntialias = true };
        foreach ((string piece, SKTypeface face) in _fonts.Pieces(text, bold))
        {
            using var font = new SKFont(face, size);
            Canvas.DrawText(piece, x, baseline, font, paint);
            x += font.MeasureText(piece);
        }
    }

    public float Measure(string text, float size, bool bold = false)
    {
        float width = 0;
        foreach ((string piece, SKTypeface face) in _fonts.Pieces(text, bold))
        {
            using var font = new SKFont(face, size);
            width += font.MeasureText(piece);
        }

        return width;
    }

    /// <summary>Breaks a line at spaces, and words that are too long where they reach the edge.</summary>
    public IEnumerable<string> Wrap(string text, float size, float width)
    {
        string line = string.Empty;
        foreach (string word in text.Split(' '))
        {
            string longer = line.Length == 0 ? word : $"{line} {word}";
            if (Measure(longer, size) <= width)
            {
                line = longer;
                continue;
            }

            if (line.Length > 0) yield return line;
            line = word;
            while (Measure(line, size) > width && Fitting(line, size, width) is var fits && fits < line.Length)
            {
                yield return line[..fits];
                line = line[fits..];
            }
        }

        yield return line;
    }

    /// <summary>Puts the footer on the last page and ends it.</summary>
    public void Dispose()
    {
        if (_canvas is not null) End();
    }

    private int Fitting(string word, float size, float width)
    {
        int low = 1, high = word.Length;
        while (low < high)
        {
            int middle = (low + high + 1) / 2;
            if (Measure(word[..middle], size) <= width) low = middle;
            else high = middle - 1;
        }

        return low < word.Length && char.IsHighSurrogate(word[low - 1]) ? low + 1 : low;
    }

    private SKCanvas Begin()
    {
        _canvas = _document.BeginPage(Width, Height);
        _number++;
        Y = Margin;
        return _canvas;
    }

    private void End()
    {
        using var rule = new SKPaint { Color = ReportColors.Rule, StrokeWidth = 0.5f };
        _canvas!.DrawLine(Margin, Height - 48, Width - Margin, Height - 48, rule);
        Draw(_footer, Margin, Height - 34, 8, bold: false, ReportColors.Quiet);
        string number = $"Page {_number}";
        Draw(number, Width - Margin - Measure(number, 8), Height - 34, 8, bold: false, ReportColors.Quiet);
        _document.EndPage();
        _canvas = null;
    }
}
