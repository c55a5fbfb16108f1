namespace Pacs.Imaging.Tests.Volumes;

public sealed class VolumeGeometryTests
{
    [Test]
    public void PatientAndVoxel_AreEachOthersInverse()
    {
        var random = new Random(11);
        for (int round = 0; round < 200; round++)
        {
            Vector3D Any() => new(random.NextDouble() * 4 - 2, random.NextDouble() * 4 - 2, random.NextDouble() * 4 - 2);
            Vector3D a = Any(), b = Any(), c = Any();
            if (Math.Abs(Vector3D.Dot(Vector3D.Cross(a, b), c)) < 0.15 * a.Length * b.Length * c.Length) continue;
            var grid = new VolumeGeometry(Any() * 100, a, b, c, 10, 10, 10);
            Vector3D voxel = Any() * 10;
            Assert.That((grid.ToVoxel(grid.ToPatient(voxel.X, voxel.Y, voxel.Z)) - voxel).Length, Is.LessThan(1e-9));
        }
    }

    [TestCase(0, 0, 0)]
    [TestCase(1, 0, double.NaN)]
    [TestCase(1, 1, 0)]
    [TestCase(double.PositiveInfinity, 0, 0)]
    public void StepsThatSpanNoSpace_AreRefused(double x, double y, double z) =>
        Assert.That(() => new VolumeGeometry(default, new Vector3D(1, 0, 0), new Vector3D(0, 1, 0), new Vector3D(x, y, z), 2, 2, 2), Throws.TypeOf<DicomImageException>());

    [Test]
    public void ALeaningStack_TellsItsTilt() =>
        Assert.That(SyntheticVolume.Grid(4, 4, 4, z: 3, lean: 3 * Math.Tan(20 * Math.PI / 180)).TiltInDegrees, Is.EqualTo(20).Within(1e-9));

    [Test]
    public void APlaneCoveringTheVolume_ReachesItsCorners([Range(0, 9)] int seed)
    {
        var random = new Random(seed);
        VolumeGeometry grid = SyntheticVolume.Grid(20, 30, 10, 0.8, 0.9, 2, 0.3);
        Vector3D across = new(random.NextDouble() - 0.5, random.NextDouble() - 0.5, 0.3), down = new(0.2, random.NextDouble() - 0.5, random.NextDouble() - 0.5);
        SlicePlane plane = SlicePlane.Covering(grid, across, down);
        foreach (double i in new[] { 0.0, 19 })
            foreach (double j in new[] { 0.0, 29 })
                foreach (double k in new[] { 0.0, 9 })
                {
                    Vector3D from = grid.ToPatient(i, j, k) - plane.Origin;
                    double column = Vector3D.Dot(from, plane.Across) / plane.ColumnSpacing, row = Vector3D.Dot(from, plane.Down) / plane.RowSpacing;
                    Assert.That(column, Is.InRange(-0.5, plane.Columns - 0.5));
                    Assert.That(row, Is.InRange(-0.5, plane.Rows - 0.5));
                }
    }
}
