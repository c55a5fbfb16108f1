namespace Pacs.Imaging;

/// <summary>How much each voxel along an axis counts, by the place between the two in the middle.</summary>
internal sealed class TapWeights
{
    // A place is off by at most 1/4096 of a voxel, which changes a value by less than what 16 bits can tell between neighbours 500 apart.
    private const int Phases = 2048;

    private readonly float[] _weights;

    private TapWeights(int taps, Func<double, double> kernel)
    {
        Taps = taps;
        _weights = new float[(Phases + 1) * Width];
        for (int phase = 0; phase <= Phases; phase++)
        {
            Span<float> weights = _weights.AsSpan(phase * Width, taps);
            double part = (double)phase / Phases, sum = 0;
            for (int n = 0; n < taps; n++) sum += kernel(n - (taps / 2 - 1) - part);
            // Even material stays what it is.
            for (int n = 0; n < taps; n++) weights[n] = (float)(kernel(n - (taps / 2 - 1) - part) / sum);
        }
    }

    /// <summary>Lanes of a set of weights; those behind the taps are 0.</summary>
    public const int Width = 8;

    /// <summary>A Catmull-Rom spline: four voxels.</summary>
    public static TapWeights Cubic { get; } = new(4, static x => Math.Abs(x) switch
    {
        < 1 and var a => (1.5 * a - 2.5) * a * a + 1,
        < 2 and var a => ((-0.5 * a + 2.5) * a - 4) * a + 2,
        _ => 0,
    });

    /// <summary>A Lanczos window of three lobes: six voxels.</summary>
    public static TapWeights Lanczos { get; } = new(6, static x => Math.Abs(x) switch
    {
        < 1e-9 => 1,
        < 3 => 3 * Math.Sin(Math.PI * x) * Math.Sin(Math.PI * x / 3) / (Math.PI * Math.PI * x * x),
        _ => 0,
    });

    /// <summary>Voxels that count; the one at or below the place is number <c>Taps / 2 - 1</c>.</summary>
    public int Taps { get; }

    /// <summary>The weights of a place.</summary>
    /// <param name="part">From 0 to 1: of the way between the two voxels in the middle.</param>
    public ReadOnlySpan<float> At(float part) => _weights.AsSpan((int)(part * Phases + 0.5f) * Width, Width);
}
