using System.IO.Pipelines;
using Pacs.Archive;
using Pacs.Archive.Sqlite;
using Pacs.Core;
using Pacs.Hosting;

namespace Pacs.ServerHost;

/// <summary>How a backup stands.</summary>
/// <param name="Copied">Objects that the backup did not have, or had otherwise.</param>
/// <param name="Folder">Where it is; null when the server has no folder for it.</param>
internal sealed record BackupStatus(bool Running, DateTimeOffset? StartedAt, DateTimeOffset? EndedAt, long Done, long Total, string? Failure, long Copied, string? Folder);

/// <summary>
/// Copies the running archive into a second one: every instance that was acknowledged when the run began, each whole and checked by its hash,
/// and what people added (statuses, reports, links). What the backup has already is left; what was removed here stays there.
/// </summary>
/// <remarks>The result is an archive like any other: a server that is started with it as <c>--data</c> serves it.</remarks>
internal sealed class BackupJob(PacsService pacs, ReadingDatabase reading, HostOptions options, ArchiveCounts counts, IHostApplicationLifetime lifetime, TimeProvider time) : LongJob(counts, lifetime, time)
{
    private const int PieceLength = 256 * 1024;

    private long _copied;

    public BackupStatus Status()
    {
        JobProgress progress = Progress();
        return new BackupStatus(progress.Running, progress.StartedAt, progress.EndedAt, progress.Done, progress.Total, progress.Failure, Interlocked.Read(ref _copied), options.BackupFolder is { } folder ? Path.GetFullPath(folder) : null);
    }

    protected override void Reset() => Interlocked.Exchange(ref _copied, 0);

    protected override async Task RunAsync(CancellationToken ct)
    {
        DicomArchive from = pacs.Archive ?? throw new InvalidOperationException("The archive is not open.");
        string folder = options.BackupFolder ?? throw new InvalidOperationException("There is no folder for backups.");
        // Where the two differ, the running archive is right.
        await using DicomArchive to = await SqliteArchive.OpenAsync(folder, new ArchiveOptions { Duplicates = DuplicatePolicy.KeepLatest }, ct);
        long done = 0;
        await foreach (IndexEntry entry in from.LocateAsync(new InstanceSelector(), ct))
        {
            if (!await IsThereAsync(to, entry, ct) && await CopyAsync(from, to, entry, ct)) Interlocked.Increment(ref _copied);
            Report(++done);
        }

        reading.BackUp(Path.Combine(folder, ReadingDatabase.FileName));
    }

    private static async Task<bool> IsThereAsync(DicomArchive archive, IndexEntry entry, CancellationToken ct)
    {
        await foreach (IndexEntry known in archive.LocateAsync(InstanceSelector.Instance(entry.Id.SopInstance), ct))
            return known.ContentHash == entry.ContentHash && known.DatasetLength == entry.DatasetLength;
        return false;
    }

    // False when the instance was removed meanwhile.
    private static async Task<bool> CopyAsync(DicomArchive from, DicomArchive to, IndexEntry entry, CancellationToken ct)
    {
        IEncodedDataset dataset;
        try
        {
            dataset = await from.OpenAsync(entry, ct);
        }
        catch (BlobStoreException gone) when (gone.Fault == BlobFault.Missing)
        {
            return false;
        }

        await using (dataset)
        {
            var pipe = new Pipe();
            Task sending = SendAsync(dataset, pipe.Writer, ct);
            var incoming = new IncomingInstance { Id = entry.Id, TransferSyntax = entry.TransferSyntax, CallingAe = entry.CallingAe, ExpectedLength = entry.DatasetLength };
            StoreOutcome outcome = await to.ReceiveAsync(incoming, pipe.Reader, ct);
            await pipe.Reader.CompleteAsync();
            await sending;
            if (!outcome.IsStored || outcome.Entry?.ContentHash != entry.ContentHash) throw new IOException($"The backup did not take {entry.Id.SopInstance}: {outcome.Status}.");
            return true;
        }
    }

    private static async Task SendAsync(IEncodedDataset dataset, PipeWriter output, CancellationToken ct)
    {
        Exception? failure = null;
        try
        {
            for (long offset = 0; offset < dataset.Length;)
            {
                int read = await dataset.ReadAsync(offset, output.GetMemory(PieceLength), ct);
                if (read == 0) throw new IOException("The object ends too early.");
                output.Advance(read);
                offset += read;
                FlushResult flushed = await output.FlushAsync(ct);
                if (flushed.IsCompleted) break;
            }
        }
#pragma warning disable CA1031 // handed to who reads the pipe, who throws it
        catch (Exception caught)
#pragma warning restore CA1031
        {
            failure = caught;
        }

        await output.CompleteAsync(failure);
    }
}
