using Pacs.Archive;
using Pacs.Core;

namespace Pacs.DicomWeb;

/// <summary>
/// Requests on disk, so that their results can be asked for after the server has started anew. The request is kept and not its result: that is found out anew, and is true when it is given.
/// </summary>
internal sealed class CommitmentFiles
{
    private static readonly TimeSpan Kept = TimeSpan.FromDays(7);
    private static readonly TimeSpan BetweenPrunings = TimeSpan.FromHours(1);
    private readonly string _folder;
    private readonly TimeProvider _time;
    private readonly Action<string> _flushNames;
    private long _prunedAt;

    /// <param name="folder">Where they are; made when it is missing.</param>
    /// <param name="time">Says what is old.</param>
    /// <param name="flushNames">Makes the names in a folder durable; null for the system's way.</param>
    public CommitmentFiles(string folder, TimeProvider? time = null, Action<string>? flushNames = null)
    {
        _folder = folder;
        _flushNames = flushNames ?? DurableFolders.Flush;
        _time = time ?? TimeProvider.System;
        Directory.CreateDirectory(folder);
    }

    /// <summary>Writes a request; it is durable when this returns.</summary>
    /// <param name="key">Names the transaction and its user: hexadecimal digits.</param>
    /// <param name="request">Its data set as JSON.</param>
    /// <param name="ct">Cancels.</param>
    public async ValueTask AddAsync(string key, ReadOnlyMemory<byte> request, CancellationToken ct)
    {
        Prune();
        string path = PathOf(key), temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        var file = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0, FileOptions.Asynchronous);
        await using (file.ConfigureAwait(false))
        {
            await file.WriteAsync(request, ct).ConfigureAwait(false);
            file.Flush(flushToDisk: true);
        }

        File.Move(temporary, path, overwrite: true);
        _flushNames(_folder); // a name that a crash takes back would leave an acknowledged request without a file
    }

    /// <summary>The data set of a request; null when there is none.</summary>
    public async ValueTask<DicomDataset?> FindAsync(string key, CancellationToken ct)
    {
        try
        {
            return DicomJson.ParseAll(await File.ReadAllBytesAsync(PathOf(key), ct).ConfigureAwait(false)) is [var request] ? request : null;
        }
        catch (FileNotFoundException)
        {
            return null;
        }
        catch (DicomDataException)
        {
            return null; // torn: it was never acknowledged
        }
    }

    private string PathOf(string key) => Path.Combine(_folder, key + ".json");

    // Now and then what is old goes.
    private void Prune()
    {
        DateTimeOffset now = _time.GetUtcNow();
        long before = Interlocked.Read(ref _prunedAt);
        if (now.UtcTicks - before < BetweenPrunings.Ticks || Interlocked.CompareExchange(ref _prunedAt, now.UtcTicks, before) != before) return;
        foreach (FileInfo file in new DirectoryInfo(_folder).EnumerateFiles())
        {
            try
            {
                if (now.UtcDateTime - file.LastWriteTimeUtc > Kept) file.Delete();
            }
            catch (IOException)
            {
                // Somebody holds it: it goes the next time.
            }
        }
    }
}
