using Pacs.Imaging;

namespace Pacs.Benchmarks.Volumes;

/// <summary>A CT of 512 x 512 x 300 voxels that a body could have: air, soft tissue with texture and noise, ribs, a spine, vessels.</summary>
internal static class BenchmarkVolume
{
    public static Volume Make(int side = 512, int slices = 300)
    {
        var grid = new VolumeGeometry(new Vector3D(-side * 0.35, -side * 0.35, -slices * 0.5), new Vector3D(0.7, 0, 0), new Vector3D(0, 0.7, 0), new Vector3D(0, 0, 1), side, side, slices);
        short[] voxels = new short[grid.Count];
        Parallel.For(0, slices, k =>
        {
            var random = new Random(k);
            double z = (k - slices / 2) / (slices / 2.0);
            for (int j = 0; j < side; j++)
            {
                double y = (j - side / 2) / (side / 2.0);
                for (int i = 0; i < side; i++)
                {
                    double x = (i - side / 2) / (side / 2.0), body = x * x / 0.72 + y * y / 0.42, spine = x * x + (y - 0.42) * (y - 0.42);
                    double hounsfield = body > 1 ? -1000 : 40 + 25 * Math.Sin(19 * x + 3 * z) * Math.Cos(17 * y);
                    if (body is > 0.72 and < 0.82 && Math.Sin(34 * z + 5 * y) > 0.45) hounsfield = 650;
                    if (spine < 0.011 && (Math.Sin(42 * z) > -0.8 || spine < 0.002)) hounsfield = spine < 0.007 ? 380 : 800;
                    if (body < 0.6 && (x - 0.3 * Math.Sin(4 * z)) * (x - 0.3 * Math.Sin(4 * z)) + (y + 0.1 * Math.Cos(6 * z)) * (y + 0.1 * Math.Cos(6 * z)) < 0.003) hounsfield = 340;
                    voxels[((long)k * side + j) * side + i] = (short)(hounsfield + 30 * (random.NextSingle() + random.NextSingle() - 1));
                }
            }
        });
        return Volume.FromVoxels(grid, voxels, outside: -1000);
    }

    /// <summary>A plane of 512 x 512 pixels at no simple angle.</summary>
    public static SlicePlane Oblique(Volume volume) => SlicePlane.Covering(volume.Geometry, new Vector3D(0.8, 0.5, 0.33), new Vector3D(-0.3, 0.7, -0.62)) is var plane
        ? plane with { Origin = plane.Center - plane.Across * (255.5 * 0.7) - plane.Down * (255.5 * 0.7), Columns = 512, Rows = 512 } : plane;
}
