namespace Pacs.Imaging;

/// <summary>One segment of a segmentation (PS3.3 §C.8.20.4).</summary>
/// <param name="Number">Segment Number, from 1; 0 is the background of label maps.</param>
/// <param name="Label">Segment Label; null when missing.</param>
/// <param name="Color">The colour that the segmentation recommends, or one chosen by number.</param>
public sealed record Segment(int Number, string? Label, Rgb Color)
{
    // Easily told apart on grey, in the order that segments come.
    private static readonly Rgb[] Defaults =
    [
        new(230, 60, 60), new(70, 180, 80), new(70, 130, 240), new(240, 190, 40), new(170, 90, 220), new(40, 200, 200), new(240, 120, 200), new(160, 200, 40),
    ];

    internal static Rgb DefaultColor(int number) => Defaults[(Math.Max(1, number) - 1) % Defaults.Length];
}
