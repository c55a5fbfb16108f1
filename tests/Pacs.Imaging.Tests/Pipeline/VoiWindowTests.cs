using Pacs.Imaging;

namespace Pacs.Imaging.Tests.Pipeline;

[Category("PS3.3 §C.11.2.1.2")]
public sealed class VoiWindowTests
{
    // The examples of the standard: y from 0 to 255.
    [TestCase(2048, 4096, 0, 0)]
    [TestCase(2048, 4096, 4095, 255)]
    [TestCase(2048, 1, 2047, 0)]
    [TestCase(2048, 1, 2048, 255)]
    [TestCase(0, 100, -50, 0)]
    [TestCase(0, 100, 49, 255)]
    [TestCase(0, 100, 0, 128.7878)]
    [TestCase(0, 1, -1, 0)]
    [TestCase(0, 1, 0, 255)]
    public void Apply_Linear_FollowsTheFormula(double center, double width, double value, double expected) =>
        Assert.That(new VoiWindow(center, width).Apply(value) * 255, Is.EqualTo(expected).Within(1e-3));

    [TestCase(0, 100, -50, 0)]
    [TestCase(0, 100, 0, 127.5)]
    [TestCase(0, 100, 50, 255)]
    [TestCase(0, 100, 25, 191.25)]
    [TestCase(0.5, 0.5, 0.5, 127.5)]
    public void Apply_LinearExact_FollowsTheFormula(double center, double width, double value, double expected) =>
        Assert.That(new VoiWindow(center, width) { Function = VoiFunction.LinearExact }.Apply(value) * 255, Is.EqualTo(expected).Within(1e-9));

    [TestCase(40, 400, 40, 0.5)]
    [TestCase(40, 400, 140, 0.73105857863)] // 1 / (1 + e^-1)
    [TestCase(40, 400, -60, 0.26894142137)]
    [TestCase(40, 400, 1e9, 1)]
    public void Apply_Sigmoid_FollowsTheFormula(double center, double width, double value, double expected) =>
        Assert.That(new VoiWindow(center, width) { Function = VoiFunction.Sigmoid }.Apply(value), Is.EqualTo(expected).Within(1e-9));

    [Test]
    public void Apply_LinearNarrowerThanOne_IsTakenAsExact() =>
        Assert.That(new VoiWindow(0.5, 0.5).Apply(0.625), Is.EqualTo(0.75).Within(1e-12));

    [TestCase(double.NaN, 1)]
    [TestCase(0, 0)]
    [TestCase(0, -3)]
    [TestCase(0, double.NaN)]
    [TestCase(double.PositiveInfinity, 10)]
    public void IsUsable_NoRange_IsFalse(double center, double width) => Assert.That(new VoiWindow(center, width).IsUsable, Is.False);

    [Test]
    public void Apply_NaN_IsBlack() => Assert.That(new VoiWindow(0, 10).Apply(double.NaN), Is.Zero);

    [TestCase(-1000, 3000)]
    [TestCase(7, 7)]
    [TestCase(0.25, 0.5)]
    public void Spanning_MapsEndsToBlackAndWhite(double low, double high)
    {
        VoiWindow window = VoiWindow.Spanning(low, high);
        Assert.That(window.IsUsable);
        if (low < high) Assert.That((window.Apply(low), window.Apply(high)), Is.EqualTo((0.0, 1.0)));
    }
}
