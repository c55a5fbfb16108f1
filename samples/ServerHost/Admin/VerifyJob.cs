using Pacs.Archive;
using Pacs.Hosting;

namespace Pacs.ServerHost;

/// <summary>How a verification stands.</summary>
internal sealed record VerifyStatus(bool Running, DateTimeOffset? StartedAt, DateTimeOffset? EndedAt, long Done, long Total, string? Failure, IReadOnlyList<VerifyStatus.Finding> Findings)
{
    /// <summary>Something that is wrong.</summary>
    internal sealed record Finding(string Kind, string Instance, string Message);
}

/// <summary>Reads the whole archive and compares it with what was acknowledged.</summary>
internal sealed class VerifyJob(PacsService pacs, ArchiveCounts counts, IHostApplicationLifetime lifetime, TimeProvider time) : LongJob(counts, lifetime, time), IProgress<long>
{
    private const int MostFindings = 1000;

    private readonly List<VerifyStatus.Finding> _findings = [];

    public VerifyStatus Status()
    {
        JobProgress progress = Progress();
        lock (_findings) return new VerifyStatus(progress.Running, progress.StartedAt, progress.EndedAt, progress.Done, progress.Total, progress.Failure, [.. _findings]);
    }

    void IProgress<long>.Report(long value) => Report(value);

    protected override void Reset()
    {
        lock (_findings) _findings.Clear();
    }

    protected override async Task RunAsync(CancellationToken ct)
    {
        DicomArchive archive = pacs.Archive ?? throw new InvalidOperationException("The archive is not open.");
        await foreach (VerifyFinding finding in archive.VerifyAsync(this, ct))
            lock (_findings)
                if (_findings.Count < MostFindings) _findings.Add(new VerifyStatus.Finding(finding.Kind.ToString(), finding.SopInstance.ToString(), finding.Message));
    }
}
