namespace Pacs.Imaging;

/// <summary>Limits and strides of a volume, ready for the sampling kernels.</summary>
internal readonly struct SampleGrid
{
    public SampleGrid(VolumeGeometry geometry)
    {
        (LastX, LastY, LastZ) = (geometry.Columns - 1, geometry.Rows - 1, geometry.Slices - 1);
        (EndX, EndY, EndZ) = (LastX + 0.5f, LastY + 0.5f, LastZ + 0.5f);
        // The lower of the two voxels that a value lies between; with a single column, row or slice it is the only one, whose fraction is 0.
        (LowX, LowY, LowZ) = (Math.Max(geometry.Columns - 2, 0), Math.Max(geometry.Rows - 2, 0), Math.Max(geometry.Slices - 2, 0));
        RowStride = geometry.Columns;
        SliceStride = geometry.Columns * geometry.Rows;
        DownStride = geometry.Rows > 1 ? RowStride : 0;
        DeepStride = geometry.Slices > 1 ? SliceStride : 0;
    }

    public float LastX { get; }

    public float LastY { get; }

    public float LastZ { get; }

    public float EndX { get; }

    public float EndY { get; }

    public float EndZ { get; }

    public int LowX { get; }

    public int LowY { get; }

    public int LowZ { get; }

    public int RowStride { get; }

    public int SliceStride { get; }

    /// <summary>To the voxel below; 0 where there is none.</summary>
    public int DownStride { get; }

    /// <summary>To the voxel of the next slice; 0 where there is none.</summary>
    public int DeepStride { get; }

    /// <summary>Whether a point is within half a voxel of the outermost centers. False for NaN.</summary>
    public bool Contains(float x, float y, float z) => x >= -0.5f && y >= -0.5f && z >= -0.5f && x <= EndX && y <= EndY && z <= EndZ;
}
