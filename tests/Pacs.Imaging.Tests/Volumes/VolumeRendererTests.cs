namespace Pacs.Imaging.Tests.Volumes;

public sealed class VolumeRendererTests
{
    private static readonly TransferFunction Solid = new(new TransferPoint(99, 0, new Rgb(200, 100, 50)), new TransferPoint(100, 1, new Rgb(200, 100, 50)));

    private static Volume Ball() => SyntheticVolume.Of(SyntheticVolume.Grid(60, 60, 60), static at => 200 * Math.Clamp(12 - (at - new Vector3D(9.5, -0.5, 19.5)).Length, 0, 1));

    [Test]
    public void AnOpaqueBall_IsARoundDiscOfItsSizeInTheMiddle()
    {
        Volume volume = Ball();
        using RenderedImage image = volume.Render(VolumeCamera.Around(volume.Geometry) with { Height = 60 }, Solid, new VolumeRenderOptions { Width = 120, Height = 120, IsShaded = false });

        int seen = 0;
        for (int row = 0; row < 120; row++)
            for (int column = 0; column < 120; column++) seen += image[row, column].Red > 100 ? 1 : 0;
        Assert.That(Math.Sqrt(seen / Math.PI) / 2, Is.EqualTo(11.5).Within(0.5), "radius in mm");
        Assert.That(image[60, 60], Is.EqualTo(new Rgb(200, 100, 50)));
        Assert.That(image[2, 2], Is.EqualTo(Rgb.Black));
    }

    [Test]
    public void JumpingOverEmptyBlocks_ChangesNoPixel([Range(0, 5)] int seed)
    {
        var random = new Random(seed);
        Volume volume = SyntheticVolume.Of(SyntheticVolume.Grid(37, 41, 29, 0.8, 1, 1.7), at => random.Next(1000) == 0 ? 500 : at.X > 3 && at.Z > 5 ? 60 : 0);
        var function = new TransferFunction(new TransferPoint(20, 0, Rgb.White), new TransferPoint(500, 0.3, Rgb.White));
        // A function that sees everything a little, so little that it rounds away, forbids all jumps.
        var blind = new TransferFunction(new TransferPoint(-2000, 1e-9, Rgb.White), new TransferPoint(20, 1e-9, Rgb.White), new TransferPoint(500, 0.3, Rgb.White));
        VolumeCamera camera = VolumeCamera.Around(volume.Geometry, random.Next(360), random.Next(-90, 91)) with { FieldOfView = seed % 2 * 30 };
        using RenderedImage fast = volume.Render(camera, function, new VolumeRenderOptions { Width = 64, Height = 64 }), slow = volume.Render(camera, blind, new VolumeRenderOptions { Width = 64, Height = 64 });

        for (int n = 0; n < fast.Bytes.Length; n++) Assert.That((int)fast.Bytes[n], Is.EqualTo(slow.Bytes[n]).Within(1), $"byte {n}");
    }

    [Test]
    public void FromTheFront_ThePatientsLeftIsRightAndTheHeadIsUp()
    {
        Volume volume = SyntheticVolume.Of(SyntheticVolume.Grid(40, 40, 40), static at => at.X > 5 && at.Z > 15 ? 200 : 0);
        using RenderedImage image = volume.Render(VolumeCamera.Around(volume.Geometry) with { Height = 40 }, Solid, new VolumeRenderOptions { Width = 40, Height = 40 });

        Assert.That((image[10, 30].Red > 20, image[10, 10].Red > 20, image[30, 30].Red > 20), Is.EqualTo((true, false, false)));
    }

    [Test]
    public void WhatIsClippedAway_IsNotSeen()
    {
        Volume volume = Ball();
        VoxelBox half = VoxelBox.All(volume.Geometry) with { LastSlice = 10 };
        using RenderedImage image = volume.Render(VolumeCamera.Around(volume.Geometry), Solid, new VolumeRenderOptions { Width = 50, Height = 50, Clip = half });

        Assert.That(image.Bytes.ToArray(), Has.All.EqualTo(0));
    }

    // What is to be seen, and what is not, in HU.
    private static IEnumerable<TestCaseData> Presets() =>
    [
        new TestCaseData(TransferFunction.CtBone, new[] { 400, 1000 }, new[] { -1000, -700, 40, 100 }).SetArgDisplayNames("bone"),
        new TestCaseData(TransferFunction.CtAngiography, new[] { 300, 1000 }, new[] { -1000, -700, 40, 100 }).SetArgDisplayNames("angiography"),
        new TestCaseData(TransferFunction.CtLung, new[] { -850, -700, -500 }, new[] { -1000, -350, 40, 1000 }).SetArgDisplayNames("lung"),
        new TestCaseData(TransferFunction.CtSoftTissue, new[] { -100, 40, 1000 }, new[] { -1000, -700, -350 }).SetArgDisplayNames("soft tissue"),
        new TestCaseData(TransferFunction.Mr(100, 1100), new[] { 500, 1100 }, new[] { 0, 100, 200 }).SetArgDisplayNames("MR"),
    ];

    [TestCaseSource(nameof(Presets))]
    public void APreset_ShowsWhatItIsNamedFor_AndNothingElse(TransferFunction preset, int[] seen, int[] hidden)
    {
        Assert.Multiple(() =>
        {
            foreach (int value in seen) Assert.That(MiddleOf(value), Is.GreaterThan(40), $"{value}");
            foreach (int value in hidden) Assert.That(MiddleOf(value), Is.Zero, $"{value}");
        });

        int MiddleOf(int value)
        {
            using Volume volume = SyntheticVolume.Of(SyntheticVolume.Grid(40, 40, 40), _ => value);
            using RenderedImage image = volume.Render(VolumeCamera.Around(volume.Geometry), preset, new VolumeRenderOptions { Width = 9, Height = 9 });
            return image[4, 4].Red;
        }
    }

    // Where a volume is cut through, its noise must not look like sand.
    [Test]
    public void NoiseOfACutMaterial_IsNotShadedAsASurface()
    {
        var random = new Random(5);
        Volume volume = SyntheticVolume.Of(SyntheticVolume.Grid(40, 40, 40), _ => 200 + random.Next(-8, 9));
        var function = new TransferFunction(new TransferPoint(0, 0, Rgb.White), new TransferPoint(100, 0.9, Rgb.White), new TransferPoint(400, 0.95, Rgb.White));
        using RenderedImage image = volume.Render(new VolumeCamera(volume.Geometry.Center, new Vector3D(0, 0, -1), new Vector3D(0, 1, 0), 30), function, new VolumeRenderOptions { Width = 40, Height = 40 });
        double[] levels = [.. Enumerable.Range(0, 1600).Select(n => (double)image.Bytes[3 * n])];
        double mean = levels.Average();

        Assert.That(mean, Is.GreaterThan(150));
        Assert.That(Math.Sqrt(levels.Average(level => (level - mean) * (level - mean))), Is.LessThan(15));
    }

    [Test]
    public void ASurfaceSeenAtAnAngle_IsDarkerThanOneThatFacesTheLamp()
    {
        Volume volume = Ball();
        using RenderedImage image = volume.Render(VolumeCamera.Around(volume.Geometry) with { Target = new Vector3D(9.5, -0.5, 19.5), Height = 30 }, Solid, new VolumeRenderOptions { Width = 60, Height = 60, Specular = 0 });

        Assert.That(image[30, 30].Red, Is.GreaterThan(image[30, 49].Red + 40));
    }

    [TestCase(0, 0, 0)]
    [TestCase(double.NaN, 1, 0)]
    public void ACameraWithoutDirection_IsRefused(double x, double y, double z)
    {
        Volume volume = Ball();

        Assert.That(() => volume.Render(new VolumeCamera(default, new Vector3D(x, y, z), new Vector3D(0, 0, 1), 100), Solid), Throws.ArgumentException);
    }

    [Test]
    public void ACancelledPicture_EndsWithoutOne()
    {
        Volume volume = Ball();

        Assert.That(() => volume.Render(VolumeCamera.Around(volume.Geometry), Solid, ct: new CancellationToken(true)), Throws.InstanceOf<OperationCanceledException>());
    }
}
