using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Pacs.Core;

namespace Pacs.Archive;

/// <summary>
/// The default store: objects of usual size one after the other in preallocated log files, large ones in files of their own that the log refers to.
/// Commits of all writers share a flush. Every object, sliced out of its place, is a DICOM file (PS3.10).
/// </summary>
/// <remarks>
/// Folder: <c>log/*.seg</c>, <c>objects/…/*.dcm</c>, <c>incoming/*.dcm</c> (being written), <c>lock</c>. One process at a time.
/// After a crash at any moment every acknowledged object is there; one that was whole and not yet acknowledged may be; nothing else is.
/// </remarks>
public sealed class SegmentBlobStore : IBlobStore
{
    private readonly IDisposable _folderLock;
    private readonly SegmentSet _segments;
    private readonly WorkQueue _chores;
    private readonly SegmentReclaimer _reclaimer;
    private readonly SegmentStoreOptions _options;
    private readonly ILogger _logger;
    private bool _isDisposed;

    private SegmentBlobStore(string folder, SegmentStoreOptions options)
    {
        IFileLayer layer = options.Layer;
        _options = options;
        _logger = options.Loggers?.CreateLogger("Pacs.Archive.SegmentBlobStore") ?? NullLogger.Instance;
        string logFolder = Path.Combine(folder, "log");
        layer.MakeFolder(folder);
        _folderLock = layer.Lock(Path.Combine(folder, "lock"));
        try
        {
            layer.MakeFolder(logFolder);
            _segments = new SegmentSet(layer, logFolder);
            Files = new ObjectFiles(layer, folder);
            Blocks = new BlockPool(Math.Max(1, options.BufferMemory / BlockPool.BlockLength));
            var recovery = new StoreRecovery(layer, _segments, Files, _logger);
            recovery.Run(folder);
            _chores = new WorkQueue(options.InlineChores);
            Log = new SegmentLog(_segments, Files, _chores, options, _logger, recovery.LastNumber, recovery.LastSequence);
            _reclaimer = new SegmentReclaimer(_segments, Files, _logger);
        }
        catch
        {
            _chores?.Dispose();
            _segments?.Dispose();
            _folderLock.Dispose();
            throw;
        }
    }

    /// <summary>True: the log is the truth.</summary>
    public bool IndexFollows => true;

    internal ObjectFiles Files { get; }

    internal BlockPool Blocks { get; }

    internal SegmentLog Log { get; }

    internal int InlineLimit => _options.InlineLimit;

    /// <summary>Opens the store in a folder, made when it is not there, and puts right what a crash left.</summary>
    /// <exception cref="BlobStoreException">Another process has it open (<see cref="BlobFault.InUse"/>), the folder cannot be used, or a newer version wrote it.</exception>
    public static ValueTask<SegmentBlobStore> OpenAsync(string folder, SegmentStoreOptions? options = null, CancellationToken ct = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ct.ThrowIfCancellationRequested();
        options ??= new SegmentStoreOptions();
        ArgumentOutOfRangeException.ThrowIfNegative(options.InlineLimit);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.SegmentSize, 4L * (options.InlineLimit + 2 * RecordCodec.Alignment));
        try
        {
            return new ValueTask<SegmentBlobStore>(new SegmentBlobStore(Path.GetFullPath(folder), options));
        }
        catch (IOException e)
        {
            throw e.ToStoreException($"Opening the store in {folder}");
        }
        catch (UnauthorizedAccessException e)
        {
            throw new BlobStoreException(BlobFault.Device, $"Opening the store in {folder}: {e.Message}", e);
        }
    }

    /// <inheritdoc/>
    public ValueTask<IBlobWriter> BeginAsync(BlobHeader header, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(header);
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        ct.ThrowIfCancellationRequested();
        return new ValueTask<IBlobWriter>(new SegmentBlobWriter(this, header, MetaBuffer.Make(header)));
    }

    /// <inheritdoc/>
    public ValueTask<IEncodedDataset> OpenAsync(BlobAddress address, CancellationToken ct)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        ct.ThrowIfCancellationRequested();
        RecordPlace place = RecordPlace.Parse(address);
        SegmentFile segment = Segment(place);
        IStoreFile log = segment.Acquire();
        try
        {
            RecordHeader record = RequireAlive(segment, log, place);
            if (record.Kind == RecordKind.Inline)
            {
                SegmentFile held = segment;
                segment = null!;
                return new ValueTask<IEncodedDataset>(new StoredBytes(
                    log, place.Offset + record.HeaderLength + record.MetaLength, record.DatasetLength, record.TransferSyntax, held.Release));
            }

            IStoreFile file = Files.OpenRead(record.FileNumber);
            if (file.Length != record.PayloadLength)
            {
                file.Dispose();
                throw new BlobStoreException(BlobFault.Corrupt, $"The file of {address} has another length than its record says.");
            }

            return new ValueTask<IEncodedDataset>(new StoredBytes(file, record.MetaLength, record.DatasetLength, record.TransferSyntax, file.Dispose));
        }
        catch (IOException e)
        {
            throw e.ToStoreException($"Opening {address}");
        }
        finally
        {
            segment?.Release();
        }
    }

    /// <inheritdoc/>
    public async ValueTask<BlobRemoval?> RemoveAsync(BlobAddress address, CancellationToken ct)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        ct.ThrowIfCancellationRequested();
        RecordHeader target;
        try
        {
            target = Require(RecordPlace.Parse(address));
        }
        catch (BlobStoreException e) when (e.Fault == BlobFault.Missing)
        {
            return null;
        }

        RecordHeader removal = await Log.AppendAsync(
            new RecordHeader
            {
                Kind = RecordKind.Removal,
                Sequence = 0,
                Place = default,
                Id = target.Id,
                At = _options.Time.GetUtcNow(),
                Target = target.Place,
                TargetFileNumber = target.FileNumber,
            },
            default,
            null).ConfigureAwait(false);
        Bury(target.Place, target.FileNumber, removal.Place.Segment);
        return removal.ToBlobRemoval();
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<BlobLogEntry> ReadLogAsync(string? afterCheckpoint, [EnumeratorCancellation] CancellationToken ct)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        long after = afterCheckpoint is null ? 0 : RecordConversions.ParseCheckpoint(afterCheckpoint);
        Log.AdvanceTo(after);
        long last = await Log.SettleAsync().ConfigureAwait(false);
        var reader = new SegmentLogReader(_segments, Files, Log, _logger);
        foreach (RecordHeader record in reader.Read(after, last, ct))
            yield return record.Kind == RecordKind.Removal ? record.ToBlobRemoval() : record.ToBlobRecord();
    }

    /// <inheritdoc/>
    public ValueTask TrimAsync(string checkpoint, CancellationToken ct)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        _reclaimer.Run(RecordConversions.ParseCheckpoint(checkpoint), ct);
        return ValueTask.CompletedTask;
    }

    /// <summary>Ends the chores, gives back space taken beforehand and releases the folder. Writers must be done; readers may go on.</summary>
    public ValueTask DisposeAsync()
    {
        if (_isDisposed) return ValueTask.CompletedTask;
        _isDisposed = true;
        Log.Dispose();
        _chores.Dispose();
        _segments.Dispose();
        _folderLock.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>The header of an object that is there.</summary>
    /// <exception cref="BlobStoreException">It is not, or it is damaged.</exception>
    internal RecordHeader Require(RecordPlace place)
    {
        SegmentFile segment = Segment(place);
        IStoreFile log = segment.Acquire();
        try
        {
            return RequireAlive(segment, log, place);
        }
        catch (IOException e)
        {
            throw e.ToStoreException($"Opening {place.ToAddress()}");
        }
        finally
        {
            segment.Release();
        }
    }

    /// <summary>After the log says that an object is gone: marks it where it stands, deletes its file, and remembers that there may be space to reclaim.</summary>
    internal void Bury(RecordPlace target, long fileNumber, int inSegment)
    {
        if (_segments.Find(target.Segment) is { } segment) Log.MarkDead(segment, target);
        if (fileNumber != 0)
        {
            try
            {
                Files.Delete(fileNumber);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                Pacs.Archive.Log.DeleteFailed(_logger, fileNumber, e);
            }
        }

        _reclaimer.Note(target.Segment, inSegment);
    }

    private SegmentFile Segment(RecordPlace place) =>
        _segments.Find(place.Segment) ?? throw new BlobStoreException(BlobFault.Missing, $"There is no object at {place.ToAddress()}.");

    private RecordHeader RequireAlive(SegmentFile segment, IStoreFile log, RecordPlace place)
    {
        Span<byte> page = stackalloc byte[RecordCodec.MaxHeaderLength];
        if (log.Read(place.Offset, page) < page.Length || !RecordCodec.TryRead(page, segment.Header.Salt, place, out RecordHeader? record))
            throw new BlobStoreException(BlobFault.Corrupt, $"There is no readable record at {place.ToAddress()}.");
        record = Log.Amend(record);
        return record is { IsDead: false, IsVoid: false, Kind: not RecordKind.Removal }
            ? record
            : throw new BlobStoreException(BlobFault.Missing, $"The object at {place.ToAddress()} was removed.");
    }
}
