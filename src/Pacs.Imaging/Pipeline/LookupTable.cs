namespace Pacs.Imaging;

/// <summary>A lookup table of a data set: Modality, VOI or Presentation LUT (PS3.3 §C.11.1.1, §C.11.2.1.1, §C.11.4).</summary>
public sealed class LookupTable
{
    private readonly ushort[] _entries;

    /// <summary>Makes a table.</summary>
    /// <param name="firstMapped">The input that the first entry stands for. What is below takes the first entry, what is above the table the last one.</param>
    /// <param name="bitsPerEntry">Bits an entry means, 1 to 16: 2^bits - 1 is white.</param>
    /// <param name="entries">The outputs, at least one. Copied.</param>
    /// <param name="explanation">What the table is for, or what its outputs are.</param>
    public LookupTable(int firstMapped, int bitsPerEntry, ReadOnlySpan<ushort> entries, string? explanation = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bitsPerEntry, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bitsPerEntry, 16);
        if (entries.IsEmpty) throw new ArgumentException("A lookup table has at least one entry.", nameof(entries));
        FirstMapped = firstMapped;
        BitsPerEntry = bitsPerEntry;
        Explanation = explanation;
        _entries = entries.ToArray();
    }

    /// <summary>The input that the first entry stands for.</summary>
    public int FirstMapped { get; }

    /// <summary>Bits an entry means.</summary>
    public int BitsPerEntry { get; }

    /// <summary>The outputs.</summary>
    public ReadOnlySpan<ushort> Entries => _entries;

    /// <summary>LUT Explanation (0028,3003), or Modality LUT Type (0028,3004); null when not said.</summary>
    public string? Explanation { get; }

    /// <summary>The entry for an input, which is rounded to an integer; the first for NaN.</summary>
    public ushort Lookup(double input)
    {
        double index = Math.Floor(input + 0.5) - FirstMapped;
        if (!(index > 0)) return _entries[0];
        return index < _entries.Length ? _entries[(int)index] : _entries[^1];
    }

    /// <summary>The entry for an input, from 0 to 1 of what <see cref="BitsPerEntry"/> can hold.</summary>
    internal double Apply(double input) => Math.Min(1, Lookup(input) / (double)((1 << BitsPerEntry) - 1));

    /// <summary>As a Presentation LUT: its input runs over all entries (PS3.3 §C.11.4), whatever range the stage before had.</summary>
    /// <param name="fraction">From 0 to 1.</param>
    internal double ApplyToFraction(double fraction) => Math.Min(1, _entries[(int)(Math.Clamp(fraction, 0, 1) * (_entries.Length - 1) + 0.5)] / (double)((1 << BitsPerEntry) - 1));
}
