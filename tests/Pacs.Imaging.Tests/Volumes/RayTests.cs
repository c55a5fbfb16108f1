using System.Runtime.Intrinsics;

namespace Pacs.Imaging.Tests.Volumes;

/// <summary>What rays are made of: gradients, and how far they may leap.</summary>
public sealed class RayTests
{
    [TestCase(20, 20, 20)]
    [TestCase(4, 9, 5)]
    [TestCase(1, 8, 3)]
    [TestCase(2, 2, 2)]
    public unsafe void AGradientOfRows_IsThatOfSixValues(int columns, int rows, int slices)
    {
        Volume volume = SyntheticVolume.Random(SyntheticVolume.Grid(columns, rows, slices), 3);
        var grid = new SampleGrid(volume.Geometry);
        var random = new Random(columns);
        fixed (short* voxels = volume.Voxels)
        {
            for (int round = 0; round < 2000; round++)
            {
                float x = Place(random, columns), y = Place(random, rows), z = Place(random, slices);
                Vector128<float> fast = GradientSampler.At(voxels, grid, x, y, z), slow = GradientSampler.ByValues(voxels, grid, x, y, z);
                // Of values up to 65535, and x + 1 in single precision is not x and 1.
                for (int axis = 0; axis < 3; axis++) Assert.That(fast[axis], Is.EqualTo(slow[axis]).Within(0.5), $"axis {axis} at {x} {y} {z}");
            }
        }
    }

    [Test]
    public void EmptySpace_IsAsWideAsTheNearestVisibleBlockIsFar([Range(0, 3)] int seed)
    {
        var random = new Random(seed);
        Volume volume = SyntheticVolume.Of(SyntheticVolume.Grid(150 + seed, 67, 83), _ => random.Next(60_000) == 0 ? 500 : 0);
        BlockRanges ranges = volume.Ranges;
        byte[] found = EmptySpace.Of(ranges, new TransferTable(volume, new TransferFunction(new TransferPoint(100, 0, Rgb.White), new TransferPoint(400, 1, Rgb.White)), 1)).Distances;

        List<(int I, int J, int K)> visible = [];
        Each(ranges, (i, j, k, n) =>
        {
            if (ranges.Highs[n] > 100) visible.Add((i, j, k));
        });
        Each(ranges, (i, j, k, n) =>
        {
            int nearest = visible.Count == 0 ? EmptySpace.Farthest : visible.Min(v => Math.Max(Math.Abs(v.I - i), Math.Max(Math.Abs(v.J - j), Math.Abs(v.K - k))));
            Assert.That((int)found[n], Is.EqualTo(Math.Min(nearest, EmptySpace.Farthest)), $"{i} {j} {k}");
        });
    }

    private static void Each(BlockRanges ranges, Action<int, int, int, int> action)
    {
        for (int k = 0, n = 0; k < ranges.Deep; k++)
            for (int j = 0; j < ranges.Down; j++)
                for (int i = 0; i < ranges.Across; i++) action(i, j, k, n++);
    }

    private static float Place(Random random, int size) => (float)(random.NextDouble() * (size + 2) - 1.5);
}
