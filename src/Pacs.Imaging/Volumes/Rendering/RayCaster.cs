using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Pacs.Imaging;

/// <summary>Follows one ray at a time through a volume.</summary>
internal sealed unsafe class RayCaster(Volume volume, TransferTable table, VoxelBox box, double step, VolumeRenderOptions options)
{
    // What is left of the light then is less than two steps of a grey level.
    private const float Opaque = 0.993f;

    private readonly SampleGrid _grid = new(volume.Geometry);
    private readonly BlockRanges _ranges = volume.Ranges;
    private readonly byte[] _empty = EmptySpace.Of(volume.Ranges, table).Distances;
    private readonly SurfaceLight _light = new(volume.Geometry, options, table.Range);

    /// <summary>The colours of some pixels of a row.</summary>
    public void Cast(RayBundle rays, int column, int row, Span<byte> rgb)
    {
        fixed (short* voxels = volume.Voxels)
        {
            for (int n = 0; n < rgb.Length / 3; n++)
            {
                Vector128<float> light = Follow(voxels, rays, column + n, row);
                float rest = 1 - light[0];
                rgb[3 * n] = ToByte(light[1] + rest * options.Background.Red);
                rgb[3 * n + 1] = ToByte(light[2] + rest * options.Background.Green);
                rgb[3 * n + 2] = ToByte(light[3] + rest * options.Background.Blue);
            }
        }
    }

    // Opacity, red, green and blue of all that a ray meets.
    private Vector128<float> Follow(short* voxels, RayBundle rays, int column, int row)
    {
        (Vector3D start, Vector3D direction, Vector3D look) = rays.At(column, row);
        (double enter, double leave) = RayBundle.Clip(start, direction, box, rays.IsParallel);
        Vector128<float> light = Vector128<float>.Zero;
        if (!(leave > enter)) return light;
        // Rays that all begin at the same depth draw rings onto curved surfaces; each begins at its own part of a step.
        enter += step * Part(column, row);
        Vector3D first = start + direction * enter, stride = direction * step;
        var leap = new Leap(_ranges, _empty, stride);
        Vector256<float> stepX = VoxelSampler.Steps(stride.X), stepY = VoxelSampler.Steps(stride.Y), stepZ = VoxelSampler.Steps(stride.Z);
        Vector128<float> facing = SurfaceLight.Facing(look);
        int count = leave > enter ? (int)Math.Min((leave - enter) / step + 1, 1 << 24) : 0;
        for (int n = 0; n < count && light.ToScalar() < Opaque;)
        {
            Vector3D at = first + stride * n;
            int empty = leap.From(at);
            if (empty > 0)
            {
                n += empty;
                continue;
            }

            Vector256<float> x = Vector256.Create((float)at.X) + stepX, y = Vector256.Create((float)at.Y) + stepY, z = Vector256.Create((float)at.Z) + stepZ;
            light = Take(voxels, x, y, z, Math.Min(8, count - n), facing, light);
            n += 8;
        }

        return light;
    }

    // From 0 to 1, by the place of the pixel alone and evenly spread among neighbours (interleaved gradient noise).
    private static double Part(int column, int row)
    {
        double mixed = 52.9829189 * Fraction(0.06711056 * column + 0.00583715 * row);
        return Fraction(mixed);

        static double Fraction(double value) => value - Math.Floor(value);
    }

    private Vector128<float> Take(short* voxels, Vector256<float> x, Vector256<float> y, Vector256<float> z, int count, Vector128<float> facing, Vector128<float> light)
    {
        Vector256<float> values = VoxelSampler.IsVectorized ? VoxelSampler.Linear8(voxels, _grid, x, y, z) : Eight(voxels, x, y, z);
        Vector256<int> whole = Vector256.ConvertToInt32(Vector256.Floor(values + Vector256.Create(0.5f)));
        // Most of what is near a surface is on its empty side.
        Vector256<int> seen = Vector256.GreaterThanOrEqual(whole, Vector256.Create(table.FirstVisible)) & Vector256.LessThanOrEqual(whole, Vector256.Create(table.LastVisible));
        for (uint lanes = seen.ExtractMostSignificantBits() & ((1u << count) - 1); lanes != 0; lanes &= lanes - 1)
        {
            int lane = System.Numerics.BitOperations.TrailingZeroCount(lanes);
            ref readonly TransferTable.Entry entry = ref table.Entries[whole[lane] - table.Lowest];
            if (entry.Opacity <= 0) continue;
            Vector128<float> material = Unsafe.BitCast<TransferTable.Entry, Vector128<float>>(entry);
            if (options.IsShaded) material = _light.Shade(material, GradientSampler.At(voxels, _grid, x[lane], y[lane], z[lane]), facing);
            light += Vector128.Create(1 - light.ToScalar()) * material;
            if (light.ToScalar() >= Opaque) break;
        }

        return light;
    }

    private Vector256<float> Eight(short* voxels, Vector256<float> x, Vector256<float> y, Vector256<float> z)
    {
        Vector256<float> values = default;
        for (int lane = 0; lane < 8; lane++) values = values.WithElement(lane, VoxelSampler.Linear(ref *voxels, _grid, x[lane], y[lane], z[lane]));
        return values;
    }

    private static byte ToByte(float value) => (byte)(Math.Clamp(value, 0f, 255f) + 0.5f);
}
