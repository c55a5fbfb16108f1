using System.Buffers;

namespace Pacs.Imaging;

/// <summary>For each pixel along one axis of the target: which source pixels count, and how much. They sum to 1.</summary>
internal sealed class ResampleWeights : IDisposable
{
    private readonly int[] _first;
    private readonly int[] _count;
    private readonly float[] _weights;
    private readonly int _stride;

    public ResampleWeights(int source, int target, Interpolation interpolation)
    {
        double scale = (double)source / target, spread = Math.Max(1, scale);
        if (interpolation == Interpolation.Automatic) interpolation = scale > 1 ? Interpolation.Area : Interpolation.Bilinear;
        double radius = RadiusOf(interpolation, scale) * (interpolation == Interpolation.Area ? 1 : spread);
        _stride = Math.Min(source, (int)Math.Ceiling(2 * radius) + 2);
        _first = ArrayPool<int>.Shared.Rent(target);
        _count = ArrayPool<int>.Shared.Rent(target);
        _weights = ArrayPool<float>.Shared.Rent(checked(_stride * target));
        for (int i = 0; i < target; i++)
        {
            double center = (i + 0.5) * scale;
            int first = Math.Clamp((int)Math.Floor(center - radius), 0, source - 1);
            int last = Math.Clamp((int)Math.Ceiling(center + radius) - 1, first, Math.Min(source - 1, first + _stride - 1));
            Span<float> weights = _weights.AsSpan(i * _stride, last - first + 1);
            double sum = 0;
            for (int at = first; at <= last; at++)
            {
                double weight = interpolation == Interpolation.Area
                    ? Math.Max(0, Math.Min(at + 1, center + radius) - Math.Max(at, center - radius))
                    : Kernel(interpolation, (at + 0.5 - center) / spread);
                weights[at - first] = (float)weight;
                sum += weight;
            }

            // What reaches over the edge is given to those within.
            for (int at = 0; at < weights.Length; at++) weights[at] = sum != 0 ? (float)(weights[at] / sum) : 1f / weights.Length;
            (_first[i], _count[i]) = (first, weights.Length);
        }
    }

    public ReadOnlySpan<float> Of(int target, out int first)
    {
        first = _first[target];
        return _weights.AsSpan(target * _stride, _count[target]);
    }

    public void Dispose()
    {
        ArrayPool<int>.Shared.Return(_first);
        ArrayPool<int>.Shared.Return(_count);
        ArrayPool<float>.Shared.Return(_weights);
    }

    private static double RadiusOf(Interpolation interpolation, double scale) => interpolation switch
    {
        Interpolation.Area => scale / 2,
        Interpolation.Bilinear => 1,
        Interpolation.Bicubic => 2,
        _ => 3,
    };

    private static double Kernel(Interpolation interpolation, double x)
    {
        x = Math.Abs(x);
        return interpolation switch
        {
            Interpolation.Bilinear => Math.Max(0, 1 - x),
            Interpolation.Bicubic => x < 1 ? 1.5 * x * x * x - 2.5 * x * x + 1 : x < 2 ? -0.5 * x * x * x + 2.5 * x * x - 4 * x + 2 : 0,
            _ => x < 1e-9 ? 1 : x < 3 ? Math.Sin(Math.PI * x) * Math.Sin(Math.PI * x / 3) * 3 / (Math.PI * Math.PI * x * x) : 0,
        };
    }
}
