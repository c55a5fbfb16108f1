using Pacs.Core;

namespace Pacs.Imaging.Tests.Volumes;

/// <summary>Data sets whose geometry cannot be: each ends in an error that names it, none in a volume of nonsense.</summary>
public sealed class HostileGeometryTests
{
    [Test]
    public async Task GoodSlices_MakeAVolume()
    {
        Volume volume = await LoadAsync(static (_, _) => { });

        Assert.That((volume.Geometry.Slices, volume[1, 1, 3]), Is.EqualTo((5, 3.0)));
    }

    [Test]
    public void WithoutPositions_NothingLiesAnywhere() => Refused(static (dataset, _) => dataset.Remove(DicomTag.ImagePositionPatient), "Image Position");

    [Test]
    public void WithoutOrientation_NothingLiesAnywhere() => Refused(static (dataset, _) => dataset.Remove(DicomTag.ImageOrientationPatient), "Orientation");

    [Test]
    public void WithoutPixelSpacing_NothingHasASize() => Refused(static (dataset, _) => dataset.Remove(DicomTag.PixelSpacing), "Pixel Spacing");

    [TestCase("0\\1")]
    [TestCase("-1\\1")]
    [TestCase("1E300\\1")]
    [TestCase("NaN\\1")]
    [TestCase("one\\two")]
    [TestCase("1")]
    public void PixelSpacingsThatCannotBe_AreRefused(string spacing) => Refused((dataset, _) => dataset.Set(DicomTag.PixelSpacing, spacing), "pacing");

    [TestCase("1E400\\0\\0")]
    [TestCase("NaN\\0\\0")]
    [TestCase("0\\0")]
    [TestCase("here")]
    public void PositionsThatCannotBe_AreRefused(string position) => Refused((dataset, _) => dataset.Set(DicomTag.ImagePositionPatient, position), "osition");

    [TestCase("1\\0\\0\\1\\0\\0", "right angles")]
    [TestCase("1\\0\\0\\0.5\\0.8\\0", "right angles")]
    [TestCase("0\\0\\0\\0\\0\\0", "right angles")]
    [TestCase("2\\0\\0\\0\\2\\0", "right angles")]
    [TestCase("NaN\\0\\0\\0\\1\\0", "Orientation")]
    [TestCase("1\\0\\0\\0\\1", "Orientation")]
    public void DirectionsThatAreNotAtRightAngles_AreRefused(string directions, string name) => Refused((dataset, _) => dataset.Set(DicomTag.ImageOrientationPatient, directions), name);

    [Test]
    public void AllSlicesAtOnePlace_AreRefused() => Refused(static (dataset, _) => dataset.SetDouble(DicomTag.ImagePositionPatient, 0, 0, 7), "places");

    [Test]
    public void SlicesFarFromEachOther_AreNoVolumeWithAGap() => Refused(static (dataset, n) => dataset.SetDouble(DicomTag.ImagePositionPatient, 0, 0, n == 4 ? 1e7 : n), "missing");

    [Test]
    public void SlicesShiftedAtRandom_AreRefused() => Refused(static (dataset, n) => dataset.SetDouble(DicomTag.ImagePositionPatient, n == 2 ? 40 : 0, 0, n), "irregularly");

    [Test]
    public void SlicesThatLieFlatBesideEachOther_SpanNoVolume() => Refused(static (dataset, n) => dataset.SetDouble(DicomTag.ImagePositionPatient, 1000 * n, 0, n * 0.5), "span");

    [Test]
    public void Colours_AreRefused() => Refused(static (dataset, _) => dataset.SetUInt16(DicomTag.SamplesPerPixel, 3), "colours");

    [Test]
    public void ASeriesOfOneImage_IsNoVolume() => Assert.That(async () => await LoadAsync(static (_, _) => { }, count: 1), Throws.TypeOf<DicomImageException>().With.Message.Contains("needs two"));

    [Test]
    public void MoreThanTheBudget_IsRefusedWhateverTheHeaderClaims() =>
        Refused(static (dataset, _) =>
        {
            dataset.SetUInt16(DicomTag.Rows, 65535);
            dataset.SetUInt16(DicomTag.Columns, 65535);
        }, "are allowed");

    [Test]
    public async Task ASliceOfAnotherSize_IsLeftOutByName()
    {
        Volume volume = await LoadAsync(static (dataset, n) =>
        {
            if (n != 4) return;
            dataset.SetUInt16(DicomTag.Rows, 2);
            dataset.SetUInt16(DicomTag.Columns, 8);
        });

        Assert.That(volume.Geometry.Slices, Is.EqualTo(4));
        Assert.That(volume.Findings, Has.Some.Contains("size"));
    }

    [Test]
    public async Task ASliceOfAnotherFrameOfReference_IsLeftOutByName()
    {
        Volume volume = await LoadAsync(static (dataset, n) => dataset.Set(DicomTag.FrameOfReferenceUID, new DicomUid(n == 0 ? "1.2.9" : "1.2.8")));

        Assert.That(volume.Findings, Has.Some.Contains("frame of reference"));
    }

    [TestCase(double.NaN, 0, 0, 1, 1)]
    [TestCase(0, double.PositiveInfinity, 0, 1, 1)]
    [TestCase(0, 0, 0, 0, 1)]
    [TestCase(0, 0, 0, -1, 1)]
    [TestCase(0, 0, 0, double.NaN, 1)]
    [TestCase(0, 0, 0, 1, 0)]
    [TestCase(0, 0, 0, 1, 100000)]
    public async Task APlaneThatCannotBe_IsRefused(double x, double y, double z, double spacing, int side)
    {
        Volume volume = await LoadAsync(static (_, _) => { });

        Assert.That(() => volume.Reformat(new SlicePlane(new Vector3D(x, y, z), new Vector3D(1, 0, 0), new Vector3D(0, 1, 0), spacing, spacing, side, side)), Throws.ArgumentException);
    }

    [TestCase(-1.0)]
    [TestCase(double.NaN)]
    public async Task ASlabThatCannotBe_IsRefused(double thickness)
    {
        Volume volume = await LoadAsync(static (_, _) => { });

        Assert.That(() => volume.Reformat(SlicePlane.Axial(volume.Geometry), new ReformatOptions { Thickness = thickness }), Throws.ArgumentException);
    }

    [Test]
    public async Task PlanesFarOutside_AreAllBackground()
    {
        Volume volume = await LoadAsync(static (_, _) => { });
        foreach (double far in (double[])[1e3, 1e9, 1e30, 1e300])
        {
            using PixelFrame slice = volume.Reformat(SlicePlane.Axial(volume.Geometry).Moved(far));
            Assert.That(slice.Row<short>(0).ToArray(), Is.All.EqualTo((short)0));
        }
    }

    private static void Refused(Action<DicomDataset, int> change, string name) =>
        Assert.That(async () => await LoadAsync(change), Throws.TypeOf<DicomImageException>().With.Message.Contains(name));

    // Slices of 4 x 4 pixels that hold their number, 1 mm apart.
    private static async Task<Volume> LoadAsync(Action<DicomDataset, int> change, int count = 5)
    {
        var files = new List<DicomFile>();
        for (int n = 0; n < count; n++)
        {
            DicomDataset dataset = SecondaryCapture.FromGrayscale8(new ObjectContext(), [.. Enumerable.Repeat((byte)n, 16)], 4, 4);
            dataset.SetDouble(DicomTag.ImagePositionPatient, 0, 0, n);
            dataset.SetDouble(DicomTag.ImageOrientationPatient, 1, 0, 0, 0, 1, 0);
            dataset.SetDouble(DicomTag.PixelSpacing, 1, 1);
            change(dataset, n);
            files.Add(new DicomFile(dataset));
        }

        return await files.LoadVolumeAsync();
    }
}
