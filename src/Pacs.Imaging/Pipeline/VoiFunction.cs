namespace Pacs.Imaging;

/// <summary>How a window maps its range: VOI LUT Function (0028,1056), PS3.3 §C.11.2.1.2 and §C.11.2.1.3.</summary>
public enum VoiFunction
{
    /// <summary>LINEAR: for integers, from center - 0.5 - (width - 1) / 2 to center - 0.5 + (width - 1) / 2. The default of the standard.</summary>
    Linear,

    /// <summary>LINEAR_EXACT: from center - width / 2 to center + width / 2.</summary>
    LinearExact,

    /// <summary>SIGMOID: a logistic curve whose slope at the center is that of the exact window.</summary>
    Sigmoid,
}
