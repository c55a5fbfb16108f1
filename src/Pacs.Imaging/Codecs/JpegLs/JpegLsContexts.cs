using System.Numerics;
using System.Runtime.CompilerServices;

namespace Pacs.Imaging;

/// <summary>Statistics of one of the 365 contexts of regular mode (ISO 14495-1 §A.2.1).</summary>
internal struct JpegLsContext
{
    /// <summary>Sum of the errors' magnitudes.</summary>
    public int A;

    /// <summary>Bias.</summary>
    public int B;

    /// <summary>Correction of the prediction.</summary>
    public int C;

    /// <summary>How often the context occurred.</summary>
    public int N;

    /// <summary>The Golomb parameter: the least k with N·2^k ≥ A (§A.5.1).</summary>
    public readonly int GolombParameter
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Parameter(N, A);
    }

    /// <summary>The least k with n·2^k ≥ a.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Parameter(int n, int a)
    {
        // Shifted to a's length, n is at least a or one shift short.
        int k = Math.Max(0, BitOperations.LeadingZeroCount((uint)n) - BitOperations.LeadingZeroCount((uint)a));
        return k + ((n << k) - a >>> 31);
    }

    /// <summary>Takes in a prediction error (§A.6).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Update(int error, int step, int reset)
    {
        int a = A + Math.Abs(error), b = B + error * step, n = N;
        if (n == reset)
        {
            a >>= 1;
            b >>= 1;
            n >>= 1;
        }

        A = a;
        N = ++n;
        if (b + n <= 0)
        {
            b = Math.Max(b + n, 1 - n);
            if (C > -128) C--;
        }
        else if (b > 0)
        {
            b = Math.Min(b - n, 0);
            if (C < 127) C++;
        }

        B = b;
    }
}

/// <summary>Statistics of one of the two contexts of the sample that ends a run (§A.7.2).</summary>
internal struct JpegLsRunContext
{
    public int A;
    public int N;

    /// <summary>How often the error was negative.</summary>
    public int Negative;

    public readonly int Parameter(int type) => JpegLsContext.Parameter(N, A + (N >> 1) * type);

    /// <summary>The bit that says whether the error is on its less likely side.</summary>
    public readonly int Map(int error, int k) => error < 0
        ? k != 0 || 2 * Negative >= N ? 1 : 0
        : error > 0 && k == 0 && 2 * Negative < N ? 1 : 0;

    /// <summary>The error whose magnitude and map were coded as <paramref name="value"/> = 2 |error| - map.</summary>
    public readonly int Unmap(int value, int k)
    {
        int map = value & 1, magnitude = (value + map) / 2;
        return (k != 0 || 2 * Negative >= N) == (map == 1) ? -magnitude : magnitude;
    }

    public void Update(int error, int mapped, int type, int reset)
    {
        if (error < 0) Negative++;
        A += (mapped + 1 - type) >> 1;
        if (N == reset)
        {
            A >>= 1;
            N >>= 1;
            Negative >>= 1;
        }

        N++;
    }
}

/// <summary>All statistics of a scan.</summary>
internal sealed class JpegLsContexts
{
    /// <summary>J: the order of the run lengths (§A.2.1).</summary>
    public static ReadOnlySpan<byte> RunOrders => [0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 9, 10, 11, 12, 13, 14, 15];

    public JpegLsContext[] Regular { get; } = new JpegLsContext[365];

    public JpegLsRunContext[] Run { get; } = new JpegLsRunContext[2];

    /// <summary>As at the start of a scan or restart interval (§A.2.1).</summary>
    public void Reset(JpegLsPreset preset)
    {
        int a = Math.Max(2, (preset.Range + 32) / 64);
        Regular.AsSpan().Fill(new JpegLsContext { A = a, N = 1 });
        Run.AsSpan().Fill(new JpegLsRunContext { A = a, N = 1 });
    }
}
