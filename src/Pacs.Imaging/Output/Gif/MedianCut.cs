using System.Buffers;

namespace Pacs.Imaging;

/// <summary>Finds 256 colours for a picture that has more: boxes of the colour space, cut where most is gained until there are 256 (Heckbert 1982).</summary>
/// <remarks>Colours count in steps of 4 (6 bits a component), so that the greys between which an ultrasound image's colours lie stay apart.</remarks>
internal static class MedianCut
{
    private const int Bits = 6, Side = 1 << Bits, Cells = 1 << (3 * Bits), MaxBoxes = 256;

    /// <summary>Fills palette and indices.</summary>
    /// <param name="pixels">Red, green, blue.</param>
    /// <param name="colors">[256, 3].</param>
    /// <param name="indices">One a pixel.</param>
    public static void Map(ReadOnlySpan<byte> pixels, Span<byte> colors, Span<byte> indices)
    {
        int[] counts = ArrayPool<int>.Shared.Rent(Cells);
        int[] used = ArrayPool<int>.Shared.Rent(Cells);
        byte[] boxOf = ArrayPool<byte>.Shared.Rent(Cells);
        try
        {
            counts.AsSpan(0, Cells).Clear();
            for (int i = 0; i + 2 < pixels.Length; i += 3) counts[CellOf(pixels, i)]++;
            int cells = 0;
            for (int cell = 0; cell < Cells; cell++)
                if (counts[cell] != 0) used[cells++] = cell;

            List<Box> boxes = Cut(used.AsSpan(0, cells), counts);
            for (int box = 0; box < boxes.Count; box++)
                for (int i = boxes[box].Start; i < boxes[box].End; i++) boxOf[used[i]] = (byte)box;
            Average(pixels, boxOf, colors, indices);
        }
        finally
        {
            ArrayPool<int>.Shared.Return(counts);
            ArrayPool<int>.Shared.Return(used);
            ArrayPool<byte>.Shared.Return(boxOf);
        }
    }

    private static int CellOf(ReadOnlySpan<byte> pixels, int at) =>
        pixels[at] >> (8 - Bits) << (2 * Bits) | pixels[at + 1] >> (8 - Bits) << Bits | pixels[at + 2] >> (8 - Bits);

    private static int Component(int cell, int axis) => cell >> ((2 - axis) * Bits) & (Side - 1);

    private static List<Box> Cut(Span<int> used, int[] counts)
    {
        List<Box> boxes = [Measure(used, counts, 0, used.Length)];
        while (boxes.Count < MaxBoxes)
        {
            int widest = 0;
            for (int i = 1; i < boxes.Count; i++)
                if (boxes[i].Spread > boxes[widest].Spread) widest = i;
            Box box = boxes[widest];
            if (box.Spread <= 0) break;

            Span<int> part = used[box.Start..box.End];
            int shift = (2 - box.Axis) * Bits;
            part.Sort((a, b) => (a >> shift & (Side - 1)) - (b >> shift & (Side - 1)));
            // Where the mean lies, both halves together deviate least; each keeps at least one level.
            int end = box.Start + 1;
            while (end < box.End - 1 && Component(used[end], box.Axis) <= box.Mean) end++;
            boxes[widest] = Measure(used, counts, box.Start, end);
            boxes.Add(Measure(used, counts, end, box.End));
        }

        return boxes;
    }

    // The axis along which the colours deviate most, and by how much in all.
    private static Box Measure(ReadOnlySpan<int> used, int[] counts, int start, int end)
    {
        var best = new Box(start, end, 0, 0, 0);
        for (int axis = 0; axis < 3; axis++)
        {
            double count = 0, sum = 0, squares = 0;
            foreach (int cell in used[start..end])
            {
                double level = Component(cell, axis);
                count += counts[cell];
                sum += level * counts[cell];
                squares += level * level * counts[cell];
            }

            double spread = squares - sum * sum / count;
            if (spread > best.Spread + 1e-6) best = best with { Axis = axis, Mean = sum / count, Spread = spread };
        }

        return best;
    }

    // The colour of a box is the mean of its pixels, which have more bits than its cells.
    private static void Average(ReadOnlySpan<byte> pixels, byte[] boxOf, Span<byte> colors, Span<byte> indices)
    {
        Span<long> sums = stackalloc long[MaxBoxes * 4];
        sums.Clear();
        for (int i = 0; i * 3 + 2 < pixels.Length; i++)
        {
            byte box = boxOf[CellOf(pixels, i * 3)];
            indices[i] = box;
            sums[box * 4]++;
            for (int component = 0; component < 3; component++) sums[box * 4 + 1 + component] += pixels[i * 3 + component];
        }

        colors.Clear();
        for (int box = 0; box < MaxBoxes; box++)
            for (int component = 0; component < 3 && sums[box * 4] > 0; component++)
                colors[box * 3 + component] = (byte)((sums[box * 4 + 1 + component] + sums[box * 4] / 2) / sums[box * 4]);
    }

    private readonly record struct Box(int Start, int End, int Axis, double Mean, double Spread);
}
