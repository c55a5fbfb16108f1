using System.Runtime.CompilerServices;

namespace Pacs.Imaging;

/// <summary>Brings a row of a subsampled component to the width of the image: halves by a triangle filter, as most decoders do, other ratios by repetition.</summary>
/// <remarks>Chroma samples lie in the middle between the pixels they stand for, so each pixel takes 3/4 of the nearer and 1/4 of the farther sample, down and across.</remarks>
internal static partial class JpegUpsampler
{
    /// <summary>Samples that a row and its work space need beyond the image's columns.</summary>
    public const int Slack = 64;

    /// <summary>The samples of a row of the image.</summary>
    /// <param name="frame">Gives the ratio.</param>
    /// <param name="component">Whose samples.</param>
    /// <param name="y">Row of the image.</param>
    /// <param name="line">Takes them when they must be made; <see cref="Slack"/> longer than the row.</param>
    /// <param name="sums">Work space; <see cref="Slack"/> longer than the row.</param>
    public static ReadOnlySpan<T> Row<T>(JpegFrame frame, JpegComponent component, int y, Span<T> line, Span<ushort> sums)
        where T : unmanaged
    {
        bool isFullWidth = component.Horizontal == frame.MaxHorizontal, isFullHeight = component.Vertical == frame.MaxVertical;
        if (isFullWidth && isFullHeight) return component.Row<T>(y);
        bool isHalfWidth = component.Horizontal * 2 == frame.MaxHorizontal && component.Width > 2, isHalfHeight = component.Vertical * 2 == frame.MaxVertical;
        if (frame.IsLossless || !(isFullWidth || isHalfWidth) || !(isFullHeight || isHalfHeight)) return Repeat(frame, component, y, line);

        // One place is left free before the sums, and one after them, for the neighbours of the first and last.
        int width = component.Width, near = isHalfHeight ? y / 2 : y;
        Span<ushort> inner = sums.Slice(1, width);
        if (isHalfHeight)
        {
            int far = Math.Clamp((y & 1) == 0 ? near - 1 : near + 1, 0, component.Height - 1);
            Blend<T>(component.Row<T>(near), component.Row<T>(far), inner);
        }
        else
        {
            Widen<T>(component.Row<T>(near), inner);
        }

        if (isFullWidth)
        {
            Settle(inner, (y & 1) == 0 ? 1 : 2, line);
            return line[..width];
        }

        sums[0] = sums[1];
        sums[width + 1] = sums[width];
        if (isHalfHeight) Double(sums, width, 8, 7, 4, line);
        else Double(sums, width, 1, 2, 2, line);
        return line[..(width * 2)];
    }

    private static ReadOnlySpan<T> Repeat<T>(JpegFrame frame, JpegComponent component, int y, Span<T> line)
        where T : unmanaged
    {
        ReadOnlySpan<T> row = component.Row<T>(y * component.Vertical / frame.MaxVertical);
        int across = frame.MaxHorizontal, own = component.Horizontal;
        if (own == across) return row;
        for (int x = 0; x < frame.Columns; x++) line[x] = row[x * own / across];
        return line[..frame.Columns];
    }

    /// <summary>Copies samples to words.</summary>
    internal static void WidenScalar<T>(ReadOnlySpan<T> row, Span<ushort> sums, int from = 0)
        where T : unmanaged
    {
        for (int i = from; i < sums.Length; i++) sums[i] = (ushort)Word(row[i]);
    }

    /// <summary>Three times the nearer row and once the farther one.</summary>
    internal static void BlendScalar<T>(ReadOnlySpan<T> near, ReadOnlySpan<T> far, Span<ushort> sums, int from = 0)
        where T : unmanaged
    {
        for (int i = from; i < sums.Length; i++) sums[i] = (ushort)((3 * Word(near[i])) + Word(far[i]));
    }

    /// <summary>Two samples of each sum and its neighbours.</summary>
    /// <param name="sums">A neighbour, the sums, a neighbour.</param>
    /// <param name="width">Number of sums.</param>
    /// <param name="evenBias">What is added before the even samples are shifted.</param>
    /// <param name="oddBias">What is added before the odd ones are: another number, so that rounding favours no direction.</param>
    /// <param name="shift">By how much.</param>
    /// <param name="line">Takes the samples.</param>
    /// <param name="from">Which sum is the first to treat.</param>
    internal static void DoubleScalar<T>(ReadOnlySpan<ushort> sums, int width, int evenBias, int oddBias, int shift, Span<T> line, int from = 0)
        where T : unmanaged
    {
        for (int i = from; i < width; i++)
        {
            int middle = 3 * sums[i + 1];
            line[2 * i] = Sample<T>((middle + sums[i] + evenBias) >> shift);
            line[(2 * i) + 1] = Sample<T>((middle + sums[i + 2] + oddBias) >> shift);
        }
    }

    // Half the rows but all the columns.
    private static void Settle<T>(ReadOnlySpan<ushort> sums, int bias, Span<T> line)
        where T : unmanaged
    {
        for (int i = 0; i < sums.Length; i++) line[i] = Sample<T>((sums[i] + bias) >> 2);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Word<T>(T sample)
        where T : unmanaged => typeof(T) == typeof(byte) ? Unsafe.BitCast<T, byte>(sample) : Unsafe.BitCast<T, ushort>(sample);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Sample<T>(int value)
        where T : unmanaged => typeof(T) == typeof(byte) ? Unsafe.BitCast<byte, T>((byte)value) : Unsafe.BitCast<ushort, T>((ushort)value);
}
