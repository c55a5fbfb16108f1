using System.Buffers;
using System.Runtime.InteropServices;

namespace Pacs.Imaging;

/// <summary>Draws a picture in another size. Weights are those of the pixel centers; edges repeat.</summary>
internal static partial class Resampler
{
    /// <summary>A new picture of the size; the source stays as it is.</summary>
    public static RenderedImage Resize(RenderedImage source, int width, int height, Interpolation interpolation)
    {
        (double Row, double Column)? spacing = source.PixelSpacing is { } known
            ? (known.Row * source.Height / height, known.Column * source.Width / width) : null;
        RenderedImage target = RenderedImage.Rent(width, height, source.Format, spacing, source.IccProfile);
        if (interpolation == Interpolation.Nearest) Nearest(source, target);
        else Filter(source, target, interpolation);
        return target;
    }

    private static void Nearest(RenderedImage source, RenderedImage target)
    {
        int size = source.BytesPerPixel;
        for (int row = 0; row < target.Height; row++)
        {
            ReadOnlySpan<byte> from = source.Row((int)((row + 0.5) * source.Height / target.Height));
            Span<byte> to = target.Row(row);
            for (int column = 0; column < target.Width; column++)
                from.Slice((int)((column + 0.5) * source.Width / target.Width) * size, size).CopyTo(to[(column * size)..]);
        }
    }

    // Down first: a weighted sum of whole rows, a vector at a time; then across the one row that came out. No more than two rows of floats are held.
    private static void Filter(RenderedImage source, RenderedImage target, Interpolation interpolation)
    {
        int channels = source.Format == RenderedFormat.Rgb24 ? 3 : 1, samples = source.Width * channels;
        using var down = new ResampleWeights(source.Height, target.Height, interpolation);
        using var across = new ResampleWeights(source.Width, target.Width, interpolation);
        float[] rented = ArrayPool<float>.Shared.Rent(samples);
        Span<float> sum = rented.AsSpan(0, samples);
        float top = source.Format == RenderedFormat.Gray16 ? ushort.MaxValue : byte.MaxValue;
        try
        {
            for (int row = 0; row < target.Height; row++)
            {
                sum.Clear();
                ReadOnlySpan<float> weights = down.Of(row, out int first);
                for (int i = 0; i < weights.Length; i++)
                {
                    ReadOnlySpan<byte> from = source.Row(first + i);
                    if (source.Format == RenderedFormat.Gray16) AddScaled(MemoryMarshal.Cast<byte, ushort>(from), weights[i], sum);
                    else AddScaled(from, weights[i], sum);
                }

                Span<byte> to = target.Row(row);
                for (int column = 0; column < target.Width; column++)
                {
                    weights = across.Of(column, out first);
                    for (int channel = 0; channel < channels; channel++)
                    {
                        float value = 0;
                        for (int i = 0; i < weights.Length; i++) value += weights[i] * sum[(first + i) * channels + channel];
                        value = Math.Clamp(value + 0.5f, 0, top);
                        if (source.Format == RenderedFormat.Gray16) MemoryMarshal.Cast<byte, ushort>(to)[column] = (ushort)value;
                        else to[column * channels + channel] = (byte)value;
                    }
                }
            }
        }
        finally
        {
            ArrayPool<float>.Shared.Return(rented);
        }
    }

    internal static void AddScaledScalar(ReadOnlySpan<byte> from, float weight, Span<float> sum)
    {
        for (int i = 0; i < from.Length; i++)
        {
            float product = from[i] * weight;
            sum[i] += product;
        }
    }

    internal static void AddScaled(ReadOnlySpan<ushort> from, float weight, Span<float> sum)
    {
        for (int i = 0; i < from.Length; i++) sum[i] += from[i] * weight;
    }
}
