using System.Numerics;
using System.Runtime.InteropServices;

namespace Pacs.Imaging;

/// <summary>Maximum and minimum along an axis of the grid, where each pixel is a voxel's column: no interpolation, whole rows at once.</summary>
internal static class AlignedProjection
{
    private const double Exact = 1e-6;

    /// <summary>Projects when plane and slab lie on the grid.</summary>
    /// <returns>False when they do not, and nothing was done.</returns>
    public static bool TryProject(Volume volume, SlicePlane plane, double from, int samples, double distance, ReformatOptions options, Memory<byte> output, CancellationToken ct)
    {
        if (options.Slab == SlabMode.Mean) return false;
        VolumeGeometry grid = volume.Geometry;
        Vector3D start = grid.ToVoxel(plane.Origin + plane.Normal * from);
        Vector3D across = grid.DirectionToVoxel(plane.Across * plane.ColumnSpacing), down = grid.DirectionToVoxel(plane.Down * plane.RowSpacing), deep = grid.DirectionToVoxel(plane.Normal * distance);
        if (AxisOf(across) is not { } x || AxisOf(down) is not { } y || AxisOf(deep) is not { } z || x.Axis == y.Axis || y.Axis == z.Axis || x.Axis == z.Axis) return false;
        int[] size = [grid.Columns, grid.Rows, grid.Slices], stride = [1, grid.Columns, grid.Columns * grid.Rows], at = [Index(start.X), Index(start.Y), Index(start.Z)];
        // Within the volume from end to end, or it is the sampler's work.
        if (!Within(at[x.Axis], x.Sign, plane.Columns, size[x.Axis]) || !Within(at[y.Axis], y.Sign, plane.Rows, size[y.Axis]) || !Within(at[z.Axis], z.Sign, samples, size[z.Axis])) return false;
        int first = at[0] + at[1] * stride[1] + at[2] * stride[2];
        (int right, int below, int deeper) = (x.Sign * stride[x.Axis], y.Sign * stride[y.Axis], z.Sign * stride[z.Axis]);
        bool isMaximum = options.Slab == SlabMode.Maximum;
        Parallel.For(0, plane.Rows, options.ToParallel(ct), row =>
        {
            Span<short> result = MemoryMarshal.Cast<byte, short>(output.Span).Slice(row * plane.Columns, plane.Columns);
            int begin = first + row * below;
            if (right == 1) AlongRows(volume.Voxels, begin, deeper, samples, isMaximum, result);
            else if (deeper is 1 or -1) AcrossRows(volume.Voxels, begin, right, deeper, samples, isMaximum, result);
            else Scattered(volume.Voxels, begin, right, deeper, samples, isMaximum, result);
        });
        return true;
    }

    // Pixels side by side are voxels side by side.
    private static void AlongRows(short[] voxels, int begin, int deeper, int samples, bool isMaximum, Span<short> result)
    {
        voxels.AsSpan(begin, result.Length).CopyTo(result);
        Span<Vector<short>> wide = MemoryMarshal.Cast<short, Vector<short>>(result);
        for (int n = 1; n < samples; n++)
        {
            ReadOnlySpan<short> row = voxels.AsSpan(begin + n * deeper, result.Length);
            ReadOnlySpan<Vector<short>> vectors = MemoryMarshal.Cast<short, Vector<short>>(row);
            for (int i = 0; i < wide.Length; i++) wide[i] = isMaximum ? System.Numerics.Vector.Max(wide[i], vectors[i]) : System.Numerics.Vector.Min(wide[i], vectors[i]);
            for (int i = wide.Length * Vector<short>.Count; i < result.Length; i++) result[i] = isMaximum ? Math.Max(result[i], row[i]) : Math.Min(result[i], row[i]);
        }
    }

    // What is behind a pixel is a run of voxels.
    private static void AcrossRows(short[] voxels, int begin, int right, int deeper, int samples, bool isMaximum, Span<short> result)
    {
        for (int i = 0; i < result.Length; i++)
        {
            int at = begin + i * right;
            ReadOnlySpan<short> run = voxels.AsSpan(deeper > 0 ? at : at - (samples - 1), samples);
            result[i] = Extreme(run, isMaximum);
        }
    }

    private static void Scattered(short[] voxels, int begin, int right, int deeper, int samples, bool isMaximum, Span<short> result)
    {
        for (int i = 0; i < result.Length; i++)
        {
            int at = begin + i * right;
            short extreme = voxels[at];
            for (int n = 1; n < samples; n++) extreme = isMaximum ? Math.Max(extreme, voxels[at + n * deeper]) : Math.Min(extreme, voxels[at + n * deeper]);
            result[i] = extreme;
        }
    }

    private static short Extreme(ReadOnlySpan<short> run, bool isMaximum)
    {
        short extreme = run[0];
        int done = 0;
        if (run.Length >= Vector<short>.Count)
        {
            ReadOnlySpan<Vector<short>> wide = MemoryMarshal.Cast<short, Vector<short>>(run);
            Vector<short> all = wide[0];
            for (int i = 1; i < wide.Length; i++) all = isMaximum ? System.Numerics.Vector.Max(all, wide[i]) : System.Numerics.Vector.Min(all, wide[i]);
            for (int lane = 0; lane < Vector<short>.Count; lane++) extreme = isMaximum ? Math.Max(extreme, all[lane]) : Math.Min(extreme, all[lane]);
            done = wide.Length * Vector<short>.Count;
        }

        for (int i = done; i < run.Length; i++) extreme = isMaximum ? Math.Max(extreme, run[i]) : Math.Min(extreme, run[i]);
        return extreme;
    }

    private static (int Axis, int Sign)? AxisOf(Vector3D step)
    {
        ReadOnlySpan<double> parts = [step.X, step.Y, step.Z];
        int axis = -1;
        for (int i = 0; i < 3; i++)
        {
            if (Math.Abs(parts[i]) < Exact) continue;
            if (axis >= 0 || Math.Abs(Math.Abs(parts[i]) - 1) > Exact) return null;
            axis = i;
        }

        return axis < 0 ? null : (axis, Math.Sign(parts[axis]));
    }

    private static int Index(double place) => Math.Abs(place - Math.Round(place)) < 1e-3 && Math.Abs(place) < int.MaxValue ? (int)Math.Round(place) : -1;

    private static bool Within(int at, int sign, int count, int size) => at >= 0 && at < size && at + sign * (count - 1) is var end && end >= 0 && end < size;
}
