namespace Pacs.Imaging;

/// <summary>Draws the samples of a monochrome frame as grey levels: the fastest way that gives the transform's answer, always one pass over the pixels.</summary>
internal static class GrayscaleKernel
{
    /// <summary>Grey levels of 8 bits.</summary>
    public static void Draw(in SampleBuffer samples, GrayscaleTransform transform, Span<byte> grey)
    {
        if (samples.IsNarrow && TryGetLine(samples, transform, out float scale, out float offset))
        {
            if (samples.WordSize == 1) WindowKernel.Apply(samples.Bytes[..samples.Count], grey, samples.Code, scale, offset);
            else WindowKernel.Apply(samples.Words, grey, samples.Code, scale, offset);
        }
        else if (samples.IsNarrow && samples.Count > 256)
        {
            using var table = new CodeTable(samples, transform, byte.MaxValue);
            table.Lookup(samples, grey);
        }
        else
        {
            for (int i = 0; i < samples.Count; i++) grey[i] = (byte)(transform.Apply(samples[i]) * byte.MaxValue + 0.5);
        }
    }

    /// <summary>Grey levels of 16 bits.</summary>
    public static void Draw(in SampleBuffer samples, GrayscaleTransform transform, Span<ushort> grey)
    {
        if (samples.IsNarrow && samples.Count > 256)
        {
            using var table = new CodeTable(samples, transform, ushort.MaxValue);
            table.Lookup(samples, grey);
        }
        else
        {
            for (int i = 0; i < samples.Count; i++) grey[i] = (ushort)(transform.Apply(samples[i]) * ushort.MaxValue + 0.5);
        }
    }

    private static bool TryGetLine(in SampleBuffer samples, GrayscaleTransform transform, out float scale, out float offset)
    {
        scale = offset = 0;
        StoredCode code = samples.Code;
        if (!transform.TryGetLine(out double slope, out double intercept)) return false;
        // Padding that the line would show in another shade than black needs a table.
        if (transform.Padding is { } padding)
        {
            double first = slope * padding.First + intercept, last = slope * padding.Last + intercept;
            if (Math.Max(first, last) * byte.MaxValue >= 0.5) return false;
        }

        double a = slope * byte.MaxValue, b = (slope * code.Minimum + intercept) * byte.MaxValue + 0.5;
        (scale, offset) = ((float)a, (float)b);
        return WindowKernel.CanApply(a, b, code);
    }
}
