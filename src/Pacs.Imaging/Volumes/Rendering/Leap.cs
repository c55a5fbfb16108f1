using System.Runtime.CompilerServices;

namespace Pacs.Imaging;

/// <summary>How many samples of a ray are passed over because nothing is seen there.</summary>
internal readonly struct Leap
{
    private readonly byte[] _empty;
    private readonly int _across, _down, _deep;
    private readonly Vector3D _perVoxel;

    /// <summary>Leaps of a ray.</summary>
    /// <param name="ranges">The blocks.</param>
    /// <param name="empty">For each how far the nearest is of which something is seen; see <see cref="EmptySpace"/>.</param>
    /// <param name="stride">From a sample to the next, in voxels.</param>
    public Leap(BlockRanges ranges, byte[] empty, Vector3D stride)
    {
        (_empty, _across, _down, _deep) = (empty, ranges.Across, ranges.Down, ranges.Deep);
        _perVoxel = new Vector3D(Inverse(stride.X), Inverse(stride.Y), Inverse(stride.Z));
    }

    /// <summary>Samples up to the next that may be seen; 0 in a block of which something is.</summary>
    public int From(Vector3D at)
    {
        int i = Block(at.X, _across), j = Block(at.Y, _down), k = Block(at.Z, _deep);
        int away = _empty[(k * _down + j) * _across + i];
        if (away == 0) return 0;
        double steps = Math.Min(ToEdge(at.X, _perVoxel.X, i, away), Math.Min(ToEdge(at.Y, _perVoxel.Y, j, away), ToEdge(at.Z, _perVoxel.Z, k, away)));
        return (int)Math.Min(Math.Max(Math.Ceiling(steps), 1), 1 << 24);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Block(double place, int blocks) => Math.Min((int)Math.Max(place, 0) >> BlockRanges.Shift, blocks - 1);

    // The blocks at less than that distance are empty as well; the ray may go as far as the face of their cube.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double ToEdge(double place, double perVoxel, int block, int away)
    {
        if (perVoxel == 0) return double.PositiveInfinity;
        int edge = (perVoxel > 0 ? block + away : block - away + 1) << BlockRanges.Shift;
        return (edge - place) * perVoxel;
    }

    private static double Inverse(double stride) => Math.Abs(stride) < 1e-12 ? 0 : 1 / stride;
}
