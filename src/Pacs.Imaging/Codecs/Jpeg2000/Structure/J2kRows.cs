namespace Pacs.Imaging;

/// <summary>Rows of a resolution of a tile-component, in order from any on. Dispose it to give its memory back.</summary>
/// <remarks>
/// Each resolution is put together from the rows of the one below as these are asked for (ISO/IEC 15444-1 §F.3), so that coefficients are read once
/// and nothing but a few rows of each resolution is ever between them and the frame.
/// </remarks>
internal abstract class J2kRows : IDisposable
{
    /// <summary>Makes those of a component.</summary>
    /// <param name="coefficients">Its bands side by side, as <see cref="J2kBand.Left"/> and <see cref="J2kBand.Top"/> say.</param>
    /// <param name="stride">Elements from one row to the next.</param>
    /// <param name="component">Whose they are.</param>
    /// <param name="resolutions">How many resolutions are wanted, at least 1.</param>
    /// <param name="context">Counts the memory.</param>
    public static J2kRows Of(int[] coefficients, int stride, J2kTileComponent component, int resolutions, CodecContext context)
    {
        J2kRows rows = new J2kBandRows(coefficients, stride, component.Resolutions[0].Area.Width);
        for (int r = 1; r < resolutions; r++)
        {
            J2kRect area = component.Resolutions[r].Area;
            if (area.IsEmpty) continue;
            rows = component.Style.IsReversible ? new J2kRows53(rows, coefficients, stride, area, context) : new J2kRows97(rows, coefficients, stride, area, context);
        }

        return rows;
    }

    /// <summary>Goes to a row, from 0.</summary>
    public abstract void Seek(int row);

    /// <summary>The next row: whole numbers, or single precision in the same memory. Valid until the call after; not to be changed.</summary>
    public abstract ReadOnlySpan<int> Next();

    public virtual void Dispose()
    {
    }
}

/// <summary>The lowest resolution, which is a band.</summary>
internal sealed class J2kBandRows(int[] coefficients, int stride, int width) : J2kRows
{
    private int _next;

    public override void Seek(int row) => _next = row;

    public override ReadOnlySpan<int> Next() => coefficients.AsSpan(stride * _next++, width);
}
