using Pacs.Core;
using Pacs.Tests;

namespace Pacs.Imaging.Tests.Volumes;

public sealed class VolumeLoadingTests
{
    private static readonly Vector3D SphereCenter = new(8, -12, 4);

    [Test]
    public async Task TheSphereOfTheCt_IsFoundAtAnyAngleToHalfAVoxel()
    {
        Volume volume = await LoadFolderAsync("studies/ct-volume-current/ct");
        var random = new Random(21);
        for (int round = 0; round < 25; round++)
        {
            Vector3D across = new Vector3D(random.NextDouble() - 0.5, random.NextDouble() - 0.5, random.NextDouble() - 0.5).Normalized();
            Vector3D down = Vector3D.Cross(across, new Vector3D(random.NextDouble(), random.NextDouble(), random.NextDouble())).Normalized();
            using PixelFrame slice = volume.Reformat(SlicePlane.Covering(volume.Geometry, across, down, SphereCenter) is var plane ? plane.Resized(plane.Columns * 2, plane.Rows * 2) : plane);
            SphereFit.Check(slice, volume, SphereCenter, 12, 180, 0.5);
        }
    }

    [Test]
    public async Task TheSphereOfTheCt_MeasuresItsHu()
    {
        Volume volume = await LoadFolderAsync("studies/ct-volume-current/ct");
        using PixelFrame slice = volume.Reformat(SlicePlane.Coronal(volume.Geometry, SphereCenter));
        SlicePlane plane = SlicePlane.Coronal(volume.Geometry, SphereCenter);
        Vector3D from = SphereCenter - plane.Origin;
        double column = Vector3D.Dot(from, plane.Across) / plane.ColumnSpacing + 0.5, row = Vector3D.Dot(from, plane.Down) / plane.RowSpacing + 0.5;
        RegionStatistics found = await slice.MeasureAsync(new EllipseRegion(column, row, 4, 4));

        Assert.That(found.Mean, Is.EqualTo(300).Within(1));
    }

    [Test]
    public async Task Slices_AreSortedByPositionWhateverTheirOrder()
    {
        string[] paths = [.. SharedData.Files("studies/ct-volume-current/ct")];
        Volume sorted = await LoadAsync(paths), mixed = await LoadAsync([.. paths.OrderBy(static path => path.GetHashCode(StringComparison.Ordinal))]);

        Assert.Multiple(() =>
        {
            Assert.That(mixed.Geometry.Slices, Is.EqualTo(40));
            Assert.That(mixed.Geometry.SliceSpacing, Is.EqualTo(1.5).Within(1e-6));
            Assert.That(mixed.Geometry.Origin, Is.EqualTo(sorted.Geometry.Origin));
            Assert.That(mixed[100, 120, 17], Is.EqualTo(sorted[100, 120, 17]));
        });
    }

    [Test]
    public async Task ATiltedGantry_LeansTheGrid()
    {
        Volume volume = await LoadFolderAsync("geometry/ct-gantry-tilt");

        Assert.That(volume.Geometry.TiltInDegrees, Is.GreaterThan(5));
        Assert.That(volume.Findings, Has.Some.Contains("tilted"));
    }

    [Test]
    public async Task ImagesTwice_AreLeftOutWhenTheyAreFewAndRefusedWhenAVolumeIsThere()
    {
        string[] paths = [.. SharedData.Files("studies/ct-volume-current/ct")];

        Volume once = await LoadAsync([.. paths, paths[3]]);
        Assert.That(once.Geometry.Slices, Is.EqualTo(40));
        Assert.That(once.Findings, Has.Some.Contains("same places"));
        Assert.That(async () => await LoadAsync([.. paths, .. paths]), Throws.TypeOf<DicomImageException>().With.Message.Contains("several volumes"));
        Assert.That((await LoadAsync([.. paths, .. paths], new VolumeOptions { Occurrence = 1 })).Geometry.Slices, Is.EqualTo(40));
    }

    [Test]
    public async Task AMissingSlice_IsInterpolatedAndSaid()
    {
        string[] paths = [.. (await InOrderAsync("studies/ct-volume-current/ct")).Where(static (_, n) => n != 20)];

        Volume volume = await LoadAsync(paths);

        Assert.That(volume.Geometry.Slices, Is.EqualTo(40));
        Assert.That(volume.Findings, Has.Some.Contains("uneven"));
        Assert.That(async () => await LoadAsync(paths, new VolumeOptions { ResamplesUneven = false }), Throws.TypeOf<DicomImageException>().With.Message.Contains("uneven"));
    }

    [Test]
    public async Task AWideGap_IsRefusedWithItsWidth()
    {
        string[] paths = [.. (await InOrderAsync("studies/ct-volume-current/ct")).Where(static (_, n) => n is < 10 or > 20)];

        Assert.That(async () => await LoadAsync(paths), Throws.TypeOf<DicomImageException>().With.Message.Contains("missing").And.Message.Contains("18.00 mm"));
    }

    [Test]
    public async Task AVolumeBeyondTheBudget_IsRefusedBeforeItTakesMemory() =>
        Assert.That(async () => await LoadAsync([.. SharedData.Files("studies/ct-volume-current/ct")], new VolumeOptions { MaxLength = 1_000_000 }),
            Throws.TypeOf<DicomImageException>().With.Message.Contains("at most 1000000"));

    [Test]
    public void NoImages_AreNoVolume() => Assert.That(async () => await Array.Empty<DicomFile>().LoadVolumeAsync(), Throws.TypeOf<DicomImageException>());

    private static Task<Volume> LoadFolderAsync(string folder) => LoadAsync([.. SharedData.Files(folder)]);

    private static async Task<string[]> InOrderAsync(string folder)
    {
        var places = new List<(double, string)>();
        foreach (string path in SharedData.Files(folder))
        {
            using DicomFile file = await DicomFile.OpenAsync(path);
            places.Add((file.Dataset.GetDoubles(DicomTag.ImagePositionPatient)[2], path));
        }

        return [.. places.Order().Select(static place => place.Item2)];
    }

    private static async Task<Volume> LoadAsync(string[] paths, VolumeOptions? options = null)
    {
        var files = new List<DicomFile>();
        try
        {
            foreach (string path in paths) files.Add(await DicomFile.OpenAsync(path));
            return await files.LoadVolumeAsync(options);
        }
        finally
        {
            foreach (DicomFile file in files) file.Dispose();
        }
    }
}
