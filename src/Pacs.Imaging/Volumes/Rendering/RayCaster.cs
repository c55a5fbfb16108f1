using System.Runtime.Intrinsics;

namespace Pacs.Imaging;

/// <summary>Follows one ray at a time through a volume.</summary>
internal sealed unsafe class RayCaster(Volume volume, TransferTable table, VoxelBox box, double step, VolumeRenderOptions options)
{
    // What is left of the light then is less than two steps of a grey level.
    private const float Opaque = 0.993f;

    private readonly SampleGrid _grid = new(volume.Geometry);
    private readonly BlockRanges _ranges = volume.Ranges;
    private readonly bool[] _visible = table.VisibleBlocks(volume.Ranges);
    private readonly TransferTable.Entry[] _entries = table.Entries;

    // The highlight by the cosine of the angle: 257 steps are finer than a grey level of the picture.
    private readonly float[] _shine = [.. Enumerable.Range(0, 257).Select(n => (float)(options.Specular * Math.Pow(n / 256.0, options.Shininess)))];

    /// <summary>The colour of a pixel.</summary>
    public void Cast(RayBundle rays, int column, int row, Span<byte> rgb)
    {
        (Vector3D start, Vector3D direction, Vector3D look) = rays.At(column, row);
        (double enter, double leave) = RayBundle.Clip(start, direction, box, rays.IsParallel);
        var light = default(Light);
        if (leave > enter)
        {
            // Rays that all begin at the same depth draw rings onto curved surfaces; each begins at its own part of a step.
            enter += step * Part(column, row);
            Vector3D first = start + direction * enter, stride = direction * step;
            int count = leave > enter ? (int)Math.Min((leave - enter) / step + 1, 1 << 24) : 0;
            for (int n = 0; n < count && light.Opacity < Opaque;)
            {
                Vector3D at = first + stride * n;
                int next = SkipEmpty(at, stride, n);
                if (next > n)
                {
                    n = next;
                    continue;
                }

                Take(at, stride, Math.Min(8, count - n), look, ref light);
                n += 8;
            }
        }

        float rest = 1 - light.Opacity;
        rgb[0] = ToByte(light.Red + rest * options.Background.Red);
        rgb[1] = ToByte(light.Green + rest * options.Background.Green);
        rgb[2] = ToByte(light.Blue + rest * options.Background.Blue);
    }

    // From 0 to 1, by the place of the pixel alone and evenly spread among neighbours (interleaved gradient noise).
    private static double Part(int column, int row)
    {
        double mixed = 52.9829189 * Fraction(0.06711056 * column + 0.00583715 * row);
        return Fraction(mixed);

        static double Fraction(double value) => value - Math.Floor(value);
    }

    // The number of the first sample past an empty block; n itself in a block of which something is seen.
    private int SkipEmpty(Vector3D at, Vector3D stride, int n)
    {
        int i = Block(at.X, _ranges.Across), j = Block(at.Y, _ranges.Down), k = Block(at.Z, _ranges.Deep);
        if (_visible[(k * _ranges.Down + j) * _ranges.Across + i]) return n;
        double steps = Math.Min(ToEdge(at.X, stride.X, i, _ranges.Across), Math.Min(ToEdge(at.Y, stride.Y, j, _ranges.Down), ToEdge(at.Z, stride.Z, k, _ranges.Deep)));
        return n + (int)Math.Min(steps + 1, 1 << 24);
    }

    private static int Block(double place, int blocks) => Math.Clamp((int)Math.Floor(place) >> BlockRanges.Shift, 0, blocks - 1);

    private static double ToEdge(double place, double stride, int block, int blocks)
    {
        if (Math.Abs(stride) < 1e-12) return double.PositiveInfinity;
        // The outermost blocks reach beyond the volume, where rays end anyway.
        if (stride > 0) return block == blocks - 1 ? double.PositiveInfinity : Math.Max(0, (((block + 1) << BlockRanges.Shift) - place) / stride);
        return block == 0 ? double.PositiveInfinity : Math.Max(0, ((block << BlockRanges.Shift) - place) / stride);
    }

    private void Take(Vector3D at, Vector3D stride, int count, Vector3D look, ref Light light)
    {
        float* values = stackalloc float[8];
        Sample(at, stride, values);
        for (int lane = 0; lane < count; lane++)
        {
            TransferTable.Entry entry = _entries[(int)(values[lane] + (TransferTable.Zero + 0.5f))];
            if (entry.Opacity <= 0) continue;
            (float dim, float shine) = options.IsShaded ? Shade(at + stride * lane, look) : (1, 0);
            float rest = 1 - light.Opacity, mirrored = shine * 255 * entry.Opacity;
            light.Red += rest * Math.Min(entry.Red * dim + mirrored, 255 * entry.Opacity);
            light.Green += rest * Math.Min(entry.Green * dim + mirrored, 255 * entry.Opacity);
            light.Blue += rest * Math.Min(entry.Blue * dim + mirrored, 255 * entry.Opacity);
            light.Opacity += rest * entry.Opacity;
            if (light.Opacity >= Opaque) return;
        }
    }

    private void Sample(Vector3D at, Vector3D stride, float* values)
    {
        if (VoxelSampler.IsVectorized)
        {
            Vector256<float> x = Vector256.Create((float)at.X) + VoxelSampler.Steps(stride.X), y = Vector256.Create((float)at.Y) + VoxelSampler.Steps(stride.Y), z = Vector256.Create((float)at.Z) + VoxelSampler.Steps(stride.Z);
            fixed (short* voxels = volume.Voxels) VoxelSampler.Linear8(voxels, _grid, x, y, z).Store(values);
            return;
        }

        for (int lane = 0; lane < 8; lane++)
            values[lane] = VoxelSampler.Linear(ref volume.Voxels[0], _grid, (float)at.X + (float)stride.X * lane, (float)at.Y + (float)stride.Y * lane, (float)at.Z + (float)stride.Z * lane);
    }

    // Central differences over a voxel each way; the lamp is at the eye, so that the half-way vector of Blinn is the way to the eye.
    private (float Dim, float Shine) Shade(Vector3D at, Vector3D look)
    {
        float* around = stackalloc float[8];
        if (VoxelSampler.IsVectorized)
        {
            Vector256<float> x = Vector256.Create((float)at.X) + Vector256.Create(1f, -1, 0, 0, 0, 0, 0, 0), y = Vector256.Create((float)at.Y) + Vector256.Create(0f, 0, 1, -1, 0, 0, 0, 0), z = Vector256.Create((float)at.Z) + Vector256.Create(0f, 0, 0, 0, 1, -1, 0, 0);
            fixed (short* voxels = volume.Voxels) VoxelSampler.Linear8(voxels, _grid, x, y, z).Store(around);
        }
        else
        {
            ReadOnlySpan<float> offsets = [1, 0, 0, -1, 0, 0, 0, 1, 0, 0, -1, 0, 0, 0, 1, 0, 0, -1];
            for (int n = 0; n < 6; n++)
                around[n] = VoxelSampler.Linear(ref volume.Voxels[0], _grid, (float)at.X + offsets[3 * n], (float)at.Y + offsets[3 * n + 1], (float)at.Z + offsets[3 * n + 2]);
        }

        Vector3D gradient = volume.Geometry.GradientToPatient(around[0] - around[1], around[2] - around[3], around[4] - around[5]);
        double length = gradient.Length;
        // Within even material there is no surface to shade.
        if (!(length > 1e-6)) return ((float)(options.Ambient + options.Diffuse), 0);
        double facing = Math.Abs(Vector3D.Dot(gradient, look)) / length;
        return ((float)(options.Ambient + options.Diffuse * facing), _shine[(int)(Math.Min(facing, 1) * 256)]);
    }

    private static byte ToByte(float value) => (byte)(Math.Clamp(value, 0f, 255f) + 0.5f);

    private struct Light
    {
        public float Opacity;
        public float Red;
        public float Green;
        public float Blue;
    }
}
