using System.Collections.Concurrent;
using System.Text;
using SkiaSharp;

namespace Pacs.Imaging.Skia;

/// <summary>The chosen font, and those of the machine that have the letters it lacks.</summary>
internal sealed class FontSet : IDisposable
{
    private readonly SKTypeface? _main;
    private readonly ConcurrentDictionary<int, SKTypeface?> _fallbacks = [];

    public FontSet(SkiaPainterOptions options)
    {
        if (options.FontFile is { } path)
            _main = SKTypeface.FromFile(path) ?? throw new IOException($"{path} is no font, or cannot be read.");
        // A name that the machine does not have is answered with any font: only the one that bears it counts.
        for (int i = 0; _main is null && i < options.FontFamilies.Count; i++)
        {
            SKTypeface? found = SKTypeface.FromFamilyName(options.FontFamilies[i]);
            if (found is not null && found.GlyphCount > 0 && string.Equals(found.FamilyName, options.FontFamilies[i], StringComparison.OrdinalIgnoreCase)) _main = found;
            else found?.Dispose();
        }

        _main ??= SKFontManager.Default.MatchCharacter('A');
    }

    /// <summary>The name of the chosen font; empty when there is none.</summary>
    public string Family => _main?.FamilyName ?? string.Empty;

    /// <summary>Cuts a line into pieces of one font each.</summary>
    /// <param name="text">The line.</param>
    /// <param name="capitalHeight">Height of a capital letter in pixels.</param>
    public TextLine Arrange(string text, double capitalHeight)
    {
        var runs = new List<(string, SKFont, double)>();
        double width = 0;
        var piece = new StringBuilder();
        SKTypeface? current = null;
        foreach (Rune letter in text.EnumerateRunes())
        {
            if (Rune.IsControl(letter)) continue;
            SKTypeface? needed = For(letter.Value);
            if (needed != current && piece.Length > 0) End();
            current = needed;
            piece.Append(letter.ToString());
        }

        if (piece.Length > 0) End();
        return new TextLine(runs, width);

        void End()
        {
            string words = piece.ToString();
            piece.Clear();
            if (current is null) return;
            var font = new SKFont(current, 100) { Subpixel = true, Edging = SKFontEdging.Antialias, Hinting = SKFontHinting.Slight };
            // Sizes of fonts count from descender to ascender, ours a capital letter; 0.7 of the size is usual where a font does not say.
            double capital = font.Metrics.CapHeight is > 10 and var known ? known : 70;
            font.Size = (float)(100 * capitalHeight / capital);
            runs.Add((words, font, width));
            width += font.MeasureText(words);
        }
    }

    public void Dispose()
    {
        foreach (SKTypeface? face in _fallbacks.Values) face?.Dispose();
        _fallbacks.Clear();
        _main?.Dispose();
    }

    private SKTypeface? For(int letter)
    {
        if (_main is null || _main.ContainsGlyph(letter)) return _main;
        return _fallbacks.GetOrAdd(letter, static value => SKFontManager.Default.MatchCharacter(value)) ?? _main;
    }
}
