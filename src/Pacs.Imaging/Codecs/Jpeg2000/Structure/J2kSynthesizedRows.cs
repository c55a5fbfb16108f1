using System.Buffers;

namespace Pacs.Imaging;

/// <summary>Rows of a resolution out of those of the one below and of three bands: the part that both wavelets share.</summary>
internal abstract class J2kSynthesizedRows : J2kRows
{
    // More than the lifting steps of either wavelet ever hold between them.
    private const int Ring = 4;
    private readonly J2kRows _lower;
    private readonly int[] _coefficients;
    private readonly int _stride;
    private readonly int _width;
    private readonly CodecContext _context;
    private readonly long _reserved;
    private readonly WaveletLine _across;
    private int[] _memory;
    private int _next;
    private int _low;
    private int _high;

    protected J2kSynthesizedRows(J2kRows lower, int[] coefficients, int stride, J2kRect area, CodecContext context)
    {
        (_lower, _coefficients, _stride, _width, _context) = (lower, coefficients, stride, area.Width, context);
        (_across, Line) = (WaveletLine.Of(area.X0, area.X1), WaveletLine.Of(area.Y0, area.Y1));
        int length = (((2 * Ring) + 2) * _width) + 4;
        _reserved = sizeof(int) * (long)length;
        context.Reserve(_reserved);
        _memory = ArrayPool<int>.Shared.Rent(length);
    }

    /// <summary>How low-pass and high-pass rows follow each other.</summary>
    protected WaveletLine Line { get; }

    /// <summary>A low-pass row of the last four, as far as the steps have come with it.</summary>
    protected Span<int> Low(int index) => _memory.AsSpan(_width * (index % Ring), _width);

    /// <summary>A high-pass row of the last four.</summary>
    protected Span<int> High(int index) => _memory.AsSpan(_width * (Ring + (index % Ring)), _width);

    /// <summary>Room for a row that no step needs again.</summary>
    protected Span<int> Last => _memory.AsSpan(_width * 2 * Ring, _width);

    private Span<int> Scratch => _memory.AsSpan(_width * ((2 * Ring) + 1), _width + 4);

    public override void Seek(int row)
    {
        _next = row;
        (_low, _high) = Line.Low == 0 || Line.High == 0 ? (0, 0) : Start(row >> 1, IsHigh(row));
        if (_low < Line.Low) _lower.Seek(_low);
    }

    public override ReadOnlySpan<int> Next()
    {
        int row = _next++;
        if (Line.High == 0) return FetchLow(0);
        if (Line.Low == 0) return Halve(FetchHigh(0));
        return Next(row >> 1, IsHigh(row));
    }

    public override void Dispose()
    {
        base.Dispose();
        _lower.Dispose();
        int[] memory = Interlocked.Exchange(ref _memory, []);
        if (memory.Length == 0) return;
        ArrayPool<int>.Shared.Return(memory);
        _context.Release(_reserved);
    }

    /// <summary>The first low-pass and the first high-pass row that a row needs; the steps begin there.</summary>
    protected abstract (int Low, int High) Start(int index, bool isHigh);

    /// <summary>A row of the line.</summary>
    /// <param name="index">Among the low-pass rows, or among the high-pass ones.</param>
    /// <param name="isHigh">Which of them.</param>
    protected abstract ReadOnlySpan<int> Next(int index, bool isHigh);

    /// <summary>Puts a row together from its two bands.</summary>
    protected abstract void Across(ReadOnlySpan<int> low, ReadOnlySpan<int> high, Span<int> row, WaveletLine line, Span<int> scratch);

    /// <summary>Halves a high-pass row that stands alone (§F.3.6).</summary>
    protected abstract ReadOnlySpan<int> Halve(Span<int> row);

    /// <summary>Takes in low-pass rows up to one.</summary>
    protected Span<int> FetchLow(int index)
    {
        for (; _low <= index; _low++)
            Across(_across.Low == 0 ? [] : _lower.Next(), _coefficients.AsSpan((_stride * _low) + _across.Low, _across.High), Low(_low), _across, Scratch);
        return Low(index);
    }

    /// <summary>Takes in high-pass rows up to one.</summary>
    protected Span<int> FetchHigh(int index)
    {
        for (; _high <= index; _high++)
        {
            Span<int> both = _coefficients.AsSpan(_stride * (Line.Low + _high), _width);
            Across(both[.._across.Low], both[_across.Low..], High(_high), _across, Scratch);
        }

        return High(index);
    }

    private bool IsHigh(int row) => ((row & 1) != 0) != Line.StartsHigh;
}
