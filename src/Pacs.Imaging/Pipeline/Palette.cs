using Pacs.Core;

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

    /// <summary>The Hot Iron palette, black over red and yellow to white (PS3.6 §B.1.1). The other palettes of the standard are read from their objects.</summary>
    public static Palette HotIron { get; } = new(0, [.. Enumerable.Range(0, 256).SelectMany(static i => (byte[])[(byte)Math.Min(255, 2 * i), i == 255 ? (byte)255 : (byte)Math.Max(2 * (i - 128), 0), (byte)Math.Clamp(4 * (i - 191), 0, 255)])]);

    /// <summary>The palette of a data set in memory: a Color Palette object, a pseudo-colour presentation state, or an image; null when it has none that can be used.</summary>
    public static Palette? Read(DicomDataset dataset)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        return PaletteReader.Read(dataset, new BulkReader(), dataset.GetInt32(DicomTag.PixelRepresentation) == 1);
    }

    /// <summary>As <see cref="Read"/>, with tables that were left in the file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="ct">Cancels reading.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static async ValueTask<Palette?> LoadAsync(DicomFile file, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(file);
        var bulk = new BulkReader();
        await bulk.FetchAsync(file.Dataset, PaletteReader.DataTags, file.TransferSyntax.IsBigEndian, ct).ConfigureAwait(false);
        return PaletteReader.Read(file.Dataset, bulk, file.Dataset.GetInt32(DicomTag.PixelRepresentation) == 1);
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
