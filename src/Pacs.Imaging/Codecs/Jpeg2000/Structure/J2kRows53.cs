namespace Pacs.Imaging;

/// <summary>Rows of a resolution by the reversible 5/3 wavelet (ISO/IEC 15444-1 §F.3.8.1).</summary>
internal sealed class J2kRows53(J2kRows lower, int[] coefficients, int stride, J2kRect area, CodecContext context) : J2kSynthesizedRows(lower, coefficients, stride, area, context)
{
    // Low-pass rows whose update is undone.
    private int _updated;

    protected override (int Low, int High) Start(int index, bool isHigh)
    {
        _updated = isHigh ? Line.LowAround(index).Before : index;
        return (_updated, Line.HighAround(_updated).Before);
    }

    protected override ReadOnlySpan<int> Next(int index, bool isHigh)
    {
        if (!isHigh)
        {
            Update(index);
            return Low(index);
        }

        (int before, int behind) = Line.LowAround(index);
        Update(behind);
        Lifting.UndoPredict(Last, FetchHigh(index), Low(before), Low(behind));
        return Last;
    }

    protected override void Across(ReadOnlySpan<int> low, ReadOnlySpan<int> high, Span<int> row, WaveletLine line, Span<int> scratch) =>
        Wavelet53.Synthesize(low, high, row, line, scratch);

    protected override ReadOnlySpan<int> Halve(Span<int> row)
    {
        foreach (ref int sample in row) sample >>= 1;
        return row;
    }

    private void Update(int index)
    {
        for (; _updated <= index; _updated++)
        {
            (int before, int behind) = Line.HighAround(_updated);
            FetchHigh(behind);
            Span<int> low = FetchLow(_updated);
            Lifting.UndoUpdate(low, low, High(before), High(behind));
        }
    }
}
