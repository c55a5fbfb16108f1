namespace Pacs.Imaging;

/// <summary>Slices in order, and the even grid that is made of them. Pure.</summary>
/// <param name="Slices">The slices used, along the normal.</param>
/// <param name="Geometry">The grid of the volume.</param>
/// <param name="Places">For each slice of the grid the place in <paramref name="Slices"/>, with a fraction where it lies between two; null where grid and slices are the same.</param>
/// <param name="Findings">What was decided or left out.</param>
internal sealed record SliceStack(IReadOnlyList<StackSlice> Slices, VolumeGeometry Geometry, double[]? Places, IReadOnlyList<string> Findings)
{
    // Positions are written with a few digits: what differs by less is the same.
    private const double SamePlace = 0.01;

    /// <summary>Sorts candidates into a stack.</summary>
    /// <exception cref="DicomImageException">They form no volume; the message says why.</exception>
    public static SliceStack Arrange(IReadOnlyList<StackSlice> candidates, VolumeOptions options)
    {
        var findings = new List<string>();
        List<StackSlice> stack = LargestGroup(candidates, findings);
        Vector3D normal = stack[0].Normal;
        double PlaceOf(StackSlice slice) => Vector3D.Dot(slice.Position, normal);
        stack = OneAPlace([.. stack.OrderBy(PlaceOf).ThenBy(static slice => slice.Order).ThenBy(static slice => slice.Source).ThenBy(static slice => slice.Frame)], PlaceOf, options, findings);
        if (stack.Count < 2) throw new DicomImageException($"{candidates.Count} images make {stack.Count} slice: a volume needs two.");

        double[] places = [.. stack.Select(PlaceOf)];
        double length = places[^1] - places[0], even = length / (stack.Count - 1);
        bool isEven = true;
        for (int i = 0; i < places.Length; i++) isEven &= Math.Abs(places[i] - places[0] - i * even) <= Math.Max(SamePlace, 0.02 * even);
        double distance = isEven ? even : Median(places);
        if (!isEven) CheckGaps(places, distance, options);
        int count = isEven ? stack.Count : (int)Math.Round(length / distance) + 1;
        if (!isEven) distance = length / (count - 1);
        Vector3D step = StepOf(stack, places, distance, length);
        StackSlice first = stack[0];
        var geometry = new VolumeGeometry(first.Position, first.Across * first.ColumnSpacing, first.Down * first.RowSpacing, step, first.Columns, first.Rows, count);
        if (geometry.TiltInDegrees > 0.2) findings.Add($"The gantry was tilted by {geometry.TiltInDegrees:F1} degrees; the grid leans with it.");
        if (isEven) return new SliceStack(stack, geometry, null, findings);
        findings.Add($"Slices are at uneven distances ({Distances(places).Min():F2} to {Distances(places).Max():F2} mm); interpolated to {distance:F2} mm.");
        return new SliceStack(stack, geometry, Between(places, distance, count), findings);
    }

    private static List<StackSlice> LargestGroup(IReadOnlyList<StackSlice> candidates, List<string> findings)
    {
        var groups = new List<List<StackSlice>>();
        foreach (StackSlice slice in candidates)
        {
            List<StackSlice>? group = groups.Find(known => known[0].Fits(slice));
            if (group is null) groups.Add([slice]);
            else group.Add(slice);
        }

        if (groups.Count == 0) throw new DicomImageException("No image says where it lies: there is nothing to build a volume of.");
        List<StackSlice> largest = groups.MaxBy(static group => group.Count)!;
        if (groups.Count > 1)
            findings.Add($"{candidates.Count - largest.Count} of {candidates.Count} images are left out: they differ in orientation, size, spacing or frame of reference.");
        return largest;
    }

    // The same place again: the same image sent twice, or another phase.
    private static List<StackSlice> OneAPlace(List<StackSlice> sorted, Func<StackSlice, double> placeOf, VolumeOptions options, List<string> findings)
    {
        var places = new List<List<StackSlice>>();
        foreach (StackSlice slice in sorted)
        {
            if (places.Count > 0 && placeOf(slice) - placeOf(places[^1][0]) <= SamePlace) places[^1].Add(slice);
            else places.Add([slice]);
        }

        int more = sorted.Count - places.Count;
        if (more == 0) return sorted;
        if (options.Occurrence is { } wanted)
        {
            findings.Add($"{sorted.Count} images lie at {places.Count} places; number {wanted} at each is used.");
            return [.. places.Where(place => place.Count > wanted).Select(place => place[wanted])];
        }

        if (more > places.Count / 10) throw new DicomImageException($"{sorted.Count} images lie at only {places.Count} places: the series holds several volumes (phases, echoes, repetitions). Say which occurrence is wanted.");
        findings.Add($"{more} images are left out: others lie at the same places.");
        return [.. places.Select(static place => place[0])];
    }

    private static void CheckGaps(double[] places, double distance, VolumeOptions options)
    {
        double widest = Distances(places).Max();
        if (!options.ResamplesUneven) throw new DicomImageException($"Slices are at uneven distances, {Distances(places).Min():F2} to {widest:F2} mm.");
        if (widest > options.MaxGap * distance) throw new DicomImageException($"Slices are missing: they are {distance:F2} mm apart, with a gap of {widest:F2} mm.");
    }

    // Where the stack leans, each slice is shifted by the same vector; irregular shifts are no grid.
    private static Vector3D StepOf(List<StackSlice> stack, double[] places, double distance, double length)
    {
        Vector3D whole = stack[^1].Position - stack[0].Position;
        for (int i = 1; i < stack.Count - 1; i++)
        {
            Vector3D expected = stack[0].Position + whole * ((places[i] - places[0]) / length);
            Vector3D off = stack[i].Position - expected;
            double shift = Math.Max(Math.Abs(Vector3D.Dot(off, stack[0].Across)), Math.Abs(Vector3D.Dot(off, stack[0].Down)));
            if (shift > Math.Max(0.1, Math.Min(stack[0].ColumnSpacing, stack[0].RowSpacing) / 2))
                throw new DicomImageException($"Slices are shifted irregularly: one lies {shift:F2} mm beside the line of the others.");
        }

        return whole * (distance / length);
    }

    private static double[] Between(double[] places, double distance, int count)
    {
        double[] between = new double[count];
        for (int k = 0, at = 0; k < count; k++)
        {
            double wanted = Math.Min(places[0] + k * distance, places[^1]);
            while (at < places.Length - 2 && places[at + 1] < wanted) at++;
            between[k] = at + Math.Clamp((wanted - places[at]) / (places[at + 1] - places[at]), 0, 1);
        }

        return between;
    }

    private static double Median(double[] places) => Distances(places).Order().ElementAt((places.Length - 1) / 2);

    private static IEnumerable<double> Distances(double[] places) => places.Skip(1).Zip(places, static (next, before) => next - before);
}
