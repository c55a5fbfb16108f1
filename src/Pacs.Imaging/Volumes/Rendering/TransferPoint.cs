namespace Pacs.Imaging;

/// <summary>A corner of a transfer function.</summary>
/// <param name="Value">Modality value.</param>
/// <param name="Opacity">0, not seen, to 1, opaque: of a mm of such material.</param>
/// <param name="Color">Its colour.</param>
public readonly record struct TransferPoint(double Value, double Opacity, Rgb Color);
