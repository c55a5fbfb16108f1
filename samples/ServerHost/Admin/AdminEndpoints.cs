using System.Diagnostics;
using Pacs.Archive;
using Pacs.Core;
using Pacs.Hosting;
using Pacs.Network;

namespace Pacs.ServerHost;

/// <summary><c>/api/status</c> and <c>/api/admin</c>: how the server does. No patient data.</summary>
internal static class AdminEndpoints
{
    private static readonly TimeSpan EchoPatience = TimeSpan.FromSeconds(10);
    private const int MostChanges = 200;

    public static void MapAdmin(this IEndpointRouteBuilder api)
    {
        api.MapGet("/status", StatusAsync).RequireAuthorization(HostPolicies.Search);
        RouteGroupBuilder admin = api.MapGroup("/admin").RequireAuthorization(HostPolicies.Admin);
        admin.MapGet("/overview", OverviewAsync);
        admin.MapPost("/peers/{aeTitle}/echo", EchoAsync);
        admin.MapPost("/verify", (VerifyJob job) => job.TryStart() ? Results.Accepted("/api/admin/verify", job.Status()) : Results.Problem("A verification is under way.", statusCode: StatusCodes.Status409Conflict));
        admin.MapGet("/verify", (VerifyJob job) => job.Status());
        admin.MapPost("/backup", StartBackup);
        admin.MapGet("/backup", (BackupJob job) => job.Status());
        admin.MapGet("/changes", ChangesAsync);
    }

    private static IResult StartBackup(BackupJob job, HostOptions options)
    {
        if (options.BackupFolder is null) return Results.Problem("The server was started without a folder for backups (--backup).", statusCode: StatusCodes.Status404NotFound);
        return job.TryStart() ? Results.Accepted("/api/admin/backup", job.Status()) : Results.Problem("A backup is under way.", statusCode: StatusCodes.Status409Conflict);
    }

    private static async Task<object> StatusAsync(PacsService pacs, ArchiveCounts counts, HostOptions options, CancellationToken ct)
    {
        ArchiveCount count = await counts.GetAsync(ct);
        var disk = new DriveInfo(Path.GetFullPath(options.DataFolder));
        return new
        {
            options.AeTitle,
            DicomPort = pacs.Server?.EndPoint.Port,
            Version = typeof(DicomArchive).Assembly.GetName().Version?.ToString(3),
            StartedAt = Process.GetCurrentProcess().StartTime.ToUniversalTime(),
            count.Patients,
            count.Studies,
            count.Series,
            count.Instances,
            count.Bytes,
            FreeBytes = disk.AvailableFreeSpace,
            TotalBytes = disk.TotalSize,
            PendingIndexChanges = pacs.Archive?.PendingIndexChanges,
            IndexFailure = pacs.Archive?.IndexFailure?.Message,
        };
    }

    private static async Task<object> OverviewAsync(PacsService pacs, ArchiveCounts counts, IngestHistory history, AssociationBoard board, HostOptions options, CancellationToken ct)
    {
        using var own = Process.GetCurrentProcess();
        return new
        {
            Status = await StatusAsync(pacs, counts, options, ct),
            Process = new { WorkingSet = own.WorkingSet64, CpuSeconds = own.TotalProcessorTime.TotalSeconds, Threads = own.Threads.Count },
            Received = new { history.Total.Instances, history.Total.Bytes },
            Ingest = history.Recent(),
            Associations = board.Standing(),
            Refused = board.Refused(),
            Peers = options.Peers.Select(static text => Peer.TryParse(text, out Peer? peer) ? peer : null).OfType<Peer>().Select(static peer => new { peer.AeTitle, peer.Host, peer.Port }),
            Configuration = new { options.AeTitle, DataFolder = Path.GetFullPath(options.DataFolder), options.DicomPort, options.HttpPort, Bind = options.Bind.ToString(), options.Peers, options.BackupFolder },
        };
    }

    private static async Task<IResult> EchoAsync(string aeTitle, HostOptions options, CancellationToken ct)
    {
        Peer? peer = options.Peers.Select(static text => Peer.TryParse(text, out Peer? known) ? known : null).FirstOrDefault(known => known?.AeTitle == aeTitle);
        if (peer is null) return Results.Problem("There is no such peer.", statusCode: StatusCodes.Status404NotFound);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(EchoPatience);
        long begun = Stopwatch.GetTimestamp();
        string? error = null;
        DicomStatus? status = null;
        try
        {
            await using var client = new DicomClient(peer, options.AeTitle);
            status = await client.EchoAsync(patience.Token);
        }
        catch (DicomException failure)
        {
            error = failure.Message;
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            error = $"No answer within {EchoPatience.TotalSeconds:F0} seconds.";
        }

        return Results.Ok(new { Ok = status?.IsSuccess is true, Milliseconds = Stopwatch.GetElapsedTime(begun).TotalMilliseconds, Status = status?.ToString(), Error = error });
    }

    // The feed never ends: what is there now is read until it would have to wait.
    private static async Task<object> ChangesAsync(PacsService pacs, CancellationToken ct, long after = 0)
    {
        DicomArchive archive = pacs.Archive ?? throw new InvalidOperationException("The archive is not open.");
        var changes = new List<ChangeView>();
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(ct);
        IAsyncEnumerator<ArchiveChange> feed = archive.ChangesAsync(after, enough.Token).GetAsyncEnumerator(enough.Token);
        try
        {
            while (changes.Count < MostChanges)
            {
                Task<bool> next = feed.MoveNextAsync().AsTask();
                if (!next.IsCompleted && await Task.WhenAny(next, Task.Delay(TimeSpan.FromMilliseconds(250), ct)) != next)
                {
                    await enough.CancelAsync();
                    await Task.WhenAny(next);
                    break;
                }

                if (!await next) break;
                changes.Add(Describe(feed.Current));
            }
        }
        finally
        {
            await feed.DisposeAsync();
        }

        return changes;
    }

    private static ChangeView Describe(ArchiveChange change) => change is InstanceStored stored
        ? new ChangeView(stored.Sequence, stored.At, "stored", stored.Entry.Study.ToString(), stored.Entry.Series.ToString(), stored.Entry.Id.SopInstance.ToString(), stored.Entry.CallingAe)
        : new ChangeView(change.Sequence, change.At, "removed", string.Empty, string.Empty, string.Empty, string.Empty);

    /// <summary>A change of the archive, without patient data.</summary>
    internal sealed record ChangeView(long Sequence, DateTimeOffset At, string Kind, string Study, string Series, string Instance, string From);
}
