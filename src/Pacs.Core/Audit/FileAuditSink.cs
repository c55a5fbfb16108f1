using System.Globalization;
using System.Threading.Channels;

namespace Pacs.Core;

/// <summary>Appends audit messages to a file a day, one XML document a line.</summary>
/// <remarks>Messages that wait are written together. When the disk is slower than the events, <see cref="RecordAsync"/> waits: nothing is dropped.</remarks>
public sealed class FileAuditSink : IAuditSink, IAsyncDisposable
{
    private const int Waiting = 4096;

    private readonly string _folder;
    private readonly TimeProvider _time;
    private readonly Channel<Entry> _entries = Channel.CreateBounded<Entry>(new BoundedChannelOptions(Waiting) { SingleReader = true });
    private readonly Task _writing;

    /// <summary>Opens the folder, made when it is missing, and starts to write.</summary>
    /// <param name="folder">Where the files <c>audit-YYYYMMDD.xml</c> (UTC) are.</param>
    /// <param name="time">The clock that names the files; null for the system's.</param>
    /// <exception cref="IOException">The folder cannot be made.</exception>
    public FileAuditSink(string folder, TimeProvider? time = null)
    {
        _folder = Directory.CreateDirectory(folder).FullName;
        _time = time ?? TimeProvider.System;
        _writing = Task.Run(WriteAsync);
    }

    /// <summary>Takes one message; returns when it is in the file, in the hands of the operating system.</summary>
    /// <exception cref="IOException">The file cannot be written; this message is not recorded, later ones are tried again.</exception>
    /// <exception cref="ObjectDisposedException">The sink is closed.</exception>
    public async ValueTask RecordAsync(AuditMessage message, CancellationToken ct = default)
    {
        var entry = new Entry(AuditMessageWriter.Write(message));
        try
        {
            await _entries.Writer.WriteAsync(entry, ct).ConfigureAwait(false);
        }
        catch (ChannelClosedException)
        {
            throw new ObjectDisposedException(nameof(FileAuditSink));
        }

        await entry.Written.Task.WaitAsync(ct).ConfigureAwait(false);
    }

    /// <summary>Writes what waits and closes the file.</summary>
    public async ValueTask DisposeAsync()
    {
        _entries.Writer.TryComplete();
        await _writing.ConfigureAwait(false);
    }

    private async Task WriteAsync()
    {
        var batch = new List<Entry>();
        FileStream? file = null;
        string day = string.Empty;
        while (await _entries.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            while (batch.Count < Waiting && _entries.Reader.TryRead(out Entry? entry)) batch.Add(entry);
            try
            {
                string today = _time.GetUtcNow().ToString("yyyyMMdd", CultureInfo.InvariantCulture);
                if (file is not null && today != day) file = await CloseAsync(file).ConfigureAwait(false);
                file ??= Open(Path.Combine(_folder, $"audit-{day = today}.xml"));
                foreach (Entry entry in batch)
                {
                    file.Write(entry.Line);
                    file.WriteByte((byte)'\n');
                }

                await file.FlushAsync().ConfigureAwait(false);
                foreach (Entry entry in batch) entry.Written.TrySetResult();
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                // Opened anew for the next ones: the disk may have room again.
                if (file is not null) file = await CloseAsync(file).ConfigureAwait(false);
                foreach (Entry entry in batch) entry.Written.TrySetException(failure as IOException ?? new IOException(failure.Message, failure));
            }

            batch.Clear();
        }

        if (file is not null) await CloseAsync(file).ConfigureAwait(false);
    }

    private static FileStream Open(string path)
    {
        var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite, 1 << 16);
        if (file.Length == 0) return file;
        // A line that a fault cut off ends here, so that it spoils no other.
        file.Position = file.Length - 1;
        if (file.ReadByte() != '\n') file.WriteByte((byte)'\n');
        return file;
    }

    private static async Task<FileStream?> CloseAsync(FileStream file)
    {
        try
        {
            await file.DisposeAsync().ConfigureAwait(false);
        }
        catch (IOException)
        {
            // What it still held was not acknowledged.
        }

        return null;
    }

    private sealed class Entry(byte[] line)
    {
        public byte[] Line { get; } = line;

        public TaskCompletionSource Written { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
