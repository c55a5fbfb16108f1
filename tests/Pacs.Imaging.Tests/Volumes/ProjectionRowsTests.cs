namespace Pacs.Imaging.Tests.Volumes;

public sealed class ProjectionRowsTests
{
    [Test]
    public void VectorRows_AgreeWithScalarOnesToTheBit([Values(0, 1, 7, 8, 9, 15, 16, 31, 100)] int length)
    {
        var random = new Random(length);
        for (int round = 0; round < 50; round++)
        {
            short[] a = Voxels(random, length), b = Voxels(random, length), c = Voxels(random, length), d = Voxels(random, length);
            float part = random.NextSingle(), below = random.NextSingle();
            Same<Highest>(a, b, c, d, part, below);
            Same<Lowest>(a, b, c, d, part, below);
            float[] fast = new float[length], slow = new float[length];
            ProjectionRows.TakeBetween<Sum>(a, b, part, fast);
            ProjectionRows.TakeBetween<Sum>(a, b, part, slow, isVector: false);
            Assert.That(fast, Is.EqualTo(slow));
            Assert.That(ProjectionRows.Reduce<Sum>(a), Is.EqualTo(ProjectionRows.Reduce<Sum>(a, isVector: false)), "whole numbers have no order");
            Assert.That(ProjectionRows.ReduceBetween<Sum>(a, b, part), Is.EqualTo(ProjectionRows.ReduceBetween<Sum>(a, b, part, isVector: false)).Within(0.05 * Math.Max(1, length)));
        }
    }

    private static void Same<T>(short[] a, short[] b, short[] c, short[] d, float part, float below)
        where T : struct, ISlabOperation
    {
        float[] fast = [.. a.Select(static voxel => voxel / 3f)], slow = [.. fast];
        ProjectionRows.Take<T>(b, fast);
        ProjectionRows.Take<T>(b, slow, isVector: false);
        Assert.That(fast, Is.EqualTo(slow));
        ProjectionRows.TakeBetween<T>(c, d, part, fast);
        ProjectionRows.TakeBetween<T>(c, d, part, slow, isVector: false);
        Assert.That(fast, Is.EqualTo(slow));
        Assert.Multiple(() =>
        {
            Assert.That(ProjectionRows.Reduce<T>(a), Is.EqualTo(ProjectionRows.Reduce<T>(a, isVector: false)));
            Assert.That(ProjectionRows.ReduceBetween<T>(a, b, part), Is.EqualTo(ProjectionRows.ReduceBetween<T>(a, b, part, isVector: false)));
            Assert.That(ProjectionRows.ReduceBetween<T>(a, b, c, d, part, below), Is.EqualTo(ProjectionRows.ReduceBetween<T>(a, b, c, d, part, below, isVector: false)));
        });
    }

    // The ends of the range as well.
    private static short[] Voxels(Random random, int length) =>
        [.. Enumerable.Range(0, length).Select(_ => random.Next(5) switch { 0 => short.MinValue, 1 => short.MaxValue, _ => (short)random.Next(-2000, 4000) })];
}
