using System.Globalization;

namespace Pacs.Core;

/// <summary>How to show images: window, rotation, area and annotations (Grayscale Softcopy Presentation State, PS3.3 §A.33.1).</summary>
public sealed record GrayscalePresentationState
{
    /// <summary>Content Label (0070,0080): up to 16 upper case letters, digits, spaces and underscores.</summary>
    public string Label { get; init; } = "PRESENTATION";

    /// <summary>Content Description, in words; empty for none.</summary>
    public string Description { get; init; } = string.Empty;

    /// <summary>Who made it, as PN text; empty for nobody.</summary>
    public string Creator { get; init; } = string.Empty;

    /// <summary>Window in modality units; null leaves the values as the modality transform gives them.</summary>
    public (double Center, double Width)? Window { get; init; }

    /// <summary>Clockwise rotation in degrees: 0, 90, 180 or 270; done before flipping.</summary>
    public int Rotation { get; init; }

    /// <summary>Whether the image is flipped, left to right, after the rotation.</summary>
    public bool IsFlipped { get; init; }

    /// <summary>Whether bright and dark are exchanged.</summary>
    public bool IsInverted { get; init; }

    /// <summary>First and last column and row to show, from 1; null for the whole image.</summary>
    public (int Left, int Top, int Right, int Bottom)? Area { get; init; }

    /// <summary>Text and shapes over the images.</summary>
    public IReadOnlyList<GraphicAnnotation> Annotations { get; init; } = [];

    /// <summary>Writes the state.</summary>
    /// <param name="context">Patient, study and series; the study is that of the images.</param>
    /// <param name="images">Headers of the images: they give references, size, spacing and modality transform. Not kept.</param>
    /// <exception cref="ArgumentException">There is no image, one is of another study, or the rotation is none.</exception>
    /// <exception cref="DicomDataException">An image lacks UIDs or size, or the images have different modality transforms: one state cannot say both.</exception>
    public DicomDataset ToDataset(ObjectContext context, params IReadOnlyList<DicomDataset> images)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(images);
        if (images.Count == 0) throw new ArgumentException("A presentation state needs an image.", nameof(images));
        if (Rotation is not (0 or 90 or 180 or 270)) throw new ArgumentException($"{Rotation} is no rotation by a multiple of 90 degrees below 360.");
        InstanceReference[] references = [.. images.Select(InstanceReference.Of)];
        if (Array.Exists(references, reference => reference.Study != context.StudyInstanceUid)) throw new ArgumentException("A presentation state is in the study of its images (PS3.3 §C.11.11).", nameof(images));

        DicomDataset dataset = context.Begin(DicomUid.GrayscaleSoftcopyPresentationStateStorage, "PR");
        dataset.Set(DicomTag.Laterality, string.Empty);
        dataset.Set(DicomTag.PresentationCreationDate, context.Date);
        dataset.Set(DicomTag.PresentationCreationTime, context.TimeOfDay);
        dataset.Set(DicomTag.ContentLabel, Label);
        dataset.Set(DicomTag.ContentDescription, Description);
        dataset.Set(DicomTag.ContentCreatorName, Creator);
        dataset.Set(DicomTag.ReferencedSeriesSequence, new DicomSequence(references.GroupBy(static reference => reference.Series).Select(static series =>
        {
            var item = new DicomDataset();
            item.Set(DicomTag.SeriesInstanceUID, series.Key);
            item.Set(DicomTag.ReferencedImageSequence, SopItems(series));
            return item;
        })));
        SetModalityTransform(dataset, images);
        if (Window is { } window)
        {
            var item = new DicomDataset();
            item.SetDouble(DicomTag.WindowCenter, window.Center);
            item.SetDouble(DicomTag.WindowWidth, window.Width);
            dataset.Set(DicomTag.SoftcopyVOILUTSequence, new DicomSequence(item));
        }

        dataset.Set(DicomTag.PresentationLUTShape, IsInverted ? "INVERSE" : "IDENTITY");
        if (Rotation != 0 || IsFlipped)
        {
            dataset.SetUInt16(DicomTag.ImageRotation, (ushort)Rotation);
            dataset.Set(DicomTag.ImageHorizontalFlip, IsFlipped ? "Y" : "N");
        }

        SetAreas(dataset, images);
        SetAnnotations(dataset);
        return dataset;
    }

    private static DicomSequence SopItems(IEnumerable<InstanceReference> references) => new(references.Select(static reference => InstanceReference.SopItem(reference.Instance)));

    private static void SetModalityTransform(DicomDataset dataset, IReadOnlyList<DicomDataset> images)
    {
        (double Slope, double Intercept, string? Type)[] transforms = [.. images.Where(static image => image.Contains(DicomTag.RescaleSlope))
            .Select(static image => (image.GetDouble(DicomTag.RescaleSlope) ?? 1, image.GetDouble(DicomTag.RescaleIntercept) ?? 0, image.GetString(DicomTag.RescaleType))).Distinct()];
        if (transforms.Length > 1) throw new DicomDataException($"The images have {transforms.Length} different rescale transforms: make a state for each.", DicomTag.RescaleSlope);
        if (transforms.Length == 1)
        {
            dataset.SetDouble(DicomTag.RescaleIntercept, transforms[0].Intercept);
            dataset.SetDouble(DicomTag.RescaleSlope, transforms[0].Slope);
            dataset.Set(DicomTag.RescaleType, transforms[0].Type ?? (images[0].GetString(DicomTag.Modality) == "CT" ? "HU" : "US"));
        }
        else if (images[0].TryGet(DicomTag.ModalityLUTSequence, out DicomElement table))
        {
            dataset.Set(table);
        }
    }

    private void SetAreas(DicomDataset dataset, IReadOnlyList<DicomDataset> images)
    {
        var groups = images.GroupBy(static image => (
            Rows: image.GetUInt16(DicomTag.Rows) ?? throw new DicomDataException("The image has no size.", DicomTag.Rows),
            Columns: image.GetUInt16(DicomTag.Columns) ?? throw new DicomDataException("The image has no size.", DicomTag.Columns),
            Spacing: image.GetString(DicomTag.PixelSpacing) ?? image.GetString(DicomTag.ImagerPixelSpacing),
            Aspect: image.GetString(DicomTag.PixelAspectRatio))).ToArray();
        dataset.Set(DicomTag.DisplayedAreaSelectionSequence, new DicomSequence(groups.Select(group =>
        {
            (int left, int top, int right, int bottom) = Area ?? (1, 1, group.Key.Columns, group.Key.Rows);
            var item = new DicomDataset();
            if (groups.Length > 1) item.Set(DicomTag.ReferencedImageSequence, SopItems(group.Select(InstanceReference.Of)));
            item.SetInt32(DicomTag.DisplayedAreaTopLeftHandCorner, left, top);
            item.SetInt32(DicomTag.DisplayedAreaBottomRightHandCorner, right, bottom);
            item.Set(DicomTag.PresentationSizeMode, "SCALE TO FIT");
            if (group.Key.Spacing is { } spacing) item.Set(DicomTag.PresentationPixelSpacing, spacing);
            else item.Set(DicomTag.PresentationPixelAspectRatio, group.Key.Aspect ?? @"1\1");
            return item;
        })));
    }

    private void SetAnnotations(DicomDataset dataset)
    {
        if (Annotations.Count == 0) return;
        string[] layers = [.. Annotations.Select(static annotation => annotation.Layer).Distinct()];
        dataset.Set(DicomTag.GraphicAnnotationSequence, new DicomSequence(Annotations.Select(static annotation =>
        {
            if (annotation.Points.Count == 0 || annotation.Text is null == annotation.GraphicType is null) throw new DicomDataException("An annotation has points, and either a text or a graphic type.", DicomTag.GraphicAnnotationSequence);
            var item = new DicomDataset();
            item.Set(DicomTag.GraphicLayer, annotation.Layer);
            if (annotation.Images.Count > 0) item.Set(DicomTag.ReferencedImageSequence, SopItems(annotation.Images));
            item.Set(annotation.Text is null ? DicomTag.GraphicObjectSequence : DicomTag.TextObjectSequence, new DicomSequence(annotation.ToItem()));
            return item;
        })));
        dataset.Set(DicomTag.GraphicLayerSequence, new DicomSequence(layers.Select(static (layer, order) =>
        {
            var item = new DicomDataset();
            item.Set(DicomTag.GraphicLayer, layer);
            item.Set(DicomTag.GraphicLayerOrder, (order + 1).ToString(CultureInfo.InvariantCulture));
            return item;
        })));
    }
}
