namespace Pacs.Imaging;

/// <summary>A transfer function by voxel value, for rays of one step length and the values that occur in a volume.</summary>
internal sealed class TransferTable
{
    private readonly int[] _visibleBefore;

    public TransferTable(Volume volume, TransferFunction function, double step)
    {
        short low = short.MaxValue, high = short.MinValue;
        foreach (short value in volume.Ranges.Lows) low = Math.Min(low, value);
        foreach (short value in volume.Ranges.Highs) high = Math.Max(high, value);
        Lowest = low;
        int count = high - low + 1;
        // One more, for values between voxels that round past the highest.
        (Entries, _visibleBefore) = (new Entry[count + 1], new int[count + 1]);
        double known = 0, seen = 0;
        for (int n = 0; n < count; n++)
        {
            (double opacity, double red, double green, double blue) = function.At((n + low) * volume.Slope + volume.Intercept);
            // Beer and Lambert: what a mm lets through, so often as the step is long.
            if (opacity != known) (known, seen) = (opacity, opacity > 0 ? 1 - Math.Pow(1 - opacity, step) : 0);
            Entries[n] = new Entry((float)seen, (float)(red * seen), (float)(green * seen), (float)(blue * seen));
            _visibleBefore[n + 1] = _visibleBefore[n] + (seen > 0 ? 1 : 0);
            if (!(seen > 0)) continue;
            if (_visibleBefore[n + 1] == 1) FirstVisible = n + low;
            LastVisible = n + low;
        }

        Entries[count] = Entries[count - 1];
        Range = Math.Abs(RiseOf(function.Points) / volume.Slope);
    }

    /// <summary>Over how many voxel values the function rises from hardly anything to its most opaque.</summary>
    public double Range { get; }

    /// <summary>The voxel value of the first entry.</summary>
    public int Lowest { get; }

    /// <summary>The lowest voxel value that is seen; above <see cref="LastVisible"/> where none is.</summary>
    public int FirstVisible { get; } = int.MaxValue;

    /// <summary>The highest voxel value that is seen.</summary>
    public int LastVisible { get; } = int.MinValue;

    /// <summary>Opacity of a step, and colours from 0 to 255 times it.</summary>
    public Entry[] Entries { get; }

    /// <summary>Whether anything of a range of voxel values is seen.</summary>
    public bool IsVisible(short low, short high) => _visibleBefore[high - Lowest + 1] > _visibleBefore[low - Lowest];

    private static double RiseOf(IReadOnlyList<TransferPoint> points)
    {
        double most = points.Max(static point => point.Opacity), little = most / 20;
        int first = 0;
        while (points[first].Opacity < little) first++;
        double low = points[first].Value;
        if (first > 0 && points[first - 1] is var before) low = before.Value + (low - before.Value) * (little - before.Opacity) / (points[first].Opacity - before.Opacity);
        return points.First(point => point.Opacity == most).Value - low;
    }

    internal readonly record struct Entry(float Opacity, float Red, float Green, float Blue);
}
