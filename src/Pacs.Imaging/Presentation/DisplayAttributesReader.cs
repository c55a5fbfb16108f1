using Pacs.Core;

namespace Pacs.Imaging;

/// <summary>Reads <see cref="DisplayAttributes"/>: the data set itself, or the functional groups of a multi-frame image.</summary>
internal static class DisplayAttributesReader
{
    private static readonly DicomTag[] FrameTypeMacros =
    [
        DicomTag.MRImageFrameTypeSequence, DicomTag.CTImageFrameTypeSequence, DicomTag.PETFrameTypeSequence, DicomTag.XRay3DFrameTypeSequence,
        DicomTag.IntravascularOCTFrameTypeSequence, DicomTag.ParametricMapFrameTypeSequence,
    ];

    public static DisplayAttributes Read(DicomDataset dataset, int frame, PixelLayout layout, BulkReader bulk)
    {
        FrameAttributes groups = FrameAttributes.Of(dataset, frame);
        ModalityTransform modality = ReadModality(groups.PixelValueTransformation, bulk, layout.IsSigned);
        // Tables after the modality stage have signed inputs when it can give negative values.
        bool isSigned = layout.IsSigned || (modality.Table is null && (modality.Intercept < 0 || modality.Slope < 0));
        DicomDataset voi = groups.FrameVoiLut;
        IReadOnlyList<OverlayPlane> overlays = OverlayPlane.ReadAll(dataset, bulk, layout.BitsAllocated);
        (double Row, double Column)? spacing = ReadSpacing(groups.PixelMeasures);
        string? presentation = PixelPresentationOf(dataset, groups);
        (double First, double Last)? range = presentation == "COLOR_RANGE" && layout.SamplesPerPixel == 1 ? ReadPaletteRange(groups) : null;
        return new DisplayAttributes
        {
            Modality = modality,
            Windows = ReadWindows(voi),
            VoiTables = ReadTables(voi, DicomTag.VOILUTSequence, bulk, isSigned),
            PresentationTable = ReadTables(dataset, DicomTag.PresentationLUTSequence, bulk, isSignedInput: false) is [var table, ..] ? table : null,
            IsInverse = layout.Photometric == PhotometricInterpretation.Monochrome1 || dataset.GetString(DicomTag.PresentationLUTShape) == "INVERSE",
            Palette = HasColors(presentation, layout, range) ? PaletteReader.Read(dataset, bulk, layout.IsSigned) : null,
            PaletteRange = range,
            EnhancedPalette = EnhancedPalette.Read(dataset, bulk),
            Padding = ReadPadding(dataset, layout),
            Overlays = overlays,
            Shutter = DisplayShutter.Read(dataset, overlays),
            PixelSpacing = spacing,
            PixelAspect = ReadAspect(dataset, spacing),
            IccProfile = bulk.Get(dataset, DicomTag.ICCProfile),
        };
    }

    /// <summary>Rescale Slope and Intercept, or the first Modality LUT.</summary>
    public static ModalityTransform ReadModality(DicomDataset dataset, BulkReader bulk, bool isSigned)
    {
        if (ReadTables(dataset, DicomTag.ModalityLUTSequence, bulk, isSigned) is [var table, ..])
            return new ModalityTransform { Table = table, Unit = dataset.GetSequence(DicomTag.ModalityLUTSequence)![0].GetString(DicomTag.ModalityLUTType) };
        double slope = dataset.GetDouble(DicomTag.RescaleSlope) ?? 1, intercept = dataset.GetDouble(DicomTag.RescaleIntercept) ?? 0;
        // A slope of 0 would make all pixels equal: it is a mistake, not a wish.
        return new ModalityTransform(slope is 0 || !double.IsFinite(slope) ? 1 : slope, double.IsFinite(intercept) ? intercept : 0) { Unit = dataset.GetString(DicomTag.RescaleType) };
    }

    /// <summary>The windows of a VOI LUT macro that can be used.</summary>
    public static IReadOnlyList<VoiWindow> ReadWindows(DicomDataset dataset)
    {
        var windows = new List<VoiWindow>();
        IReadOnlyList<string> explanations = dataset.GetStrings(DicomTag.WindowCenterWidthExplanation);
        VoiFunction function = dataset.GetString(DicomTag.VOILUTFunction) switch
        {
            "LINEAR_EXACT" => VoiFunction.LinearExact,
            "SIGMOID" => VoiFunction.Sigmoid,
            _ => VoiFunction.Linear,
        };
        int count = Math.Min(dataset.ValueCount(DicomTag.WindowCenter), dataset.ValueCount(DicomTag.WindowWidth));
        for (int i = 0; i < Math.Min(count, 256); i++)
        {
            if (dataset.GetDouble(DicomTag.WindowCenter, i) is not { } center || dataset.GetDouble(DicomTag.WindowWidth, i) is not { } width) continue;
            var window = new VoiWindow(center, width) { Function = function, Explanation = i < explanations.Count ? explanations[i] : null };
            if (window.IsUsable) windows.Add(window);
        }

        return windows;
    }

    /// <summary>The tables of a LUT sequence that can be used.</summary>
    public static IReadOnlyList<LookupTable> ReadTables(DicomDataset dataset, DicomTag sequence, BulkReader bulk, bool isSignedInput) =>
        [.. (dataset.GetSequence(sequence) ?? []).Take(256).Select(item => LookupTableReader.Read(item, bulk, isSignedInput)).OfType<LookupTable>()];

    /// <summary>Spacing by the first attribute that has it: calibrated, at the detector, or of the scanned film.</summary>
    public static (double Row, double Column)? ReadSpacing(DicomDataset dataset)
    {
        foreach (DicomTag tag in new[] { DicomTag.PixelSpacing, DicomTag.ImagerPixelSpacing, DicomTag.NominalScannedPixelSpacing })
            if (dataset.GetDouble(tag) is > 0 and var row && dataset.GetDouble(tag, 1) is > 0 and var column) return (row, column);
        return null;
    }

    private static double ReadAspect(DicomDataset dataset, (double Row, double Column)? spacing)
    {
        double aspect = spacing is { } known ? known.Row / known.Column
            : dataset.GetDouble(DicomTag.PixelAspectRatio) is > 0 and var vertical && dataset.GetDouble(DicomTag.PixelAspectRatio, 1) is > 0 and var horizontal ? vertical / horizontal : 1;
        return aspect is >= 0.01 and <= 100 ? aspect : 1;
    }

    // Supplemental palettes count where the pixels are said to be colour (PS3.3 §C.8.16.2.1.1.1): by frame, or for the whole object.
    private static string? PixelPresentationOf(DicomDataset dataset, FrameAttributes groups) =>
        FrameTypeMacros.Select(macro => groups.Group(macro)?.GetString(DicomTag.PixelPresentation)).FirstOrDefault(static said => said is not null) ?? dataset.GetString(DicomTag.PixelPresentation);

    private static bool HasColors(string? presentation, PixelLayout layout, (double First, double Last)? range) =>
        layout.Photometric == PhotometricInterpretation.PaletteColor || range is not null || (layout.SamplesPerPixel == 1 && presentation is "COLOR" or "MIXED");

    private static (double First, double Last)? ReadPaletteRange(FrameAttributes groups) =>
        groups.Group(DicomTag.StoredValueColorRangeSequence) is { } range
        && range.GetDouble(DicomTag.MinimumStoredValueMapped) is { } first && range.GetDouble(DicomTag.MaximumStoredValueMapped) is { } last && double.IsFinite(first) && double.IsFinite(last) && first < last
            ? (first, last) : null;

    private static PaddingRange? ReadPadding(DicomDataset dataset, PixelLayout layout)
    {
        (DicomTag value, DicomTag limit) = layout.Format switch
        {
            SampleFormat.Float32 => (DicomTag.FloatPixelPaddingValue, DicomTag.FloatPixelPaddingRangeLimit),
            SampleFormat.Float64 => (DicomTag.DoubleFloatPixelPaddingValue, DicomTag.DoubleFloatPixelPaddingRangeLimit),
            _ => (DicomTag.PixelPaddingValue, DicomTag.PixelPaddingRangeLimit),
        };
        if (layout.SamplesPerPixel != 1 || Signed(dataset.GetDouble(value), layout) is not { } first) return null;
        double last = Signed(dataset.GetDouble(limit), layout) ?? first;
        return new PaddingRange(Math.Min(first, last), Math.Max(first, last));
    }

    // Implicit VR reads US where Pixel Representation asks for SS.
    private static double? Signed(double? value, PixelLayout layout) =>
        layout is { Format: SampleFormat.Integer, IsSigned: true } && value > short.MaxValue && value <= ushort.MaxValue ? value - 65536 : value;
}
