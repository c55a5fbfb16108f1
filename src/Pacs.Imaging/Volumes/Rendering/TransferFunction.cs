namespace Pacs.Imaging;

/// <summary>How a volume looks: opacity and colour by modality value, straight between the points and constant beyond them.</summary>
public sealed class TransferFunction
{
    private readonly TransferPoint[] _points;

    /// <summary>Makes a function.</summary>
    /// <param name="points">At least one, in any order.</param>
    /// <exception cref="ArgumentException">No point, one with a value that is not finite, or an opacity that is not from 0 to 1.</exception>
    public TransferFunction(params IReadOnlyList<TransferPoint> points)
    {
        ArgumentNullException.ThrowIfNull(points);
        if (points.Count == 0 || points.Any(static point => !double.IsFinite(point.Value) || !(point.Opacity is >= 0 and <= 1))) throw new ArgumentException("A transfer function needs points with finite values and opacities from 0 to 1.", nameof(points));
        _points = [.. points.OrderBy(static point => point.Value)];
    }

    /// <summary>The points, by value.</summary>
    public IReadOnlyList<TransferPoint> Points => _points;

    /// <summary>Bone of a CT, in HU.</summary>
    public static TransferFunction CtBone { get; } = new(
        new TransferPoint(130, 0, new Rgb(120, 60, 40)), new TransferPoint(220, 0.25, new Rgb(205, 160, 120)), new TransferPoint(500, 0.75, new Rgb(240, 225, 195)), new TransferPoint(1200, 0.95, new Rgb(255, 252, 244)));

    /// <summary>Vessels with contrast medium, and bone, of a CT, in HU.</summary>
    public static TransferFunction CtAngiography { get; } = new(
        new TransferPoint(110, 0, new Rgb(90, 10, 10)), new TransferPoint(180, 0.3, new Rgb(190, 40, 30)), new TransferPoint(320, 0.75, new Rgb(235, 110, 80)),
        new TransferPoint(600, 0.85, new Rgb(245, 225, 190)), new TransferPoint(1500, 0.95, new Rgb(255, 255, 255)));

    /// <summary>Lungs and airways of a CT, in HU: air within the body is seen through, its walls are not.</summary>
    public static TransferFunction CtLung { get; } = new(
        new TransferPoint(-950, 0, new Rgb(60, 90, 130)), new TransferPoint(-900, 0.015, new Rgb(90, 130, 180)), new TransferPoint(-700, 0.04, new Rgb(190, 160, 160)),
        new TransferPoint(-500, 0.15, new Rgb(220, 150, 130)), new TransferPoint(-350, 0, new Rgb(220, 150, 130)), new TransferPoint(3000, 0, new Rgb(255, 255, 255)));

    /// <summary>Skin and muscle of a CT, in HU.</summary>
    public static TransferFunction CtSoftTissue { get; } = new(
        new TransferPoint(-350, 0, new Rgb(150, 90, 70)), new TransferPoint(-150, 0.2, new Rgb(205, 150, 120)), new TransferPoint(30, 0.5, new Rgb(215, 125, 95)),
        new TransferPoint(120, 0.6, new Rgb(225, 170, 140)), new TransferPoint(400, 0.9, new Rgb(250, 240, 220)));

    /// <summary>An MR, whose values have no unit: grey, the darkest tenth left away.</summary>
    /// <param name="low">Modality value of the darkest tissue.</param>
    /// <param name="high">Modality value of the brightest.</param>
    public static TransferFunction Mr(double low, double high) => new(
        new TransferPoint(low + 0.1 * (high - low), 0, new Rgb(40, 35, 35)), new TransferPoint(low + 0.3 * (high - low), 0.1, new Rgb(150, 130, 120)),
        new TransferPoint(low + 0.6 * (high - low), 0.35, new Rgb(215, 200, 190)), new TransferPoint(high, 0.8, new Rgb(255, 255, 255)));

    /// <summary>Opacity of a mm, and colour, of a modality value.</summary>
    public (double Opacity, double Red, double Green, double Blue) At(double value)
    {
        int above = Array.FindIndex(_points, point => point.Value >= value);
        if (above <= 0)
        {
            TransferPoint end = above == 0 ? _points[0] : _points[^1];
            return (end.Opacity, end.Color.Red, end.Color.Green, end.Color.Blue);
        }

        (TransferPoint a, TransferPoint b) = (_points[above - 1], _points[above]);
        double part = (value - a.Value) / (b.Value - a.Value);
        return (Mix(a.Opacity, b.Opacity, part), Mix(a.Color.Red, b.Color.Red, part), Mix(a.Color.Green, b.Color.Green, part), Mix(a.Color.Blue, b.Color.Blue, part));
    }

    private static double Mix(double from, double to, double part) => from + (to - from) * part;
}
