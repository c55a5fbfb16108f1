using System.Buffers;

namespace Pacs.Imaging;

/// <summary>A coloured picture of which only some pixels are seen, in pooled memory: padding and what no threshold lets through is not.</summary>
internal sealed class BlendingLayer(int width, int height) : IDisposable
{
    private readonly byte[] _seen = Rent(width * height);

    /// <summary>The colours.</summary>
    public RenderedImage Image { get; } = RenderedImage.Rent(width, height, RenderedFormat.Rgb24);

    /// <summary>1 for each pixel that is seen, else 0.</summary>
    public Span<byte> Seen => _seen.AsSpan(0, Image.Width * Image.Height);

    /// <summary>Blends layers of one size (PS3.4 §N.2.6): those that are seen at a pixel, all alike, or the first over the second.</summary>
    /// <param name="step">How.</param>
    /// <param name="inputs">The layers. Borrowed.</param>
    public static BlendingLayer Blend(BlendingStep step, IReadOnlyList<BlendingLayer> inputs)
    {
        var result = new BlendingLayer(inputs[0].Image.Width, inputs[0].Image.Height);
        Span<byte> target = result.Image.Bytes, seen = result.Seen;
        Span<double> sum = stackalloc double[3];
        for (int i = 0; i < seen.Length; i++)
        {
            sum.Clear();
            double weights = 0;
            for (int input = 0; input < inputs.Count; input++)
            {
                if (inputs[input].Seen[i] == 0) continue;
                double weight = !step.IsForeground ? 1 : input == 0 ? step.Opacity : 1 - step.Opacity;
                // What lies alone is shown as it is, whatever its opacity.
                if (step.IsForeground && inputs[1 - input].Seen[i] == 0) weight = 1;
                weights += weight;
                for (int component = 0; component < 3; component++) sum[component] += inputs[input].Image.Bytes[i * 3 + component] * weight;
                seen[i] = 1;
            }

            for (int component = 0; component < 3; component++) target[i * 3 + component] = weights > 0 ? (byte)(sum[component] / weights + 0.5) : (byte)0;
        }

        return result;
    }

    public void Dispose()
    {
        Image.Dispose();
        ArrayPool<byte>.Shared.Return(_seen);
    }

    private static byte[] Rent(int length)
    {
        byte[] seen = ArrayPool<byte>.Shared.Rent(length);
        seen.AsSpan(0, length).Clear();
        return seen;
    }
}
