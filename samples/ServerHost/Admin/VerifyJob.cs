using Pacs.Archive;
using Pacs.Hosting;

namespace Pacs.ServerHost;

/// <summary>How a verification stands.</summary>
internal sealed record VerifyStatus(bool Running, DateTimeOffset? StartedAt, DateTimeOffset? EndedAt, string? Failure, IReadOnlyList<VerifyStatus.Finding> Findings)
{
    /// <summary>Something that is wrong.</summary>
    internal sealed record Finding(string Kind, string Instance, string Message);
}

/// <summary>Reads the whole archive and compares it with what was acknowledged; one run at a time.</summary>
internal sealed class VerifyJob(PacsService pacs, IHostApplicationLifetime lifetime, TimeProvider time)
{
    private const int MostFindings = 1000;

    private readonly Lock _gate = new();
    private readonly List<VerifyStatus.Finding> _findings = [];
    private bool _isRunning;
    private DateTimeOffset? _started, _ended;
    private string? _failure;

    /// <summary>Begins a run; false when one is under way.</summary>
    public bool TryStart()
    {
        lock (_gate)
        {
            if (_isRunning) return false;
            (_isRunning, _started, _ended, _failure) = (true, time.GetUtcNow(), null, null);
            _findings.Clear();
        }

        _ = Task.Run(RunAsync);
        return true;
    }

    public VerifyStatus Status()
    {
        lock (_gate) return new VerifyStatus(_isRunning, _started, _ended, _failure, [.. _findings]);
    }

    private async Task RunAsync()
    {
        string? failure = null;
        try
        {
            DicomArchive archive = pacs.Archive ?? throw new InvalidOperationException("The archive is not open.");
            await foreach (VerifyFinding finding in archive.VerifyAsync(lifetime.ApplicationStopping))
                lock (_gate)
                    if (_findings.Count < MostFindings) _findings.Add(new VerifyStatus.Finding(finding.Kind.ToString(), finding.SopInstance.ToString(), finding.Message));
        }
        catch (OperationCanceledException)
        {
            failure = "Ended with the server.";
        }
#pragma warning disable CA1031 // whatever it was, it is told on the page and ends the run only
        catch (Exception caught)
#pragma warning restore CA1031
        {
            failure = caught.Message;
        }

        lock (_gate) (_isRunning, _ended, _failure) = (false, time.GetUtcNow(), failure);
    }
}
