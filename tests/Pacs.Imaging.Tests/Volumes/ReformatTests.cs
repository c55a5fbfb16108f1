using System.Runtime.InteropServices;

namespace Pacs.Imaging.Tests.Volumes;

public sealed class ReformatTests
{
    private static readonly Vector3D Center = new(3, -4, 12);
    private const double Radius = 11;

    [Test]
    public void AnySlice_ShowsASphereWhereItIs([Values(0.0, 2.5)] double lean)
    {
        VolumeGeometry grid = SyntheticVolume.Grid(64, 64, 40, 0.9, 0.9, 1.2, lean / 10);
        Volume volume = SyntheticVolume.Of(grid, static at => 300 * Math.Clamp((Radius - (at - Center).Length) / 0.9 + 0.5, 0, 1));
        var random = new Random(5);
        for (int round = 0; round < 40; round++)
        {
            Vector3D across = Direction(random), down = Direction(random);
            if (Vector3D.Cross(across, down).Length < 0.2) continue;
            using PixelFrame slice = volume.Reformat(SlicePlane.Covering(grid, across, down, Center));
            SphereFit.Check(slice, volume, Center, Radius, 150, 0.45);
        }
    }

    [Test]
    public void ASliceThroughTheCentersOfVoxels_IsTheVoxels()
    {
        Volume volume = SyntheticVolume.Random(SyntheticVolume.Grid(21, 13, 9), 7);
        using PixelFrame slice = volume.Reformat(SlicePlane.Axial(volume.Geometry, volume.Geometry.ToPatient(0, 0, 4)));

        for (int row = 0; row < 13; row++)
            for (int column = 0; column < 21; column++)
                Assert.That(Pixels(slice)[row * 21 + column], Is.EqualTo(volume[column, row, 4]));
    }

    [TestCase(SlabMode.Maximum)]
    [TestCase(SlabMode.Minimum)]
    [TestCase(SlabMode.Mean)]
    public void AProjection_TakesEachVoxelBehindAPixel(SlabMode mode)
    {
        Volume volume = SyntheticVolume.Random(SyntheticVolume.Grid(40, 9, 12), 8);
        SlicePlane[] planes = [SlicePlane.Axial(volume.Geometry), SlicePlane.Coronal(volume.Geometry), SlicePlane.Sagittal(volume.Geometry)];
        foreach (SlicePlane plane in planes)
        {
            using PixelFrame fast = volume.Project(plane, mode);
            ReadOnlySpan<short> pixels = Pixels(fast);
            for (int row = 0; row < plane.Rows; row++)
            {
                for (int column = 0; column < plane.Columns; column++)
                {
                    Vector3D voxel = volume.Geometry.ToVoxel(plane.ToPatient(column, row));
                    double[] behind = [.. Behind(volume, voxel, plane.Normal)];
                    double expected = mode == SlabMode.Maximum ? behind.Max() : mode == SlabMode.Minimum ? behind.Min() : behind.Average();
                    Assert.That(pixels[row * plane.Columns + column], Is.EqualTo(expected).Within(mode == SlabMode.Mean ? 0.51 : 0));
                }
            }
        }
    }

    [Test]
    public void AnObliqueProjection_HoldsTheBrightestOfTheVolume()
    {
        Volume volume = SyntheticVolume.Of(SyntheticVolume.Grid(50, 50, 50), static at => (at - Center).Length < 3 ? 900 : 10);
        using PixelFrame frame = volume.Project(SlicePlane.Covering(volume.Geometry, new Vector3D(1, 0.4, 0.2), new Vector3D(-0.3, 1, 0.5)));

        Assert.That(Pixels(frame).ToArray().Max(), Is.EqualTo(900));
    }

    [Test]
    public void ASlice_KnowsItsPlaceAndItsValues()
    {
        VolumeGeometry grid = SyntheticVolume.Grid(30, 30, 30);
        Volume volume = Volume.FromVoxels(grid, new short[grid.Count], 2, -1024);
        using PixelFrame slice = volume.Reformat(SlicePlane.Coronal(grid), new ReformatOptions { Thickness = 4 });

        Core.DicomDataset dataset = slice.Source!.Dataset;
        Assert.Multiple(() =>
        {
            Assert.That(Core.DicomNumbers.GetDoubles(dataset, Core.DicomTag.ImageOrientationPatient), Is.EqualTo(new double[] { 1, 0, 0, 0, 0, -1 }));
            Assert.That(Core.DicomNumbers.GetDoubles(dataset, Core.DicomTag.ImagePositionPatient), Is.EqualTo(new[] { -20, -15.5, 19 }).Within(1e-6));
            Assert.That((Core.DicomNumbers.GetDouble(dataset, Core.DicomTag.RescaleSlope), Core.DicomNumbers.GetDouble(dataset, Core.DicomTag.RescaleIntercept)), Is.EqualTo((2.0, -1024.0)));
            Assert.That(Core.DicomNumbers.GetDouble(dataset, Core.DicomTag.SliceThickness), Is.EqualTo(4));
        });
    }

    [Test]
    public void ACutAlongACircle_ShowsWhatLiesOnIt()
    {
        // A tube of radius 3 along a circle of radius 20 in the plane z = 10.
        Volume volume = SyntheticVolume.Of(SyntheticVolume.Grid(70, 70, 30), static at =>
        {
            double around = Math.Sqrt((at.X - 10) * (at.X - 10) + at.Y * at.Y) - 20;
            return 500 * Math.Clamp(3.5 - Math.Sqrt(around * around + (at.Z - 10) * (at.Z - 10)), 0, 1);
        });
        Vector3D[] points = [.. Enumerable.Range(0, 13).Select(static n => new Vector3D(10 + 20 * Math.Cos(n * Math.PI / 12), 20 * Math.Sin(n * Math.PI / 12), 10))];
        var path = new CurvedPath(points, new Vector3D(0, 0, -1), 20, 0.5);
        using PixelFrame cut = volume.Reformat(path);

        Assert.That(path.Length, Is.EqualTo(Math.PI * 20).Within(0.3));
        ReadOnlySpan<short> pixels = Pixels(cut);
        for (int column = 4; column < path.Columns - 4; column++)
        {
            int bright = 0;
            for (int row = 0; row < path.Rows; row++) bright += pixels[row * path.Columns + column] > 250 ? 1 : 0;
            Assert.That(bright * 0.5, Is.EqualTo(6).Within(1), $"column {column}");
        }
    }

    [Test]
    public void ACancelledCut_EndsWithoutAFrame()
    {
        Volume volume = SyntheticVolume.Random(SyntheticVolume.Grid(8, 8, 8), 9);

        Assert.That(() => volume.Reformat(SlicePlane.Axial(volume.Geometry), ct: new CancellationToken(true)), Throws.InstanceOf<OperationCanceledException>());
    }

    private static IEnumerable<double> Behind(Volume volume, Vector3D voxel, Vector3D normal)
    {
        VolumeGeometry grid = volume.Geometry;
        int i = (int)Math.Round(voxel.X), j = (int)Math.Round(voxel.Y), k = (int)Math.Round(voxel.Z);
        int count = Math.Abs(normal.X) > 0.5 ? grid.Columns : Math.Abs(normal.Y) > 0.5 ? grid.Rows : grid.Slices;
        for (int n = 0; n < count; n++) yield return Math.Abs(normal.X) > 0.5 ? volume[n, j, k] : Math.Abs(normal.Y) > 0.5 ? volume[i, n, k] : volume[i, j, n];
    }

    private static Vector3D Direction(Random random) => new Vector3D(random.NextDouble() - 0.5, random.NextDouble() - 0.5, random.NextDouble() - 0.5).Normalized();

    private static ReadOnlySpan<short> Pixels(PixelFrame frame) => MemoryMarshal.Cast<byte, short>(frame.Bytes);
}
