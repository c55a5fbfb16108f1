namespace Pacs.Imaging;

/// <summary>What is between voxels.</summary>
public enum VolumeInterpolation
{
    /// <summary>A straight line along each axis, between eight voxels.</summary>
    Linear,

    /// <summary>The nearest voxel: for labels.</summary>
    Nearest,

    /// <summary>A Catmull-Rom spline along each axis, between 64 voxels: sharper than linear, and exact at the voxels. May overshoot a little beside edges.</summary>
    Cubic,

    /// <summary>A Lanczos window of three lobes along each axis, over 216 voxels: the sharpest, with faint rings beside hard edges.</summary>
    Lanczos,
}
