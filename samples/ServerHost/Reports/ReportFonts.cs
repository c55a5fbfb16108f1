using System.Text;
using SkiaSharp;

namespace Pacs.ServerHost;

/// <summary>The fonts of a report: one for text and one for headings, and whatever the machine has for letters that these lack.</summary>
internal sealed class ReportFonts : IDisposable
{
    private static readonly string[] Families = ["Inter", "Noto Sans", "Liberation Sans", "DejaVu Sans", "Segoe UI", "Helvetica Neue", "Arial"];

    private readonly SKTypeface _regular;
    private readonly SKTypeface _bold;
    private readonly Dictionary<int, SKTypeface> _others = [];

    /// <exception cref="InvalidOperationException">The machine has no font at all.</exception>
    public ReportFonts()
    {
        _regular = Find(SKFontStyle.Normal) ?? throw new InvalidOperationException("This machine has no fonts, which a PDF needs: install some, e.g. Debian's fonts-dejavu-core.");
        _bold = Find(SKFontStyle.Bold) ?? _regular;
    }

    /// <summary>Cuts text into pieces of one font each, in order.</summary>
    public IEnumerable<(string Text, SKTypeface Face)> Pieces(string text, bool bold)
    {
        var piece = new StringBuilder();
        SKTypeface? face = null;
        foreach (Rune letter in text.EnumerateRunes())
        {
            if (Rune.IsControl(letter)) continue;
            SKTypeface needed = For(letter.Value, bold);
            if (face is not null && needed != face)
            {
                yield return (piece.ToString(), face);
                piece.Clear();
            }

            face = needed;
            piece.Append(letter.ToString());
        }

        if (face is not null) yield return (piece.ToString(), face);
    }

    public void Dispose()
    {
        foreach (SKTypeface other in _others.Values) other.Dispose();
        _regular.Dispose();
        if (_bold != _regular) _bold.Dispose();
    }

    private SKTypeface For(int letter, bool bold)
    {
        SKTypeface main = bold ? _bold : _regular;
        if (main.ContainsGlyph(letter)) return main;
        if (_others.TryGetValue(letter, out SKTypeface? known)) return known;
        SKTypeface? other = SKFontManager.Default.MatchCharacter(letter);
        if (other is null) return main;
        // One object a font, so that a run of its letters stays one piece.
        if (_others.Values.FirstOrDefault(face => face.FamilyName == other.FamilyName) is { } same)
        {
            other.Dispose();
            other = same;
        }

        return _others[letter] = other;
    }

    private static SKTypeface? Find(SKFontStyle style)
    {
        foreach (string family in Families)
        {
            // A name that the machine does not have is answered with any font: only the one that bears it counts.
            SKTypeface? found = SKTypeface.FromFamilyName(family, style);
            if (found is { GlyphCount: > 0 } && string.Equals(found.FamilyName, family, StringComparison.OrdinalIgnoreCase)) return found;
            found?.Dispose();
        }

        return SKFontManager.Default.MatchCharacter('A');
    }
}
