namespace Pacs.Imaging.Tests.Volumes;

public sealed class VoxelSamplerTests
{
    [TestCase(1, 1, 1)]
    [TestCase(1, 7, 3)]
    [TestCase(17, 1, 5)]
    [TestCase(9, 8, 1)]
    [TestCase(33, 20, 12)]
    public void TheVectorPath_AgreesWithTheScalarOneToTheBit(int columns, int rows, int slices)
    {
        if (!VoxelSampler.IsVectorized) Assert.Ignore("This machine has no AVX2.");
        Volume volume = SyntheticVolume.Random(SyntheticVolume.Grid(columns, rows, slices), 1);
        var random = new Random(2);
        for (int round = 0; round < 500; round++)
        {
            Vector3D start = Point(random, 40), step = Point(random, round % 3);
            float[] fast = new float[random.Next(1, 40)], slow = new float[fast.Length];
            VoxelSampler.SampleLine(volume, start, step, VolumeInterpolation.Linear, float.NaN, fast);
            VoxelSampler.Scalar(volume, start, step, VolumeInterpolation.Linear, float.NaN, slow);
            Assert.That(fast, Is.EqualTo(slow), $"{start} {step}");
        }
    }

    [Test]
    public void ALinearFunction_IsReproducedBetweenTheVoxels()
    {
        VolumeGeometry grid = SyntheticVolume.Grid(20, 20, 20, 0.7, 0.9, 1.5);
        Volume volume = SyntheticVolume.Of(grid, static at => 100 * at.X + 50 * at.Y - 30 * at.Z);
        var random = new Random(3);
        for (int round = 0; round < 200; round++)
        {
            Vector3D point = grid.ToPatient(random.NextDouble() * 19, random.NextDouble() * 19, random.NextDouble() * 19);
            Assert.That(volume.ValueAt(point), Is.EqualTo(100 * point.X + 50 * point.Y - 30 * point.Z).Within(1), "voxels are rounded to whole numbers");
        }
    }

    [Test]
    public void PointsBeyondHalfAVoxel_AreOutside()
    {
        Volume volume = SyntheticVolume.Of(SyntheticVolume.Grid(4, 4, 4), static _ => 7);

        Assert.Multiple(() =>
        {
            Assert.That(volume.ValueAt(volume.Geometry.ToPatient(-0.49, 0, 3.49)), Is.EqualTo(7));
            Assert.That(volume.ValueAt(volume.Geometry.ToPatient(-0.51, 0, 0)), Is.EqualTo(-1000));
            Assert.That(volume.ValueAt(new Vector3D(double.NaN, 0, 0)), Is.EqualTo(-1000));
        });
    }

    private static Vector3D Point(Random random, double extent) => new((random.NextDouble() - 0.3) * extent, (random.NextDouble() - 0.3) * extent, (random.NextDouble() - 0.3) * extent);
}
