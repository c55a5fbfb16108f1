namespace Pacs.Imaging;

/// <summary>A tag tree: minima of a grid of numbers, coded incrementally (ISO/IEC 15444-1 §B.10.2). Reads and writes.</summary>
internal sealed class J2kTagTree
{
    private readonly int _width;
    private readonly int _height;
    private readonly int _levels;

    // Per node twice the lower bound known so far, plus 1 once it is the value. Level 0, the leaves, first.
    private readonly int[] _nodes;
    private readonly int[]? _values;

    /// <param name="width">Leaves in a row.</param>
    /// <param name="height">Rows.</param>
    /// <param name="leaves">The numbers, for writing; null for reading.</param>
    public J2kTagTree(int width, int height, ReadOnlySpan<int> leaves = default)
    {
        (_width, _height) = (width, height);
        int nodes = 0, w = width, h = height;
        for (; w > 0 && h > 0; w = (w + 1) / 2, h = (h + 1) / 2)
        {
            nodes += w * h;
            _levels++;
            if (w == 1 && h == 1) break;
        }

        _nodes = nodes == 0 ? [] : new int[nodes];
        if (leaves.IsEmpty) return;
        _values = new int[nodes];
        leaves.CopyTo(_values);
        SetMinima(_values, width, height);
    }

    /// <summary>Bytes that a tree takes.</summary>
    public static long Memory(int width, int height) => 64 + (16L * width * height / 3);

    /// <summary>Reads until it is known whether a leaf is below a threshold.</summary>
    public bool IsBelow(int x, int y, int threshold, ref J2kBitReader bits)
    {
        int low = 0, node = 0;
        for (int level = _levels - 1; level >= 0; level--)
        {
            node = Node(x, y, level);
            int state = _nodes[node];
            bool isKnown = (state & 1) != 0;
            low = Math.Max(low, state >> 1);
            while (!isKnown && low < threshold)
            {
                if (bits.Read() != 0) isKnown = true;
                else low++;
            }

            _nodes[node] = (low << 1) | (isKnown ? 1 : 0);
        }

        return (_nodes[node] & 1) != 0 && low < threshold;
    }

    /// <summary>Writes what a reader needs to know whether a leaf is below a threshold.</summary>
    public void Write(int x, int y, int threshold, J2kBitWriter bits)
    {
        int low = 0;
        for (int level = _levels - 1; level >= 0; level--)
        {
            int node = Node(x, y, level), state = _nodes[node], value = _values![node];
            bool isKnown = (state & 1) != 0;
            low = Math.Max(low, state >> 1);
            while (!isKnown && low < threshold)
            {
                isKnown = value <= low;
                bits.Write(isKnown ? 1 : 0);
                if (!isKnown) low++;
            }

            _nodes[node] = (low << 1) | (isKnown ? 1 : 0);
        }
    }

    private int Node(int x, int y, int level)
    {
        int offset = 0, w = _width, h = _height;
        for (int k = 0; k < level; k++, w = (w + 1) / 2, h = (h + 1) / 2) offset += w * h;
        return offset + ((y >> level) * w) + (x >> level);
    }

    private static void SetMinima(int[] values, int w, int h)
    {
        int offset = 0;
        while (w > 1 || h > 1)
        {
            int above = offset + (w * h), aboveWidth = (w + 1) / 2;
            values.AsSpan(above, aboveWidth * ((h + 1) / 2)).Fill(int.MaxValue);
            for (int y = 0; y < h; y++)
                for (int x = 0; x < w; x++)
                {
                    ref int parent = ref values[above + ((y / 2) * aboveWidth) + (x / 2)];
                    parent = Math.Min(parent, values[offset + (y * w) + x]);
                }

            (offset, w, h) = (above, aboveWidth, (h + 1) / 2);
        }
    }
}
