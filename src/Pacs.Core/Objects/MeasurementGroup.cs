namespace Pacs.Core;

/// <summary>Measurements of one thing: of a finding as such (TID 1501), of a shape in an image (TID 1410), of a volume or segment (TID 1411).</summary>
public sealed class MeasurementGroup
{
    /// <summary>Name for people of what is measured, the same in all reports that follow it; empty for none.</summary>
    public string TrackingIdentifier { get; set; } = string.Empty;

    /// <summary>Name for machines of what is measured, the same in all reports that follow it.</summary>
    public DicomUid TrackingUid { get; set; } = DicomUid.NewUid();

    /// <summary>What was found, or null.</summary>
    public CodedConcept? Finding { get; set; }

    /// <summary>Where it was found.</summary>
    public IList<CodedConcept> FindingSites { get; } = [];

    /// <summary>Left or right; written with the first site.</summary>
    public CodedConcept? Laterality { get; set; }

    /// <summary>The shape that was measured, in an image: give it its image with <see cref="InImage"/>. Null when there is none.</summary>
    public SpatialItem? Region { get; set; }

    /// <summary>The shape that was measured, in the patient; null when there is none.</summary>
    public Spatial3DItem? Region3D { get; set; }

    /// <summary>The segment that was measured; null when there is none. Goes with <see cref="SegmentationSource"/>.</summary>
    public ImageItem? Segment { get; set; }

    /// <summary>The image that was segmented, or from which a <see cref="Region3D"/> was made.</summary>
    public InstanceReference? SegmentationSource { get; set; }

    /// <summary>The values.</summary>
    public IList<Measurement> Measurements { get; } = [];

    /// <summary>What was judged rather than measured: name and value.</summary>
    public IList<(CodedConcept Name, CodedConcept Value)> Evaluations { get; } = [];

    /// <summary>A shape with the image that it was drawn in.</summary>
    /// <param name="image">The image.</param>
    /// <param name="graphicType">POINT, POLYLINE, CIRCLE or ELLIPSE.</param>
    /// <param name="points">Column and row of each point, in pixels; (0.5, 0.5) is the centre of the first.</param>
    /// <param name="frameNumber">Frame, the first is 1; null for an image of one frame.</param>
    public static SpatialItem InImage(InstanceReference image, string graphicType, IReadOnlyList<(float Column, float Row)> points, int? frameNumber = null)
    {
        var region = new SpatialItem(SrCodes.ImageRegion, graphicType, points);
        region.Add(SrRelationship.SelectedFrom, new ImageItem(null, image) { FrameNumbers = frameNumber is { } number ? [number] : [] });
        return region;
    }

    internal ContainerItem ToItem()
    {
        bool isPlanar = Region is not null, isVolume = Region3D is not null || Segment is not null;
        var item = new ContainerItem(SrCodes.MeasurementGroup) { TemplateId = isPlanar ? "1410" : isVolume ? "1411" : "1501" };
        if (TrackingIdentifier.Length > 0) item.Add(SrRelationship.HasObservationContext, new TextItem(SrCodes.TrackingIdentifier, TrackingIdentifier));
        item.Add(SrRelationship.HasObservationContext, new UidItem(SrCodes.TrackingUniqueIdentifier, TrackingUid));
        if (Finding is not null) item.Add(new CodeItem(SrCodes.Finding, Finding));
        for (int i = 0; i < FindingSites.Count; i++)
        {
            var site = new CodeItem(SrCodes.FindingSite, FindingSites[i]);
            if (i == 0 && Laterality is not null) site.Add(SrRelationship.HasConceptModifier, new CodeItem(SrCodes.Laterality, Laterality));
            item.Add(SrRelationship.HasConceptModifier, site);
        }

        if (Region is not null) item.Add(Region);
        if (Region3D is not null) item.Add(Region3D);
        if (Segment is not null) item.Add(Segment);
        if (SegmentationSource is not null) item.Add(new ImageItem(SrCodes.SourceImageForSegmentation, SegmentationSource));
        foreach (Measurement measurement in Measurements) item.Add(measurement.ToItem());
        foreach ((CodedConcept name, CodedConcept value) in Evaluations) item.Add(new CodeItem(name, value));
        return item;
    }

    internal static MeasurementGroup Read(ContainerItem item)
    {
        CodeItem[] sites = [.. item.FindAll<CodeItem>(SrCodes.FindingSite)];
        var group = new MeasurementGroup
        {
            TrackingIdentifier = item.Find<TextItem>(SrCodes.TrackingIdentifier)?.Value ?? string.Empty,
            TrackingUid = item.Find<UidItem>(SrCodes.TrackingUniqueIdentifier)?.Value ?? default,
            Finding = item.Find<CodeItem>(SrCodes.Finding)?.Value,
            Laterality = sites.Select(static site => site.Find<CodeItem>(SrCodes.Laterality)?.Value).FirstOrDefault(static side => side is not null),
            Region = item.Children.OfType<SpatialItem>().FirstOrDefault(),
            Region3D = item.Children.OfType<Spatial3DItem>().FirstOrDefault(),
            Segment = item.Find<ImageItem>(SrCodes.ReferencedSegment),
            SegmentationSource = item.Find<ImageItem>(SrCodes.SourceImageForSegmentation)?.Reference,
        };
        foreach (CodeItem site in sites) group.FindingSites.Add(site.Value);
        foreach (Measurement measurement in item.Children.OfType<NumericItem>().Select(Measurement.Read).OfType<Measurement>()) group.Measurements.Add(measurement);
        foreach (CodeItem code in item.Children.OfType<CodeItem>())
            if (code is { Relationship: SrRelationship.Contains, Name: { } name } && !name.IsSameAs(SrCodes.Finding)) group.Evaluations.Add((name, code.Value));
        return group;
    }
}
