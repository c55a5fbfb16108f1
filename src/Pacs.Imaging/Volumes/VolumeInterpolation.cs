namespace Pacs.Imaging;

/// <summary>How values between voxels are found.</summary>
public enum VolumeInterpolation
{
    /// <summary>From the eight voxels around.</summary>
    Linear,

    /// <summary>The nearest voxel: values stay what they were, for labels.</summary>
    Nearest,
}
