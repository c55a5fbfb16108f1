namespace Pacs.Imaging;

/// <summary>A colour table: red, green and blue by stored value (PS3.3 §C.7.6.3.1.5, §C.7.9). Colours of 16 bits are kept to 8.</summary>
public sealed class Palette
{
    private readonly byte[] _colors;

    /// <summary>Makes a palette.</summary>
    /// <param name="firstMapped">The stored value of the first colour. What is below takes the first colour, what is above the table the last.</param>
    /// <param name="colors">Red, green, blue of each entry in turn; at least one. Copied.</param>
    public Palette(int firstMapped, ReadOnlySpan<byte> colors)
    {
        if (colors.IsEmpty || colors.Length % 3 != 0) throw new ArgumentException("A palette has at least one colour, each of three bytes.", nameof(colors));
        FirstMapped = firstMapped;
        _colors = colors.ToArray();
    }

    /// <summary>The stored value of the first colour.</summary>
    public int FirstMapped { get; }

    /// <summary>Number of colours.</summary>
    public int Count => _colors.Length / 3;

    /// <summary>Red, green, blue of each entry in turn.</summary>
    public ReadOnlySpan<byte> Colors => _colors;

    /// <summary>The colour of a stored value.</summary>
    public Rgb Lookup(double stored)
    {
        double index = stored - FirstMapped;
        int at = !(index > 0) ? 0 : index < Count ? (int)index : Count - 1;
        return new Rgb(_colors[at * 3], _colors[at * 3 + 1], _colors[at * 3 + 2]);
    }
}
