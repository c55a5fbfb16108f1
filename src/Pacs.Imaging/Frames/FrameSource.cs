using Pacs.Core;

namespace Pacs.Imaging;

/// <summary>Where a decoded frame comes from: what says how it is to be shown and measured.</summary>
/// <param name="Dataset">The data set that describes the image. Values it left in a file are read from there when they are needed, so the file stays open until then.</param>
/// <param name="Frame">Which frame, from 0: functional groups, overlays and presentation states may differ by frame.</param>
/// <param name="Syntax">How <paramref name="Dataset"/> is encoded, or null where no value was left in a file.</param>
public sealed record FrameSource(DicomDataset Dataset, int Frame = 0, TransferSyntax? Syntax = null);
