using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Pacs.Core;

namespace Pacs.Archive;

/// <summary>
/// An archive: a blob store for bytes, an index for questions, and the order between them. What it has acknowledged it holds, through any crash;
/// what it is asked covers everything acknowledged before.
/// </summary>
/// <remarks>Safe for any number of callers. A caller on a thread of its own (not the pool's) stays on it throughout <see cref="ReceiveAsync"/> when its pipe completes synchronously.</remarks>
public sealed class DicomArchive : IDicomSource, IAsyncDisposable
{
    private readonly IBlobStore _blobs;
    private readonly IArchiveIndex _index;
    private readonly ILogger _logger;
    private readonly ArchiveOptions _options;
    private readonly EntryMaker _entries;
    private readonly IndexFeeder _feeder;
    private readonly UidClaims _claims = new();
    private readonly Ingest _ingest;
    private readonly Removal _removal;
    private bool _isDisposed;

    private DicomArchive(IBlobStore blobs, IArchiveIndex index, ArchiveOptions options)
    {
        _blobs = blobs;
        _index = index;
        _options = options;
        _logger = options.Loggers?.CreateLogger("Pacs.Archive.DicomArchive") ?? NullLogger.Instance;
        _entries = new EntryMaker(blobs, index, options);
        _feeder = new IndexFeeder(blobs, index, options, _logger);
        _ingest = new Ingest(blobs, index, _feeder, _claims, _entries, options, _logger);
        _removal = new Removal(blobs, index, _feeder, _claims);
    }

    /// <summary>The attributes that queries can match and return.</summary>
    public IndexAttributes Attributes => _index.Attributes;

    /// <summary>Titles, as code values of DCM, of the Key Object Selections that hide what they name: see <see cref="ArchiveOptions.RejectionTitles"/>.</summary>
    public IReadOnlyList<string> RejectionTitles => _options.RejectionTitles;

    /// <summary>Why the index does not take changes at the moment; null while it does. Images are safe meanwhile, and queries may miss the newest.</summary>
    public Exception? IndexFailure => _feeder.Failure;

    /// <summary>Acknowledged changes that the index does not have yet.</summary>
    public int PendingIndexChanges => _feeder.PendingCount;

    /// <summary>Opens an archive over a store and an index, which it then owns, and brings the index up from the store's log: a new index gets everything.</summary>
    /// <exception cref="DicomException">Store or index cannot be read. Both are disposed then.</exception>
    public static async ValueTask<DicomArchive> OpenAsync(IBlobStore blobs, IArchiveIndex index, ArchiveOptions? options = null, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(blobs);
        ArgumentNullException.ThrowIfNull(index);
        options ??= new ArchiveOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(options.IndexBatchSize, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxPendingChanges, 1);
        var archive = new DicomArchive(blobs, index, options);
        try
        {
            long count = await new LogReplay(blobs, index, archive._entries, archive._options, archive._logger).RunAsync(ct).ConfigureAwait(false);
            Log.CaughtUp(archive._logger, count);
            return archive;
        }
        catch
        {
            await archive.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Receives one instance. When the outcome says that it is stored, it is durable.</summary>
    /// <param name="incoming">What the sender says of it.</param>
    /// <param name="dataset">Its data set bytes, read to the end unless it is refused before; not completed.</param>
    /// <param name="ct">Gives up; nothing is left behind. Without effect once the commit has begun.</param>
    /// <returns>What became of it, and the status to answer. Refusals are outcomes, not exceptions.</returns>
    /// <remarks>Memory does not grow with the object. What the pipe's reader throws goes through to the caller.</remarks>
    public ValueTask<StoreOutcome> ReceiveAsync(IncomingInstance incoming, PipeReader dataset, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(incoming);
        ArgumentNullException.ThrowIfNull(dataset);
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        return _ingest.ReceiveAsync(incoming, dataset, ct);
    }

    /// <summary>Stores a file, as <see cref="ReceiveAsync"/> does. One with a value that cannot be encoded is <see cref="StoreKind.Invalid"/>.</summary>
    public async ValueTask<StoreOutcome> StoreAsync(DicomFile file, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(file);
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        var pipe = new Pipe();
        Task written = FileSource.WriteAsync(file, pipe.Writer, ct);
        try
        {
            return await _ingest.ReceiveAsync(new IncomingInstance { Id = file.Id, TransferSyntax = file.TransferSyntax }, pipe.Reader, ct).ConfigureAwait(false);
        }
        finally
        {
            await pipe.Reader.CompleteAsync().ConfigureAwait(false);
            await written.ConfigureAwait(false);
        }
    }

    /// <summary>Finds entities of any level; see <see cref="IArchiveIndex.FindAsync"/>. Sees every instance acknowledged before the call.</summary>
    public async IAsyncEnumerable<DicomDataset> FindAsync(DicomQuery query, [EnumeratorCancellation] CancellationToken ct = default)
    {
        await CatchUpAsync().ConfigureAwait(false);
        await foreach (DicomDataset match in _index.FindAsync(query, ct).ConfigureAwait(false)) yield return match;
    }

    /// <summary>How many entities match; see <see cref="IArchiveIndex.CountAsync"/>.</summary>
    public async ValueTask<long?> CountAsync(DicomQuery query, CancellationToken ct = default)
    {
        await CatchUpAsync().ConfigureAwait(false);
        return await _index.CountAsync(query, ct).ConfigureAwait(false);
    }

    /// <summary>The instances selected, series by series. Sees every instance acknowledged before the call.</summary>
    public async IAsyncEnumerable<IndexEntry> LocateAsync(InstanceSelector which, [EnumeratorCancellation] CancellationToken ct = default)
    {
        await CatchUpAsync().ConfigureAwait(false);
        await foreach (IndexEntry entry in _index.LocateAsync(which, ct).ConfigureAwait(false)) yield return entry;
    }

    /// <summary>Opens the stored bytes of an instance. The caller disposes the result.</summary>
    /// <exception cref="BlobStoreException">It was removed, or is damaged.</exception>
    public ValueTask<IEncodedDataset> OpenAsync(IndexEntry entry, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return OpenAsync(entry.Blob, ct);
    }

    /// <inheritdoc cref="OpenAsync(IndexEntry, CancellationToken)"/>
    public ValueTask<IEncodedDataset> OpenAsync(BlobAddress address, CancellationToken ct = default) => _blobs.OpenAsync(address, ct);

    /// <summary>Gives out the instances selected as files in memory, one at a time. Those removed meanwhile are left out.</summary>
    /// <exception cref="BlobStoreException">One is damaged, or the store has lost it.</exception>
    public async IAsyncEnumerable<DicomFile> RetrieveAsync(InstanceSelector which, [EnumeratorCancellation] CancellationToken ct = default)
    {
        await foreach (IndexEntry entry in LocateAsync(which, ct).ConfigureAwait(false))
        {
            if (await FileLoader.TryLoadAsync(_blobs, entry, ct).ConfigureAwait(false) is { } file) yield return file;
            else if (await _ingest.FindAsync(entry.Id.SopInstance, ct).ConfigureAwait(false) is { } now && now.Blob == entry.Blob)
                throw new BlobStoreException(BlobFault.Missing, $"The store has lost {entry.Id.SopInstance}, which the index names at {entry.Blob}.");
        }
    }

    /// <summary>Removes the instances selected, for good.</summary>
    /// <returns>How many there were.</returns>
    public async ValueTask<int> RemoveAsync(InstanceSelector which, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(which);
        await CatchUpAsync().ConfigureAwait(false);
        return await _removal.RunAsync(which, ct).ConfigureAwait(false);
    }

    /// <summary>The changes after a bookmark, in order, and then each new one as it comes; ends only when cancelled or when the archive closes.</summary>
    /// <param name="after">Sequence of the last change that was dealt with; 0 for all.</param>
    /// <param name="ct">Ends it.</param>
    /// <remarks>Store the sequence after the work: then no change is missed, and one may come twice after a crash.</remarks>
    public async IAsyncEnumerable<ArchiveChange> ChangesAsync(long after, [EnumeratorCancellation] CancellationToken ct = default)
    {
        await CatchUpAsync().ConfigureAwait(false); // only once: who follows the feed must not make the index take changes one by one
        while (!_isDisposed)
        {
            Task more = _feeder.NextProgress();
            bool any = false;
            await foreach (ArchiveChange change in _index.ChangesAsync(after, ct).ConfigureAwait(false))
            {
                any = true;
                after = change.Sequence;
                yield return change;
            }

            if (!any) await more.WaitAsync(ct).ConfigureAwait(false);
        }
    }

    /// <summary>Where the feed of <see cref="ChangesAsync"/> ends at present: the sequence of the last change, 0 when there was none. Counts every instance acknowledged before the call.</summary>
    public async ValueTask<long> GetLastSequenceAsync(CancellationToken ct = default)
    {
        await CatchUpAsync().ConfigureAwait(false);
        return await _index.GetLastSequenceAsync(ct).ConfigureAwait(false);
    }

    /// <summary>Reads every stored object and compares it with its hash, and the store's log with the index. Works beside reception.</summary>
    /// <returns>What is wrong; nothing when all is well.</returns>
    public IAsyncEnumerable<VerifyFinding> VerifyAsync(CancellationToken ct = default) => new Verifier(_blobs, _index, _feeder, _claims).RunAsync(null, ct);

    /// <inheritdoc cref="VerifyAsync(CancellationToken)"/>
    /// <param name="objectsRead">Told after each object how many were read so far, on the thread that reads. What was replaced or removed and is still in the log counts too, so it may end above the number of instances.</param>
    /// <param name="ct">Ends it.</param>
    public IAsyncEnumerable<VerifyFinding> VerifyAsync(IProgress<long> objectsRead, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(objectsRead);
        return new Verifier(_blobs, _index, _feeder, _claims).RunAsync(objectsRead, ct);
    }

    /// <summary>Reads one stored object through and compares it with the hash of what was acknowledged.</summary>
    /// <param name="entry">The instance, as the index knows it.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns>What is wrong with it; <see cref="VerifyFindingKind.Missing"/> also when it was removed meanwhile. Null when all is well.</returns>
    public ValueTask<VerifyFinding?> VerifyAsync(IndexEntry entry, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return new Verifier(_blobs, _index, _feeder, _claims).CheckAsync(entry, ct);
    }

    /// <summary>Ends: what is acknowledged is brought to the index, then both are closed. Callers must be done.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_isDisposed) return;
        _isDisposed = true;
        await _feeder.DisposeAsync().ConfigureAwait(false);
        await _index.DisposeAsync().ConfigureAwait(false);
        await _blobs.DisposeAsync().ConfigureAwait(false);
    }

    private Task CatchUpAsync()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        return _feeder.CatchUpAsync();
    }
}
