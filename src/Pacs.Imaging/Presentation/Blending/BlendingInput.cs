using Pacs.Core;

namespace Pacs.Imaging;

/// <summary>A set of images that an advanced blending state blends, and how they are shown first: an item of Advanced Blending Sequence (PS3.3 §C.11.33).</summary>
internal sealed class BlendingInput(DicomDataset item, BulkReader bulk)
{
    /// <summary>Blending Input Number (0070,1B02).</summary>
    public int? Number => item.GetInt32(DicomTag.BlendingInputNumber);

    /// <summary>Whether the picture has the geometry of these images.</summary>
    public bool GivesGeometry => item.GetString(DicomTag.GeometryForDisplay) == "YES";

    /// <summary>Whether the set holds a frame: by its image, or by its series where all of that is meant.</summary>
    public bool Names(FrameSource source) => item.GetSequence(DicomTag.ReferencedImageSequence) is { Count: > 0 } images
        ? ImageReferences.Name(images, source.Dataset.GetUid(DicomTag.SOPInstanceUID) ?? default, source.Frame)
        : item.GetUid(DicomTag.SeriesInstanceUID) is { } series && series == source.Dataset.GetUid(DicomTag.SeriesInstanceUID);

    /// <summary>What the state says of a frame's greys, in place of what its image says. There is no modality stage: the image's own holds.</summary>
    public PresentationView ViewOf(FrameSource source, PixelLayout layout, DisplayAttributes image)
    {
        DicomUid instance = source.Dataset.GetUid(DicomTag.SOPInstanceUID) ?? default;
        DicomDataset? voi = (item.GetSequence(DicomTag.SoftcopyVOILUTSequence) ?? []).FirstOrDefault(entry => ImageReferences.Cover(entry, instance, source.Frame));
        bool isSigned = image.Modality.Intercept < 0 || layout.IsSigned;
        return new PresentationView
        {
            Window = voi is not null && DisplayAttributesReader.ReadWindows(voi) is [var window, ..] ? window : null,
            VoiTable = voi is not null && DisplayAttributesReader.ReadTables(voi, DicomTag.VOILUTSequence, bulk, isSigned) is [var table, ..] ? table : null,
            Palette = item.GetSequence(DicomTag.PaletteColorLookupTableSequence) is { Count: > 0 } palettes ? PaletteReader.Read(palettes[0], bulk, isSigned: false) : null,
            IsInverse = layout.Photometric == PhotometricInterpretation.Monochrome1,
        };
    }

    /// <summary>The thresholds that a pixel has to pass to be seen.</summary>
    public IReadOnlyList<PixelThreshold> Thresholds => PixelThreshold.ReadAll(item);
}
