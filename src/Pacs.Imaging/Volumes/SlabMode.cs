namespace Pacs.Imaging;

/// <summary>What is shown of the values within a slab.</summary>
public enum SlabMode
{
    /// <summary>The highest: maximum intensity projection, for vessels and bone.</summary>
    Maximum,

    /// <summary>The lowest: minimum intensity projection, for airways.</summary>
    Minimum,

    /// <summary>Their mean: as a thicker slice would look, or a radiograph.</summary>
    Mean,
}
