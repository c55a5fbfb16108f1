namespace Pacs.Imaging;

/// <summary>Circles, ellipses and curves as many short lines.</summary>
internal static class Curves
{
    private const int Steps = 128;

    /// <summary>A circle around a center through a point.</summary>
    public static IReadOnlyList<(double X, double Y)> Circle((double X, double Y) center, (double X, double Y) edge)
    {
        double radius = Math.Sqrt(Square(edge.X - center.X) + Square(edge.Y - center.Y));
        return Around(center, (radius, 0), (0, radius));
    }

    /// <summary>An ellipse by the ends of its axes, in any order.</summary>
    public static IReadOnlyList<(double X, double Y)> Ellipse((double X, double Y) a, (double X, double Y) b, (double X, double Y) c, (double X, double Y) d) =>
        Around(((a.X + b.X) / 2, (a.Y + b.Y) / 2), ((b.X - a.X) / 2, (b.Y - a.Y) / 2), ((d.X - c.X) / 2, (d.Y - c.Y) / 2));

    /// <summary>A smooth curve through all points (Catmull-Rom).</summary>
    public static IReadOnlyList<(double X, double Y)> Through(IReadOnlyList<(double X, double Y)> points)
    {
        if (points.Count < 3) return points;
        const int pieces = 8;
        bool isClosed = points[0] == points[^1];
        var curve = new List<(double, double)>(points.Count * pieces) { points[0] };
        for (int i = 0; i + 1 < points.Count; i++)
        {
            (double X, double Y) before = i > 0 ? points[i - 1] : isClosed ? points[^2] : points[0];
            (double X, double Y) after = i + 2 < points.Count ? points[i + 2] : isClosed ? points[1] : points[^1];
            for (int piece = 1; piece <= pieces; piece++)
            {
                double t = (double)piece / pieces;
                curve.Add((Blend(before.X, points[i].X, points[i + 1].X, after.X, t), Blend(before.Y, points[i].Y, points[i + 1].Y, after.Y, t)));
            }
        }

        return curve;
    }

    private static double Blend(double a, double b, double c, double d, double t) =>
        b + 0.5 * t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)));

    private static (double, double)[] Around((double X, double Y) center, (double X, double Y) first, (double X, double Y) second)
    {
        var points = new (double, double)[Steps];
        for (int i = 0; i < Steps; i++)
        {
            (double sin, double cos) = Math.SinCos(2 * Math.PI * i / Steps);
            points[i] = (center.X + first.X * cos + second.X * sin, center.Y + first.Y * cos + second.Y * sin);
        }

        return points;
    }

    private static double Square(double value) => value * value;
}
