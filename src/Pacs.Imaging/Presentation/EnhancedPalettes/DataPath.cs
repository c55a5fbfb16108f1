using Pacs.Core;

namespace Pacs.Imaging;

/// <summary>From the input of a data path to colour and alpha: an item of Enhanced Palette Color Lookup Table Sequence (PS3.3 §C.7.6.23).</summary>
internal sealed record DataPath
{
    /// <summary>Inputs are greys, and count whole.</summary>
    public static DataPath Grey { get; } = new();

    /// <summary>The colours (TABLE); null where inputs are greys (EQUAL_RGB).</summary>
    public Palette? Colors { get; private init; }

    /// <summary>The alphas (TABLE); null where there is no table.</summary>
    public LookupTable? Alphas { get; private init; }

    /// <summary>Whether the input itself is the alpha (IDENTITY). Without this and a table, alpha is 1 (NONE).</summary>
    public bool IsAlphaInput { get; private init; }

    public static DataPath Read(DicomDataset item, BulkReader bulk) => new()
    {
        Colors = item.GetString(DicomTag.RGBLUTTransferFunction) == "TABLE" ? PaletteReader.Read(item, bulk, isSigned: false) : null,
        Alphas = item.GetString(DicomTag.AlphaLUTTransferFunction) == "TABLE" ? PaletteReader.ReadAlpha(item, bulk) : null,
        IsAlphaInput = item.GetString(DicomTag.AlphaLUTTransferFunction) == "IDENTITY",
    };

    /// <summary>The colour of an input.</summary>
    /// <param name="input">The input.</param>
    /// <param name="bits">How many bits inputs have.</param>
    public Rgb ColorOf(int input, int bits) => Colors?.Lookup(input) ?? Rgb.Grey((byte)(input * 255L / ((1L << bits) - 1)));

    /// <summary>The alpha of an input, and how many bits alphas have.</summary>
    public (int Value, int Bits) AlphaOf(int input, int bits) =>
        Alphas is { } table ? (table.Lookup(input), table.BitsPerEntry) : IsAlphaInput ? (input, bits) : (byte.MaxValue, 8);
}
