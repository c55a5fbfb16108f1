namespace Pacs.Imaging;

/// <summary>A polygon by its corners; the last is joined to the first. Where it crosses itself the even-odd rule decides.</summary>
/// <param name="Corners">At least three, as column and row.</param>
public sealed record PolygonRegion(IReadOnlyList<(double X, double Y)> Corners) : ImageRegion
{
    internal override (double Top, double Bottom) Extent => Corners.Count == 0 ? (0, 0) : (Corners.Min(static corner => corner.Y), Corners.Max(static corner => corner.Y));

    internal override void Crossings(double y, List<double> crossings)
    {
        for (int i = 0, j = Corners.Count - 1; i < Corners.Count; j = i++)
        {
            ((double xi, double yi), (double xj, double yj)) = (Corners[i], Corners[j]);
            if (yi > y != yj > y) crossings.Add(xi + (y - yi) / (yj - yi) * (xj - xi));
        }

        crossings.Sort();
    }
}
