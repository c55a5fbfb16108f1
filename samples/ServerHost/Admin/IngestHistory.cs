using System.Diagnostics.Metrics;

namespace Pacs.ServerHost;

/// <summary>What arrived in a span of time.</summary>
internal sealed record IngestSpan(DateTimeOffset At, long Instances, long Bytes, long Refused);

/// <summary>Counts what the archive stores, by listening to its meter: the last ten minutes in spans of five seconds, and all since the start.</summary>
internal sealed class IngestHistory : IDisposable
{
    private const int Spans = 120, SpanSeconds = 5;

    private readonly MeterListener _listener = new();
    private readonly Lock _gate = new();
    private readonly Dictionary<long, (long Instances, long Bytes, long Refused)> _spans = [];
    private readonly TimeProvider _time;

    public IngestHistory(TimeProvider time)
    {
        _time = time;
        _listener.InstrumentPublished = static (instrument, listener) =>
        {
            if (instrument.Meter.Name == "Pacs.Archive") listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, _, _) => Add(instrument.Name, value));
        _listener.Start();
    }

    /// <summary>Instances and bytes since the start.</summary>
    public (long Instances, long Bytes) Total { get; private set; }

    /// <summary>The spans, the oldest first, empty ones included.</summary>
    public List<IngestSpan> Recent()
    {
        long now = Span(_time.GetUtcNow());
        lock (_gate)
        {
            var recent = new List<IngestSpan>(Spans);
            for (long span = now - Spans + 1; span <= now; span++)
            {
                (long instances, long bytes, long refused) = _spans.GetValueOrDefault(span);
                recent.Add(new IngestSpan(DateTimeOffset.FromUnixTimeSeconds(span * SpanSeconds), instances, bytes, refused));
            }

            return recent;
        }
    }

    public void Dispose() => _listener.Dispose();

    private static long Span(DateTimeOffset at) => at.ToUnixTimeSeconds() / SpanSeconds;

    private void Add(string instrument, long value)
    {
        long now = Span(_time.GetUtcNow());
        lock (_gate)
        {
            (long instances, long bytes, long refused) = _spans.GetValueOrDefault(now);
            switch (instrument)
            {
                case "pacs.archive.instances_stored":
                    instances += value;
                    Total = (Total.Instances + value, Total.Bytes);
                    break;
                case "pacs.archive.bytes_stored":
                    bytes += value;
                    Total = (Total.Instances, Total.Bytes + value);
                    break;
                case "pacs.archive.instances_refused":
                    refused += value;
                    break;
                default:
                    return;
            }

            _spans[now] = (instances, bytes, refused);
            if (_spans.Count > 2 * Spans)
                foreach (long old in _spans.Keys.Where(span => span <= now - Spans).ToList()) _spans.Remove(old);
        }
    }
}
