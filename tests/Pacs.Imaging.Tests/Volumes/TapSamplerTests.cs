using System.Runtime.InteropServices;

namespace Pacs.Imaging.Tests.Volumes;

/// <summary>Cubic and Lanczos interpolation.</summary>
public sealed class TapSamplerTests
{
    [Test]
    public void VectorAndScalarPath_AgreeToTheBit([Values(1, 4, 9, 30)] int columns, [Values] bool isCubic)
    {
        Volume volume = SyntheticVolume.Random(SyntheticVolume.Grid(columns, 11, 7), columns);
        var grid = new SampleGrid(volume.Geometry);
        TapWeights kernel = isCubic ? TapWeights.Cubic : TapWeights.Lanczos;
        var random = new Random(columns);
        for (int round = 0; round < 3000; round++)
        {
            float x = Place(random, columns), y = Place(random, 11), z = Place(random, 7);
            Assert.That(TapSampler.At(volume.Voxels, grid, kernel, x, y, z), Is.EqualTo(TapSampler.At(volume.Voxels, grid, kernel, x, y, z, isVector: false)), $"{x} {y} {z}");
        }
    }

    [TestCase(VolumeInterpolation.Cubic)]
    [TestCase(VolumeInterpolation.Lanczos)]
    public void AtTheVoxels_ValuesAreThose(VolumeInterpolation interpolation)
    {
        Volume volume = SyntheticVolume.Random(SyntheticVolume.Grid(19, 14, 9), 5);
        using PixelFrame slice = volume.Reformat(SlicePlane.Axial(volume.Geometry, volume.Geometry.ToPatient(0, 0, 4)), new ReformatOptions { Interpolation = interpolation });

        ReadOnlySpan<short> pixels = MemoryMarshal.Cast<byte, short>(slice.Bytes);
        for (int row = 0; row < 14; row++)
            for (int column = 0; column < 19; column++) Assert.That(pixels[row * 19 + column], Is.EqualTo(volume[column, row, 4]));
    }

    [TestCase(VolumeInterpolation.Cubic)]
    [TestCase(VolumeInterpolation.Lanczos)]
    public void EvenMaterial_StaysEvenUpToTheFaces(VolumeInterpolation interpolation)
    {
        Volume volume = SyntheticVolume.Of(SyntheticVolume.Grid(12, 12, 12), static _ => 1234);
        SlicePlane plane = SlicePlane.Covering(volume.Geometry, new Vector3D(1, 0.3, -0.4), new Vector3D(0.2, 1, 0.5));
        using PixelFrame slice = volume.Reformat(plane, new ReformatOptions { Interpolation = interpolation });

        Assert.That(MemoryMarshal.Cast<byte, short>(slice.Bytes).ToArray().Distinct(), Is.EquivalentTo(new short[] { 1234, -1000 }));
    }

    // A wave of five voxels: what is between them is known.
    [Test]
    public void AWave_IsCloserToTheTruthTheMoreVoxelsCount()
    {
        VolumeGeometry grid = SyntheticVolume.Grid(40, 40, 40);
        static double Wave(Vector3D at) => 5000 * Math.Sin((at.X + 0.4 * at.Y - 0.3 * at.Z) * 2 * Math.PI / 5.0);
        Volume volume = SyntheticVolume.Of(grid, Wave);
        SlicePlane plane = SlicePlane.Covering(grid, new Vector3D(1, 0.3, -0.4), new Vector3D(0.2, 1, 0.5)).Resized(20, 20) with { ColumnSpacing = 1.1, RowSpacing = 1.1 };
        plane = plane with { Origin = plane.Origin + grid.Center - plane.Center };
        double Error(VolumeInterpolation interpolation)
        {
            using PixelFrame slice = volume.Reformat(plane, new ReformatOptions { Interpolation = interpolation });
            ReadOnlySpan<short> pixels = MemoryMarshal.Cast<byte, short>(slice.Bytes);
            double sum = 0;
            for (int row = 0; row < 20; row++)
                for (int column = 0; column < 20; column++) sum += Math.Pow(pixels[row * 20 + column] - Wave(plane.ToPatient(column, row)), 2);
            return Math.Sqrt(sum / 400);
        }

        double linear = Error(VolumeInterpolation.Linear), cubic = Error(VolumeInterpolation.Cubic), lanczos = Error(VolumeInterpolation.Lanczos);
        Assert.That(cubic, Is.LessThan(linear / 3));
        Assert.That(lanczos, Is.LessThan(cubic));
    }

    [Test]
    public void Overshoot_StopsAtTheEndsOfSixteenBits()
    {
        Volume volume = SyntheticVolume.Of(SyntheticVolume.Grid(24, 24, 24), static at => at.X > -8.5 ? 32767 : -32768);
        SlicePlane plane = SlicePlane.Axial(volume.Geometry) with { ColumnSpacing = 0.1, Columns = 231 };
        using PixelFrame slice = volume.Reformat(plane, new ReformatOptions { Interpolation = VolumeInterpolation.Cubic });

        short[] row = slice.Row<short>(12).ToArray();
        int rise = Array.FindIndex(row, static value => value > 0);
        Assert.That(rise, Is.InRange(100, 130));
        Assert.That(row[rise..], Is.All.GreaterThan(0), "no value wraps around");
        Assert.That(row[..rise], Is.All.LessThanOrEqualTo(0));
    }

    private static float Place(Random random, int size) => (float)(random.NextDouble() * size - 0.5);
}
