using System.Runtime.InteropServices;

namespace Pacs.Imaging;

/// <summary>Rows of a resolution by the irreversible 9/7 wavelet (ISO/IEC 15444-1 §F.3.8.2), in single precision.</summary>
internal sealed class J2kRows97(J2kRows lower, int[] coefficients, int stride, J2kRect area, CodecContext context) : J2kSynthesizedRows(lower, coefficients, stride, area, context)
{
    // How many rows each of the first three steps has done; the fourth makes a row that is given away.
    private int _low1;
    private int _high1;
    private int _low2;

    protected override (int Low, int High) Start(int index, bool isHigh)
    {
        _low2 = isHigh ? Line.LowAround(index).Before : index;
        _high1 = Line.HighAround(_low2).Before;
        _low1 = Line.LowAround(_high1).Before;
        return (_low1, Line.HighAround(_low1).Before);
    }

    protected override ReadOnlySpan<int> Next(int index, bool isHigh)
    {
        if (!isHigh)
        {
            Step3(index);
            return Low(index);
        }

        (int before, int behind) = Line.LowAround(index);
        Step3(behind);
        Step2(index);
        Lifting.Step(Single(Last), Single(High(index)), 1, Single(Low(before)), Single(Low(behind)), -Wavelet97.Alpha);
        return Last;
    }

    protected override void Across(ReadOnlySpan<int> low, ReadOnlySpan<int> high, Span<int> row, WaveletLine line, Span<int> scratch) =>
        Wavelet97.Synthesize(MemoryMarshal.Cast<int, float>(low), MemoryMarshal.Cast<int, float>(high), Single(row), line, Single(scratch));

    protected override ReadOnlySpan<int> Halve(Span<int> row)
    {
        foreach (ref float sample in Single(row)) sample /= 2;
        return row;
    }

    // The scaling by K and 1/K that should come first is taken into the first two steps.
    private void Step1(int index)
    {
        for (; _low1 <= index; _low1++)
        {
            (int before, int behind) = Line.HighAround(_low1);
            FetchHigh(behind);
            Span<float> low = Single(FetchLow(_low1));
            Lifting.Step(low, low, Wavelet97.K, Single(High(before)), Single(High(behind)), -Wavelet97.Delta / Wavelet97.K);
        }
    }

    private void Step2(int index)
    {
        for (; _high1 <= index; _high1++)
        {
            (int before, int behind) = Line.LowAround(_high1);
            Step1(behind);
            Span<float> high = Single(FetchHigh(_high1));
            Lifting.Step(high, high, 1 / Wavelet97.K, Single(Low(before)), Single(Low(behind)), -Wavelet97.Gamma);
        }
    }

    private void Step3(int index)
    {
        for (; _low2 <= index; _low2++)
        {
            (int before, int behind) = Line.HighAround(_low2);
            Step2(behind);
            Step1(_low2);
            Span<float> low = Single(Low(_low2));
            Lifting.Step(low, low, 1, Single(High(before)), Single(High(behind)), -Wavelet97.Beta);
        }
    }

    private static Span<float> Single(Span<int> row) => MemoryMarshal.Cast<int, float>(row);
}
