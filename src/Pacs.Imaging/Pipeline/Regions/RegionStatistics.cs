namespace Pacs.Imaging;

/// <summary>What a region of a frame measures, in modality units (Hounsfield units for CT). Padding and NaN do not count.</summary>
public sealed record RegionStatistics
{
    /// <summary>Pixels that count.</summary>
    public long Count { get; private init; }

    /// <summary>Their mean; NaN when there are none.</summary>
    public double Mean { get; private init; } = double.NaN;

    /// <summary>Their standard deviation, of the population; NaN when there are none.</summary>
    public double StandardDeviation { get; private init; } = double.NaN;

    /// <summary>The least; NaN when there are none.</summary>
    public double Minimum { get; private init; } = double.NaN;

    /// <summary>The greatest; NaN when there are none.</summary>
    public double Maximum { get; private init; } = double.NaN;

    /// <summary>Their area in mm²; null when the pixel spacing is unknown.</summary>
    public double? Area { get; private init; }

    /// <summary>What values are, for instance HU; null when the data set does not say.</summary>
    public string? Unit { get; private init; }

    /// <summary>How many values lie in each of as many equal steps as were asked for, from <see cref="Minimum"/> to <see cref="Maximum"/>.</summary>
    public IReadOnlyList<long> Histogram { get; private init; } = [];

    /// <summary>Measures a region of a monochrome frame.</summary>
    /// <param name="frame">The pixels. Borrowed.</param>
    /// <param name="attributes">What its data set says of them.</param>
    /// <param name="region">The region; what lies outside the frame does not count.</param>
    /// <param name="histogramBins">Steps of the histogram, at most 65536; 0 makes none.</param>
    /// <exception cref="DicomImageException">The frame has colours: there is nothing to measure.</exception>
    public static RegionStatistics Measure(PixelFrame frame, DisplayAttributes attributes, ImageRegion region, int histogramBins = 0)
    {
        ArgumentNullException.ThrowIfNull(frame);
        ArgumentNullException.ThrowIfNull(attributes);
        ArgumentNullException.ThrowIfNull(region);
        ArgumentOutOfRangeException.ThrowIfNegative(histogramBins);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(histogramBins, 65536);
        if (frame.Layout.SamplesPerPixel != 1 || frame.Layout.Photometric == PhotometricInterpretation.PaletteColor)
            throw new DicomImageException($"Pixels of {frame.Layout.Photometric} cannot be measured.");

        using var samples = new SampleBuffer(frame);
        var values = new Values(samples, frame.Layout, attributes, region);
        long count = 0;
        double mean = 0, squares = 0, low = double.PositiveInfinity, high = double.NegativeInfinity;
        while (values.Next(out double value))
        {
            // Welford: no cancellation, whatever the offset of the values.
            double step = value - mean;
            mean += step / ++count;
            squares += step * (value - mean);
            low = Math.Min(low, value);
            high = Math.Max(high, value);
        }

        var result = new RegionStatistics { Count = count, Area = attributes.PixelSpacing is { } mm ? count * mm.Row * mm.Column : null, Unit = attributes.Modality.Unit };
        if (count == 0) return result with { Histogram = new long[histogramBins] };
        return result with
        {
            Mean = mean,
            StandardDeviation = Math.Sqrt(squares / count),
            Minimum = low,
            Maximum = high,
            Histogram = CountValues(new Values(samples, frame.Layout, attributes, region), low, high, histogramBins),
        };
    }

    private static long[] CountValues(Values values, double low, double high, int bins)
    {
        long[] counts = new long[bins];
        while (bins > 0 && values.Next(out double value))
            counts[high > low ? Math.Min(bins - 1, (int)((value - low) / (high - low) * bins)) : 0]++;
        return counts;
    }

    /// <summary>The modality values of a region, row by row.</summary>
    private ref struct Values(SampleBuffer samples, PixelLayout layout, DisplayAttributes attributes, ImageRegion region)
    {
        private readonly SampleBuffer _samples = samples;
        private readonly List<double> _crossings = [];
        private readonly int _end = (int)Math.Clamp(Math.Ceiling(region.Extent.Bottom), 0, layout.Rows);
        private int _row = (int)Math.Clamp(Math.Floor(region.Extent.Top), 0, layout.Rows) - 1;
        private int _span, _column, _stop;

        public bool Next(out double value)
        {
            for (; ; _column++)
            {
                while (_column >= _stop)
                {
                    if (!NextSpan())
                    {
                        value = 0;
                        return false;
                    }
                }

                double stored = _samples[_row * layout.Columns + _column];
                value = attributes.Modality.Apply(stored);
                if (double.IsNaN(value) || attributes.Padding?.Contains(stored) == true) continue;
                _column++;
                return true;
            }
        }

        private bool NextSpan()
        {
            while (_span + 1 >= _crossings.Count)
            {
                if (++_row >= _end) return false;
                _crossings.Clear();
                _span = 0;
                region.Crossings(_row + 0.5, _crossings);
            }

            // Centers from the first crossing on, up to before the second.
            _column = (int)Math.Clamp(Math.Ceiling(_crossings[_span] - 0.5), 0, layout.Columns);
            _stop = (int)Math.Clamp(Math.Ceiling(_crossings[_span + 1] - 0.5), 0, layout.Columns);
            _span += 2;
            return true;
        }
    }
}
