using System.Globalization;
using Microsoft.Win32.SafeHandles;

namespace Pacs.Core;

/// <summary>Appends audit messages to a file a day, one XML document a line.</summary>
/// <remarks>
/// Whoever finds nobody writing writes its own message, without a change of thread, and what came meanwhile after it, together: to wake a thread of the pool for that costs more than the writing. When the disk is slower than the events,
/// <see cref="RecordAsync"/> waits: nothing is dropped.
/// </remarks>
public sealed class FileAuditSink : IAuditSink, IAsyncDisposable
{
    // Who writes for others has a request of its own to end.
    private const int MostRounds = 4;

    private readonly Lock _gate = new();
    private readonly string _folder;
    private readonly TimeProvider _time;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private List<Entry> _waiting = [];
    private bool _isWriting, _isClosed;

    // The writer's own.
    private SafeFileHandle? _file;
    private long _end;
    private string _day = string.Empty;

    /// <summary>Opens the folder, made when it is missing, and starts to write.</summary>
    /// <param name="folder">Where the files <c>audit-YYYYMMDD.xml</c> (UTC) are.</param>
    /// <param name="time">The clock that names the files; null for the system's.</param>
    /// <exception cref="IOException">The folder cannot be made.</exception>
    public FileAuditSink(string folder, TimeProvider? time = null)
    {
        _folder = Directory.CreateDirectory(folder).FullName;
        _time = time ?? TimeProvider.System;
    }

    /// <summary>Takes one message; returns when it is in the file, in the hands of the operating system.</summary>
    /// <exception cref="IOException">The file cannot be written; this message is not recorded, later ones are tried again.</exception>
    /// <exception cref="ObjectDisposedException">The sink is closed.</exception>
    public ValueTask RecordAsync(AuditMessage message, CancellationToken ct = default)
    {
        if (ct.IsCancellationRequested) return ValueTask.FromCanceled(ct);
        byte[] line = [.. AuditMessageWriter.Write(message), (byte)'\n'];
        Entry? queued = null;
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isClosed, this);
            if (_isWriting) _waiting.Add(queued = new Entry(line));
            _isWriting = true;
        }

        if (queued is not null) return new ValueTask(queued.Written.Task.WaitAsync(ct));
        IOException? failure = TryAppend([line]);
        Leave();
        return failure is null ? ValueTask.CompletedTask : ValueTask.FromException(failure);
    }

    /// <summary>Writes what waits and closes the file.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            _isClosed = true;
            if (!_isWriting) _ended.TrySetResult();
        }

        await _ended.Task.ConfigureAwait(false);
        Close();
    }

    // What came meanwhile is taken along, some times; then a thread of the pool goes on.
    private void Leave()
    {
        for (int round = 0; Take(isLast: round == MostRounds) is { } batch; round++)
        {
            IOException? failure = TryAppend(batch.ConvertAll(static entry => entry.Line));
            foreach (Entry entry in batch)
            {
                if (failure is null) entry.Written.TrySetResult();
                else entry.Written.TrySetException(failure);
            }
        }
    }

    // What waits; null when this writer is to write no more.
    private List<Entry>? Take(bool isLast)
    {
        lock (_gate)
        {
            if (_waiting.Count == 0)
            {
                _isWriting = false;
                if (_isClosed) _ended.TrySetResult();
                return null;
            }

            if (isLast)
            {
                ThreadPool.UnsafeQueueUserWorkItem(static sink => sink.Leave(), this, preferLocal: false);
                return null;
            }

            List<Entry> batch = _waiting;
            _waiting = [];
            return batch;
        }
    }

    private IOException? TryAppend(List<ReadOnlyMemory<byte>> lines)
    {
        try
        {
            string today = _time.GetUtcNow().ToString("yyyyMMdd", CultureInfo.InvariantCulture);
            if (today != _day) Close();
            if (_file is null) Open(_day = today);
            RandomAccess.Write(_file!, lines, _end);
            foreach (ReadOnlyMemory<byte> line in lines) _end += line.Length;
            return null;
        }
#pragma warning disable CA1031 // whatever it is: nobody is to wait for ever
        catch (Exception failure)
#pragma warning restore CA1031
        {
            // Opened anew for the next ones: the disk may have room again.
            Close();
            return failure as IOException ?? new IOException(failure.Message, failure);
        }
    }

    private void Open(string day)
    {
        _file = File.OpenHandle(Path.Combine(_folder, $"audit-{day}.xml"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite);
        _end = RandomAccess.GetLength(_file);
        Span<byte> last = stackalloc byte[1];
        // A line that a fault cut off ends here, so that it spoils no other.
        if (_end == 0 || (RandomAccess.Read(_file, last, _end - 1) == 1 && last[0] == '\n')) return;
        RandomAccess.Write(_file, "\n"u8, _end);
        _end++;
    }

    private void Close()
    {
        _file?.Dispose();
        _file = null;
    }

    private sealed class Entry(byte[] line)
    {
        public ReadOnlyMemory<byte> Line { get; } = line;

        public TaskCompletionSource Written { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
