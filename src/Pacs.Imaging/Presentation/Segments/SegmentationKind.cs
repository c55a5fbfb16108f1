namespace Pacs.Imaging;

/// <summary>What the pixels of a segmentation hold: Segmentation Type (0062,0001).</summary>
public enum SegmentationKind
{
    /// <summary>A frame a segment: in or out.</summary>
    Binary,

    /// <summary>A frame a segment: how likely, or how much.</summary>
    Fractional,

    /// <summary>The number of the segment at each pixel.</summary>
    LabelMap,
}
