using System.Numerics;
using System.Runtime.InteropServices;

namespace Pacs.Imaging;

/// <summary>For each block how many blocks away the nearest one is of which something is seen, in any direction, diagonals included: how far a ray may leap.</summary>
internal sealed class EmptySpace
{
    /// <summary>Farther is not looked: rays leap again from there.</summary>
    public const int Farthest = 12;

    private readonly int _across, _down, _deep;

    private EmptySpace(BlockRanges ranges) => (_across, _down, _deep, Distances) = (ranges.Across, ranges.Down, ranges.Deep, new byte[ranges.Across * ranges.Down * ranges.Deep]);

    /// <summary>0 for a block of which something is seen.</summary>
    public byte[] Distances { get; private set; }

    /// <summary>Measures the distances.</summary>
    public static EmptySpace Of(BlockRanges ranges, TransferTable table)
    {
        var space = new EmptySpace(ranges);
        for (int n = 0; n < space.Distances.Length; n++) space.Distances[n] = table.IsVisible(ranges.Lows[n], ranges.Highs[n]) ? (byte)0 : (byte)Farthest;
        for (int row = 0; row < space.Distances.Length; row += space._across) Sweep(space.Distances.AsSpan(row, space._across));
        space.Spread(space._across, space._down);
        space.Spread(space._across * space._down, space._deep);
        return space;
    }

    private static void Sweep(Span<byte> row)
    {
        for (int i = 1; i < row.Length; i++) row[i] = (byte)Math.Min(row[i], row[i - 1] + 1);
        for (int i = row.Length - 2; i >= 0; i--) row[i] = (byte)Math.Min(row[i], row[i + 1] + 1);
    }

    // The largest of the distances along each axis is the distance in space, so that an axis is done after the other.
    private void Spread(int stride, int count)
    {
        byte[] before = Distances, after = (byte[])before.Clone();
        for (int at = 0; at < before.Length; at += _across)
        {
            int line = at / stride % count;
            Span<byte> to = after.AsSpan(at, _across);
            for (int away = 1; away <= Farthest; away++)
            {
                if (line - away >= 0) Take(before.AsSpan(at - away * stride, _across), (byte)away, to);
                if (line + away < count) Take(before.AsSpan(at + away * stride, _across), (byte)away, to);
            }
        }

        Distances = after;
    }

    private static void Take(ReadOnlySpan<byte> row, byte away, Span<byte> to)
    {
        ReadOnlySpan<Vector<byte>> wide = MemoryMarshal.Cast<byte, Vector<byte>>(row);
        Span<Vector<byte>> wideTo = MemoryMarshal.Cast<byte, Vector<byte>>(to);
        Vector<byte> aways = new(away);
        for (int n = 0; n < wide.Length; n++) wideTo[n] = Vector.Min(wideTo[n], Vector.Max(wide[n], aways));
        for (int n = wide.Length * Vector<byte>.Count; n < row.Length; n++) to[n] = Math.Min(to[n], Math.Max(row[n], away));
    }
}
