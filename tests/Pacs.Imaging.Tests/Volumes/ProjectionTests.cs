using System.Runtime.InteropServices;

namespace Pacs.Imaging.Tests.Volumes;

/// <summary>The quick ways to project against the plain one, which takes every sample of every ray.</summary>
public sealed class ProjectionTests
{
    private static readonly (int Columns, int Rows, int Slices)[] Sizes = [(40, 33, 27), (16, 16, 16), (9, 70, 5), (65, 3, 31), (1, 20, 20), (33, 1, 9), (12, 12, 1)];

    [Test]
    public void ObliqueExtremes_AreTheSameToTheBitAsOfEverySample([Values(SlabMode.Maximum, SlabMode.Minimum)] SlabMode mode, [Range(0, 6)] int size, [Values] bool isNoise)
    {
        if (!VoxelSampler.IsVectorized) Assert.Ignore("This machine has no AVX2.");
        var random = new Random(31 * size + (int)mode);
        Volume volume = Make(size, 1 + random.NextDouble(), isNoise, random);
        for (int round = 0; round < 12; round++)
        {
            SlicePlane plane = SlicePlane.Covering(volume.Geometry, Direction(random), Direction(random));
            // Beside the volume as well, and with rows that end within a tile.
            plane = plane.Resized(Math.Max(1, plane.Columns + random.Next(-9, 9)), Math.Max(1, plane.Rows + random.Next(-9, 9))).Moved(random.Next(-9, 9));
            var options = new ReformatOptions { Slab = mode, Thickness = round % 3 == 0 ? 21 : double.PositiveInfinity };
            SlabRays rays = SlabRays.Of(volume.Geometry, plane, options);
            short[] plain = rays.Layers is not null && rays.Samples >= VolumeReformatting.DeepSlab ? OfLayers(volume, plane, rays, mode) : Plain(volume, plane, options);
            Assert.That(Quick(volume, plane, options), Is.EqualTo(plain), $"round {round}");
        }
    }

    [Test]
    public void ProjectionsAlongAnAxis_AreThoseOfEverySample([Values] SlabMode mode, [Range(0, 6)] int size, [Values(VolumeInterpolation.Linear, VolumeInterpolation.Nearest)] VolumeInterpolation interpolation, [Values(1.0, 1.7)] double thick)
    {
        var random = new Random(size);
        Volume volume = Make(size, thick, isNoise: true, random);
        foreach ((Vector3D across, Vector3D down) in AxisPlanes())
        {
            foreach ((int more, double moved) in new[] { (0, 0.0), (5, 0), (-7, 0), (0, 3.0) })
            {
                SlicePlane plane = SlicePlane.Covering(volume.Geometry, across, down);
                plane = plane.Resized(Math.Max(1, plane.Columns + more), Math.Max(1, plane.Rows + more)) with { };
                plane = plane with { Origin = plane.Origin + plane.Across * moved };
                var options = new ReformatOptions { Slab = mode, Thickness = double.PositiveInfinity, Interpolation = interpolation };
                short[] quick = Quick(volume, plane, options), plain = Plain(volume, plane, options);
                for (int n = 0; n < quick.Length; n++) Assert.That((int)quick[n], Is.EqualTo(plain[n]).Within(1), $"{across} {down} {more} {moved}, pixel {n}");
            }
        }
    }

    [Test]
    public void AProjectionAlongAnAxis_NeedsNoPlaneThatFitsTheVolume()
    {
        Volume volume = Make(0, 1.5, isNoise: true, new Random(4));
        SlicePlane plane = SlicePlane.Coronal(volume.Geometry);
        Memory<byte> output = new byte[2 * plane.Columns * plane.Rows];
        SlabRays rays = SlabRays.Of(volume.Geometry, plane, new ReformatOptions { Thickness = double.PositiveInfinity });

        Assert.That(plane.Rows, Is.Not.EqualTo(volume.Geometry.Slices), "pixels lie between slices");
        Assert.That(AxisProjection.TryProject(volume, plane, rays, ReformatOptions.Default, output, default), Is.True);
    }

    [Test]
    public void BlockRanges_AreTheExtremesOfTheirVoxelsAndTheNextOnes([Range(0, 6)] int size)
    {
        Volume volume = Make(size, 1, isNoise: true, new Random(size));
        VolumeGeometry grid = volume.Geometry;
        BlockRanges ranges = volume.Ranges;
        for (int k = 0; k < ranges.Deep; k++)
            for (int j = 0; j < ranges.Down; j++)
                for (int i = 0; i < ranges.Across; i++)
                {
                    double low = double.PositiveInfinity, high = double.NegativeInfinity;
                    for (int z = 8 * k; z <= Math.Min(8 * k + 8, grid.Slices - 1); z++)
                        for (int y = 8 * j; y <= Math.Min(8 * j + 8, grid.Rows - 1); y++)
                            for (int x = 8 * i; x <= Math.Min(8 * i + 8, grid.Columns - 1); x++) (low, high) = (Math.Min(low, volume[x, y, z]), Math.Max(high, volume[x, y, z]));
                    int block = (k * ranges.Down + j) * ranges.Across + i;
                    Assert.That((ranges.Lows[block], ranges.Highs[block]), Is.EqualTo(((short)low, (short)high)));
                }
    }

    private static IEnumerable<(Vector3D, Vector3D)> AxisPlanes()
    {
        Vector3D[] axes = [new(1, 0, 0), new(0, 1, 0), new(0, 0, 1)];
        for (int across = 0; across < 3; across++)
            for (int down = 0; down < 3; down++)
                if (across != down) foreach (double sign in (double[])[1, -1]) yield return (axes[across] * sign, axes[down] * -sign);
    }

    private static Volume Make(int size, double thick, bool isNoise, Random random)
    {
        (int columns, int rows, int slices) = Sizes[size];
        VolumeGeometry grid = SyntheticVolume.Grid(columns, rows, slices, 1, 1, thick);
        if (isNoise) return SyntheticVolume.Random(grid, size);
        // Something bright in much that is dark, so that there is much to leave out.
        Vector3D center = grid.Center;
        return SyntheticVolume.Of(grid, at => (at - center).Length < 5 ? 900 + random.Next(50) : random.Next(-20, 20));
    }

    private static short[] Quick(Volume volume, SlicePlane plane, ReformatOptions options)
    {
        using PixelFrame frame = volume.Reformat(plane, options);
        return MemoryMarshal.Cast<byte, short>(frame.Bytes).ToArray();
    }

    private static short[] Plain(Volume volume, SlicePlane plane, ReformatOptions options)
    {
        byte[] output = new byte[2 * plane.Columns * plane.Rows];
        RowReformat.Run(volume, plane, SlabRays.Of(volume.Geometry, plane, options), options, output, default);
        return MemoryMarshal.Cast<byte, short>(output).ToArray();
    }

    // Every sample of every ray, one by one.
    private static short[] OfLayers(Volume volume, SlicePlane plane, SlabRays rays, SlabMode mode)
    {
        int axis = rays.Layers!.Value;
        var layers = new LayerSampler(new SampleGrid(volume.Geometry), axis);
        short[] pixels = new short[plane.Columns * plane.Rows];
        for (int n = 0; n < pixels.Length; n++)
        {
            (int row, int column) = (n / plane.Columns, n % plane.Columns);
            float result = mode == SlabMode.Maximum ? float.NegativeInfinity : float.PositiveInfinity, none = result;
            for (int sample = 0; sample < rays.Samples; sample++)
            {
                Vector3D at = rays.Start + rays.Down * row + rays.Deeper * sample + rays.Across * (column & ~7);
                float u = (float)at[layers.AxisU] + (float)rays.Across[layers.AxisU] * (column & 7), v = (float)at[layers.AxisV] + (float)rays.Across[layers.AxisV] * (column & 7);
                float value = layers.Scalar(volume.Voxels, (int)Math.Round(at[axis]), u, v, none);
                result = mode == SlabMode.Maximum ? Math.Max(result, value) : Math.Min(result, value);
            }

            pixels[n] = float.IsFinite(result) ? SlabRow.Round(result) : volume.Outside;
        }

        return pixels;
    }

    private static Vector3D Direction(Random random) => new Vector3D(random.NextDouble() - 0.5, random.NextDouble() - 0.5, random.NextDouble() - 0.5).Normalized();
}
