namespace Pacs.Core;

/// <summary>How an item of a content tree is related to the one above: the terms of Relationship Type (0040,A010) (PS3.3 Table C.17.3-8).</summary>
public static class SrRelationship
{
    /// <summary>The item above contains this one.</summary>
    public const string Contains = "CONTAINS";

    /// <summary>This one says more about the item above.</summary>
    public const string HasProperties = "HAS PROPERTIES";

    /// <summary>This one tells the circumstances of the observation.</summary>
    public const string HasObservationContext = "HAS OBS CONTEXT";

    /// <summary>This one tells how the data above were acquired.</summary>
    public const string HasAcquisitionContext = "HAS ACQ CONTEXT";

    /// <summary>The item above was concluded from this one.</summary>
    public const string InferredFrom = "INFERRED FROM";

    /// <summary>The coordinates above were selected from this image or waveform.</summary>
    public const string SelectedFrom = "SELECTED FROM";

    /// <summary>This one narrows the name of the item above.</summary>
    public const string HasConceptModifier = "HAS CONCEPT MOD";
}
