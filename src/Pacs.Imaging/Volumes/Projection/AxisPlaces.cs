namespace Pacs.Imaging;

/// <summary>Where the columns (or rows) of a plane lie on one axis of a grid: for each the voxel below and the part of the way to the next.</summary>
internal sealed class AxisPlaces
{
    private AxisPlaces(int count) => (Low, Part, IsInside) = (new int[count], new float[count], new bool[count]);

    /// <summary>The voxel at or below each place.</summary>
    public int[] Low { get; }

    /// <summary>From 0 to below 1: how far on to the next voxel.</summary>
    public float[] Part { get; }

    /// <summary>Whether a place is within half a voxel of the outermost centers, as <see cref="SampleGrid.Contains"/> has it.</summary>
    public bool[] IsInside { get; }

    /// <summary>Whether all places are centers of voxels.</summary>
    public bool IsOnGrid { get; private set; } = true;

    /// <summary>The lowest voxel that is read.</summary>
    public int First { get; private set; } = int.MaxValue;

    /// <summary>The highest voxel that is read.</summary>
    public int Last { get; private set; }

    public int Count => Low.Length;

    /// <summary>Lays places out.</summary>
    /// <param name="start">The first, in voxels.</param>
    /// <param name="step">To the next.</param>
    /// <param name="count">How many.</param>
    /// <param name="size">Voxels of the axis.</param>
    /// <param name="interpolation">With the nearest voxel all places are on the grid.</param>
    /// <param name="areColumns">Whether they are summed up as <see cref="VoxelSampler"/> does along a row, in groups of eight.</param>
    public static AxisPlaces Of(double start, double step, int count, int size, VolumeInterpolation interpolation, bool areColumns)
    {
        var places = new AxisPlaces(count);
        float last = size - 1;
        for (int n = 0; n < count; n++)
        {
            int lane = areColumns ? n & 7 : 0;
            float at = (float)(start + step * (n - lane)) + (float)step * lane;
            places.IsInside[n] = at >= -0.5f && at <= last + 0.5f;
            at = Math.Min(Math.Max(interpolation == VolumeInterpolation.Nearest ? MathF.Floor(at + 0.5f) : at, 0f), last);
            int low = (int)at;
            float part = at - low;
            (places.Low[n], places.Part[n]) = (low, part);
            places.IsOnGrid &= part == 0;
            places.First = Math.Min(places.First, low);
            places.Last = Math.Max(places.Last, part > 0 ? low + 1 : low);
        }

        return places;
    }
}
