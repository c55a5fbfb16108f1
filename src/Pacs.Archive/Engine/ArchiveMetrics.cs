using System.Diagnostics.Metrics;

namespace Pacs.Archive;

/// <summary>Instruments of the meter <c>Pacs.Archive</c>.</summary>
internal static class ArchiveMetrics
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "Pacs.Archive";

    private static readonly Meter Meter = new(MeterName);

    public static readonly Counter<long> InstancesStored = Meter.CreateCounter<long>("pacs.archive.instances_stored", "{instance}", "Instances acknowledged");

    public static readonly Counter<long> BytesStored = Meter.CreateCounter<long>("pacs.archive.bytes_stored", "By", "Data set bytes acknowledged");

    public static readonly Counter<long> InstancesRefused = Meter.CreateCounter<long>("pacs.archive.instances_refused", "{instance}", "Instances not stored: conflict, unreadable, no space");

    public static readonly Counter<long> Duplicates = Meter.CreateCounter<long>("pacs.archive.duplicates", "{instance}", "Instances received again with identical bytes");

    public static readonly Histogram<double> CommitDuration = Meter.CreateHistogram<double>("pacs.archive.commit_duration", "s", "From the last byte written to durable");

    public static readonly Histogram<int> CommitGroupSize = Meter.CreateHistogram<int>("pacs.archive.commit_group_size", "{commit}", "Commits that shared one flush");

    public static readonly Histogram<double> IndexLag = Meter.CreateHistogram<double>("pacs.archive.index_lag", "s", "From acknowledged to applied to the index");
}
