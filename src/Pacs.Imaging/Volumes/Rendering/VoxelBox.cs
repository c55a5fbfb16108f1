namespace Pacs.Imaging;

/// <summary>A part of a volume, by voxels: what lies outside is not drawn.</summary>
/// <param name="FirstColumn">First column.</param>
/// <param name="LastColumn">Last column, included.</param>
/// <param name="FirstRow">First row.</param>
/// <param name="LastRow">Last row, included.</param>
/// <param name="FirstSlice">First slice.</param>
/// <param name="LastSlice">Last slice, included.</param>
public readonly record struct VoxelBox(int FirstColumn, int LastColumn, int FirstRow, int LastRow, int FirstSlice, int LastSlice)
{
    /// <summary>All of a volume.</summary>
    public static VoxelBox All(VolumeGeometry volume)
    {
        ArgumentNullException.ThrowIfNull(volume);
        return new VoxelBox(0, volume.Columns - 1, 0, volume.Rows - 1, 0, volume.Slices - 1);
    }
}
