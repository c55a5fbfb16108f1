using Pacs.Core;

namespace Pacs.Imaging;

/// <summary>What a data set says about how one of its frames is shown and measured. Immutable; values that make no sense are left out.</summary>
public sealed record DisplayAttributes
{
    /// <summary>Nothing is known: stored values are shown from the least to the greatest.</summary>
    public static DisplayAttributes Empty { get; } = new();

    /// <summary>From stored values to modality values.</summary>
    public ModalityTransform Modality { get; init; } = ModalityTransform.Identity;

    /// <summary>The windows that the data set offers, the first being its default.</summary>
    public IReadOnlyList<VoiWindow> Windows { get; init; } = [];

    /// <summary>The VOI LUTs that the data set offers.</summary>
    public IReadOnlyList<LookupTable> VoiTables { get; init; } = [];

    /// <summary>The table from grey values to P-values (PS3.3 §C.11.4); null where there is none.</summary>
    public LookupTable? PresentationTable { get; init; }

    /// <summary>Whether the lowest value is white: MONOCHROME1, or Presentation LUT Shape INVERSE.</summary>
    public bool IsInverse { get; init; }

    /// <summary>The colours of a PALETTE COLOR image, or the supplemental ones of a monochrome image; null where there are none.</summary>
    public Palette? Palette { get; init; }

    /// <summary>The stored values that the first and the last colour of <see cref="Palette"/> stand for, all colours spread evenly between them (COLOR_RANGE, PS3.3 §C.7.6.16.2.26); null where colours count stored values.</summary>
    public (double First, double Last)? PaletteRange { get; init; }

    /// <summary>How this frame is blended with those of other data types (<see cref="RenderOptions.DataFrames"/>); null in all but a few ultrasound volumes.</summary>
    public EnhancedPalette? EnhancedPalette { get; init; }

    /// <summary>Stored values that are no pixels; null when the data set names none.</summary>
    public PaddingRange? Padding { get; init; }

    /// <summary>The overlays.</summary>
    public IReadOnlyList<OverlayPlane> Overlays { get; init; } = [];

    /// <summary>The shutter, or null.</summary>
    public DisplayShutter? Shutter { get; init; }

    /// <summary>Distance in mm of the centers of neighbouring rows and of neighbouring columns; null when unknown.</summary>
    public (double Row, double Column)? PixelSpacing { get; init; }

    /// <summary>Height of a pixel by its width. 1 when nothing is said.</summary>
    public double PixelAspect { get; init; } = 1;

    /// <summary>The ICC profile of the colours; empty when there is none.</summary>
    public ReadOnlyMemory<byte> IccProfile { get; init; }

    /// <summary>What can be done with <see cref="IccProfile"/>, whose bytes may be anything.</summary>
    public IccProfileKind ProfileKind => RgbProfile.Check(IccProfile.Span);

    /// <summary>Reads what the data set of a frame says. Tables and overlays that were left in the file are fetched from it.</summary>
    /// <param name="source">Data set and frame.</param>
    /// <param name="layout">The shape of the frame: sign and photometric interpretation decide how some values are read.</param>
    /// <param name="ct">Cancels reading from the file.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static async ValueTask<DisplayAttributes> LoadAsync(FrameSource source, PixelLayout layout, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(layout);
        var bulk = new BulkReader();
        DicomDataset dataset = source.Dataset;
        bool isBigEndian = source.Syntax?.IsBigEndian ?? false;
        await bulk.FetchAsync(dataset, [.. PaletteReader.DataTags, DicomTag.ICCProfile, .. OverlayPlane.DataTags(dataset)], isBigEndian, ct).ConfigureAwait(false);
        foreach (DicomTag sequence in new[] { DicomTag.ModalityLUTSequence, DicomTag.VOILUTSequence })
            foreach (DicomDataset item in dataset.GetSequence(sequence) ?? [])
                await bulk.FetchAsync(item, [DicomTag.LUTData], isBigEndian, ct).ConfigureAwait(false);
        foreach ((DicomDataset item, DicomTag[] tags) in EnhancedPalette.Tables(dataset)) await bulk.FetchAsync(item, tags, isBigEndian, ct).ConfigureAwait(false);
        return DisplayAttributesReader.Read(dataset, source.Frame, layout, bulk);
    }

    /// <summary>As <see cref="LoadAsync"/>, of a data set in memory; what was left in a file counts as absent.</summary>
    public static DisplayAttributes Read(FrameSource source, PixelLayout layout)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(layout);
        return DisplayAttributesReader.Read(source.Dataset, source.Frame, layout, new BulkReader());
    }
}
