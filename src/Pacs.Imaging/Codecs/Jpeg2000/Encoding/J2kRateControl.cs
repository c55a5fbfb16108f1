namespace Pacs.Imaging;

/// <summary>Cuts code blocks where a byte takes away least error, until what is left fits (post-compression rate-distortion optimisation, ISO/IEC 15444-1 §J.14).</summary>
internal static class J2kRateControl
{
    private const int Halvings = 40;

    /// <summary>Sets what is kept of each block.</summary>
    /// <param name="blocks">The blocks, with their passes.</param>
    /// <param name="weights">By block: what its unit of squared error weighs in the image.</param>
    /// <param name="budget">Bytes for all of them.</param>
    public static void Cut(Span<CodedBlock> blocks, ReadOnlySpan<double> weights, long budget)
    {
        // The slope at which blocks are cut, as a logarithm: nothing is kept at the high end, all at the low one.
        double low = -60, high = 120;
        if (Apply(blocks, weights, double.NegativeInfinity) <= budget) return;
        for (int i = 0; i < Halvings; i++)
        {
            double middle = (low + high) / 2;
            if (Apply(blocks, weights, middle) > budget) low = middle;
            else high = middle;
        }

        Apply(blocks, weights, high);
    }

    private static long Apply(Span<CodedBlock> blocks, ReadOnlySpan<double> weights, double logSlope)
    {
        double slope = double.IsNegativeInfinity(logSlope) ? 0 : Math.Pow(2, logSlope);
        long total = 0;
        for (int i = 0; i < blocks.Length; i++)
        {
            ref CodedBlock block = ref blocks[i];
            if (block.Passes is null) continue;
            (block.KeptPasses, block.KeptLength) = Best(block.Passes, weights[i], slope);
            total += block.KeptLength;
        }

        return total;
    }

    // Where gain less slope times length is greatest: the hull of the passes need not be made for that.
    private static (int Passes, int Length) Best((int Length, double Gain)[] passes, double weight, double slope)
    {
        (int Passes, int Length) best = (0, 0);
        double greatest = 0;
        for (int p = 0; p < passes.Length; p++)
        {
            double value = (passes[p].Gain * weight) - (slope * passes[p].Length);
            if (value < greatest || (value == greatest && slope > 0)) continue;
            greatest = value;
            best = (p + 1, passes[p].Length);
        }

        return best;
    }
}
