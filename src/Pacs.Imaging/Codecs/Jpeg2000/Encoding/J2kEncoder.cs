using System.Buffers;
using System.Runtime.InteropServices;
using Pacs.Core;

namespace Pacs.Imaging;

/// <summary>Encodes a frame.</summary>
internal sealed class J2kEncoder(PixelLayout layout, TransferSyntax syntax, CodecContext context)
{
    public const int MaxPrecision = 32;

    // Lossy HT blocks cannot be cut, so the step is searched; so many tries come within a few percent.
    private const int StepTries = 8;
    private const double NearEnough = 0.96;

    /// <summary>Encodes without loss.</summary>
    public void EncodeLossless(ReadOnlySpan<byte> pixels, IBufferWriter<byte> output)
    {
        var plan = new J2kEncodePlan(layout, syntax, isReversible: true, step: 1);
        Encode(pixels, plan, encode =>
        {
            using J2kEncodedTile tile = encode(plan, false);
            tile.Write(output);
        });
    }

    /// <summary>Encodes into at most so many bytes, if they are not fewer than a codestream needs at least.</summary>
    public void EncodeLossy(ReadOnlySpan<byte> pixels, double ratio, IBufferWriter<byte> output)
    {
        long budget = (long)(layout.FrameLength / Math.Max(1, ratio));
        // What is cut need not begin finer than a stored value.
        var plan = new J2kEncodePlan(layout, syntax, isReversible: false, Math.ScaleB(1, Math.Max(0, J2kEncodePlan.FinestStepLog(layout))));
        Encode(pixels, plan, encode =>
        {
            if (plan.IsHighThroughput) EncodeByStep(encode, budget, output);
            else EncodeByCutting(encode(plan, true), plan, budget, output);
        });
    }

    // Transforms the frame, and gives away what encodes its coefficients, measured or not.
    private void Encode(ReadOnlySpan<byte> pixels, J2kEncodePlan plan, Action<Func<J2kEncodePlan, bool, J2kEncodedTile>> use)
    {
        if (plan.IsWide)
        {
            using var wide = new J2kWideFrame(pixels, layout, plan, context);
            use((by, isMeasured) => J2kEncodedTile.EncodeWide(by, wide.Planes, isMeasured, context));
            return;
        }

        int[][] planes = Transform(pixels, plan);
        try
        {
            use((by, isMeasured) => J2kEncodedTile.Encode(by, planes, isMeasured, context));
        }
        finally
        {
            Return(planes);
        }
    }

    private static void EncodeByCutting(J2kEncodedTile measured, J2kEncodePlan plan, long budget, IBufferWriter<byte> output)
    {
        using J2kEncodedTile tile = measured;
        // Packet headers shrink with what they tell of, so their length is found in two rounds.
        long bodies = budget - J2kHeaderWriter.MainLength(plan);
        for (int round = 0; round < 3; round++)
        {
            tile.Cut(Math.Max(0, bodies));
            long over = tile.Length() - budget;
            if (over <= 0) break;
            bodies = tile.BodyLength() - over;
        }

        tile.Write(output);
    }

    private void EncodeByStep(Func<J2kEncodePlan, bool, J2kEncodedTile> encode, long budget, IBufferWriter<byte> output)
    {
        // Size falls with the logarithm of the step nearly linearly: false position between a step that fits and one that does not.
        J2kEncodedTile? best = null;
        double finest = J2kEncodePlan.FinestStepLog(layout), fine = double.NaN, coarse = double.NaN, fineLength = 0, coarseLength = 0, log = Math.Max(0, finest), stride = 0;
        long bestLength = 0;
        try
        {
            for (int i = 0; i < StepTries; i++)
            {
                J2kEncodedTile tile = encode(new J2kEncodePlan(layout, syntax, isReversible: false, Math.Pow(2, log)), false);
                long length = tile.Length();
                // The longest that fits, or the shortest of those that do not.
                if (best is null || (length <= budget ? bestLength > budget || length > bestLength : length < bestLength))
                {
                    best?.Dispose();
                    (best, bestLength) = (tile, length);
                }
                else tile.Dispose();

                if (length <= budget) (coarse, coarseLength) = (log, length);
                else (fine, fineLength) = (log, length);
                if (length <= budget && (length > budget * NearEnough || log <= finest)) break;
                // A step twice as large saves a bit for each coefficient that is not zero: what that foretells, and twice as far each time.
                if (double.IsNaN(coarse)) log += stride = Math.Max(2 * stride, Math.Clamp(8 * (length - budget) / ((double)layout.PixelCount * layout.SamplesPerPixel), 0.5, 6));
                else if (double.IsNaN(fine)) log = Math.Max(finest, log - 2);
                else log = Between(fine, fineLength, coarse, coarseLength, budget);
            }

            best!.Write(output);
        }
        finally
        {
            best?.Dispose();
        }
    }

    private static double Between(double fine, double fineLength, double coarse, double coarseLength, long budget)
    {
        double wanted = budget * ((1 + NearEnough) / 2), share = (fineLength - wanted) / (fineLength - coarseLength);
        return fine + ((coarse - fine) * Math.Clamp(share, 0.1, 0.9));
    }

    // Level shift, component transform and wavelet.
    private int[][] Transform(ReadOnlySpan<byte> pixels, J2kEncodePlan plan)
    {
        int count = checked((int)layout.PixelCount);
        context.Reserve(sizeof(int) * layout.PixelCount * layout.SamplesPerPixel);
        int[][] planes = new int[layout.SamplesPerPixel][];
        for (int c = 0; c < planes.Length; c++)
        {
            planes[c] = ArrayPool<int>.Shared.Rent(count);
            for (int y = 0; y < layout.Rows; y++) SampleInput.Load(pixels, layout, y, c, planes[c].AsSpan(y * layout.Columns, layout.Columns));
            context.Checkpoint();
            if (!plan.IsReversible) ToSingle(planes[c].AsSpan(0, count));
        }

        if (plan.HasComponentTransform)
        {
            Span<int> a = planes[0].AsSpan(0, count), b = planes[1].AsSpan(0, count), c = planes[2].AsSpan(0, count);
            if (plan.IsReversible) ComponentTransform.ForwardReversible(a, b, c);
            else ComponentTransform.ForwardIrreversible(MemoryMarshal.Cast<int, float>(a), MemoryMarshal.Cast<int, float>(b), MemoryMarshal.Cast<int, float>(c));
        }

        var area = new J2kRect(0, 0, layout.Columns, layout.Rows);
        for (int c = 0; c < planes.Length; c++) J2kAnalysis.Run(planes[c], new J2kTileComponent(plan.Size, area, plan.Parameters, c), context);
        return planes;
    }

    private static void ToSingle(Span<int> samples)
    {
        Span<float> converted = MemoryMarshal.Cast<int, float>(samples);
        for (int i = 0; i < samples.Length; i++) converted[i] = samples[i];
    }

    private void Return(int[][] planes)
    {
        foreach (int[] plane in planes) ArrayPool<int>.Shared.Return(plane);
        context.Release(sizeof(int) * layout.PixelCount * layout.SamplesPerPixel);
    }
}
