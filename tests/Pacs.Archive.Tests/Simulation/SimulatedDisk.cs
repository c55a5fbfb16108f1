namespace Pacs.Archive.Tests;

/// <summary>A file system in memory that remembers every change and every flush, and can fail any call. <see cref="CrashImage"/> makes of it what a power cut would have left.</summary>
internal sealed class SimulatedDisk : IFileLayer
{
    private readonly Lock _gate = new();

    /// <summary>Held while the journal grows.</summary>
    public Lock Gate => _gate;

    private readonly Dictionary<string, int> _names = [];
    private readonly Dictionary<int, byte[]> _contents = [];
    private readonly HashSet<string> _folders = ["/"];
    private readonly HashSet<string> _locks = [];
    private int _nextNode = 1;
    private int _calls;

    /// <summary>Everything that happened.</summary>
    public List<DiskOperation> Journal { get; } = [];

    /// <summary>Asked before each call that changes or flushes: number of the call and what it does; throw to fail it.</summary>
    public Action<int, DiskOperation>? Fault { get; set; }

    /// <summary>Whether files can be opened for direct writes.</summary>
    public bool HasDirectWrites { get; init; } = true;

    /// <summary>Whether such a write is then refused after all.</summary>
    public bool RefusesDirectWrites { get; set; }

    /// <summary>Records written directly; zeros that fill space beforehand are not counted.</summary>
    public int DirectWrites { get; private set; }

    /// <summary>Called after a flush, outside any lock.</summary>
    public Action? Flushed { get; set; }

    /// <summary>Paths of all files, sorted.</summary>
    public IReadOnlyList<string> Files
    {
        get
        {
            lock (_gate) return [.. _names.Keys.Order(StringComparer.Ordinal)];
        }
    }

    public static IOException NoSpace() => new("No space left on device", FileFaults.ENOSPC);

    public static IOException DeviceError() => new("Input/output error", 5);

    /// <summary>Puts a folder or file in place as it survived.</summary>
    public void Restore(IEnumerable<string> folders, IEnumerable<(string Path, byte[] Content)> files)
    {
        foreach (string folder in folders) _folders.Add(folder);
        foreach ((string path, byte[] content) in files)
        {
            // Also as history, so that this disk can crash again.
            int node = _nextNode++;
            _names.Add(path, node);
            _contents.Add(node, content);
        }

        foreach (string folder in _folders.Order(StringComparer.Ordinal)) Journal.Add(new DiskOperation.CreateDirectory(folder));
        foreach ((string path, int node) in _names)
        {
            Journal.Add(new DiskOperation.Create(path, node));
            Journal.Add(new DiskOperation.Write(node, 0, [.. _contents[node]]));
            Journal.Add(new DiskOperation.Flush(node));
        }

        foreach (string folder in _folders) Journal.Add(new DiskOperation.FlushDirectory(folder));
    }

    public byte[] ReadFile(string path)
    {
        lock (_gate) return [.. _contents[_names[path]]];
    }

    /// <summary>Changes bytes behind the store's back.</summary>
    public void Damage(string path, long offset, ReadOnlySpan<byte> bytes)
    {
        lock (_gate) bytes.CopyTo(_contents[_names[path]].AsSpan((int)offset));
    }

    public void CreateDirectory(string path)
    {
        lock (_gate)
        {
            if (_folders.Contains(path)) return;
            RequireFolder(Path.GetDirectoryName(path)!);
            Do(new DiskOperation.CreateDirectory(path));
            _folders.Add(path);
        }
    }

    public bool DirectoryExists(string path)
    {
        lock (_gate) return _folders.Contains(path);
    }

    public IReadOnlyList<string> ListFiles(string directory)
    {
        lock (_gate) return [.. _names.Keys.Where(p => Path.GetDirectoryName(p) == directory).Select(p => Path.GetFileName(p))];
    }

    public IReadOnlyList<string> ListDirectories(string directory)
    {
        lock (_gate) return [.. _folders.Where(p => Path.GetDirectoryName(p) == directory).Select(p => Path.GetFileName(p))];
    }

    public bool Exists(string path)
    {
        lock (_gate) return _names.ContainsKey(path);
    }

    public IStoreFile Create(string path)
    {
        lock (_gate)
        {
            RequireFolder(Path.GetDirectoryName(path)!);
            if (_names.ContainsKey(path)) throw new IOException($"{path} exists");
            int node = _nextNode++;
            Do(new DiskOperation.Create(path, node));
            _names.Add(path, node);
            _contents.Add(node, []);
            return new OpenFile(this, node);
        }
    }

    public IStoreFile Open(string path, bool writable)
    {
        lock (_gate) return _names.TryGetValue(path, out int node) ? new OpenFile(this, node) : throw new FileNotFoundException(path);
    }

    public IDirectFile? TryOpenDirect(string path)
    {
        lock (_gate) return HasDirectWrites ? new DirectFile(this, _names[path]) : null;
    }

    public void Move(string from, string to)
    {
        lock (_gate)
        {
            RequireFolder(Path.GetDirectoryName(to)!);
            if (!_names.TryGetValue(from, out int node)) throw new FileNotFoundException(from);
            if (_names.ContainsKey(to)) throw new IOException($"{to} exists");
            Do(new DiskOperation.Move(from, to, node));
            _names.Remove(from);
            _names.Add(to, node);
        }
    }

    public void Delete(string path)
    {
        lock (_gate)
        {
            if (!_names.ContainsKey(path)) return;
            Do(new DiskOperation.Delete(path));
            _names.Remove(path);
        }
    }

    public void FlushDirectory(string path)
    {
        lock (_gate)
        {
            RequireFolder(path);
            Do(new DiskOperation.FlushDirectory(path));
        }
    }

    public IDisposable Lock(string path)
    {
        lock (_gate)
            if (!_locks.Add(path)) throw new BlobStoreException(BlobFault.InUse, "The archive folder is in use.");
        return new Unlock(this, path);
    }

    private void Do(DiskOperation operation)
    {
        Fault?.Invoke(_calls++, operation);
        Journal.Add(operation);
    }

    private void RequireFolder(string path)
    {
        if (!_folders.Contains(path)) throw new DirectoryNotFoundException(path);
    }

    private sealed class Unlock(SimulatedDisk disk, string path) : IDisposable
    {
        public void Dispose()
        {
            lock (disk._gate) disk._locks.Remove(path);
        }
    }

    // Durable like any other write: only after a flush of the file. But it asks for whole pages, in memory too, and never extends a file.
    private sealed class DirectFile(SimulatedDisk disk, int node) : IDirectFile
    {
        private readonly OpenFile _file = new(disk, node);

        public unsafe bool TryWrite(long offset, IReadOnlyList<ReadOnlyMemory<byte>> pages)
        {
            long end = offset;
            foreach (ReadOnlyMemory<byte> page in pages)
            {
                using System.Buffers.MemoryHandle pinned = page.Pin();
                Assert.That(((nint)pinned.Pointer % PageMemory.PageLength, page.Length % PageMemory.PageLength), Is.EqualTo(((nint)0, 0)), "a direct write of whole pages");
                end += page.Length;
            }

            Assert.That(offset % PageMemory.PageLength, Is.Zero);
            Assert.That(end, Is.LessThanOrEqualTo(_file.Length));
            if (disk.RefusesDirectWrites) return false;
            if (RecordCodec.LooksLikeRecord(pages[0].Span)) disk.DirectWrites++;
            _file.Write(offset, pages);
            return true;
        }

        public void Dispose()
        {
        }
    }

    private sealed class OpenFile(SimulatedDisk disk, int node) : IStoreFile
    {
        public long Length
        {
            get
            {
                lock (disk._gate) return disk._contents[node].Length;
            }
        }

        public void Write(long offset, ReadOnlySpan<byte> bytes)
        {
            lock (disk._gate)
            {
                disk.Do(new DiskOperation.Write(node, offset, bytes.ToArray()));
                byte[] content = disk._contents[node];
                if (content.Length < offset + bytes.Length) Array.Resize(ref content, (int)offset + bytes.Length);
                bytes.CopyTo(content.AsSpan((int)offset));
                disk._contents[node] = content;
            }
        }

        public void Write(long offset, IReadOnlyList<ReadOnlyMemory<byte>> buffers)
        {
            byte[] all = new byte[buffers.Sum(b => b.Length)];
            int at = 0;
            foreach (ReadOnlyMemory<byte> buffer in buffers)
            {
                buffer.Span.CopyTo(all.AsSpan(at));
                at += buffer.Length;
            }

            Write(offset, all);
        }

        public int Read(long offset, Span<byte> destination)
        {
            lock (disk._gate)
            {
                ReadOnlySpan<byte> content = disk._contents[node];
                if (offset >= content.Length) return 0;
                content = content[(int)offset..];
                int count = Math.Min(content.Length, destination.Length);
                content[..count].CopyTo(destination);
                return count;
            }
        }

        public long Read(long offset, IReadOnlyList<Memory<byte>> destinations)
        {
            long total = 0;
            foreach (Memory<byte> destination in destinations)
            {
                int read = Read(offset + total, destination.Span);
                total += read;
                if (read < destination.Length) break;
            }

            return total;
        }

        public void Flush()
        {
            lock (disk._gate) disk.Do(new DiskOperation.Flush(node));
            disk.Flushed?.Invoke();
        }

        public void Preallocate(long length) => Resize(length, Math.Max(length, Length));

        public void SetLength(long length) => Resize(length, length);

        public void Dispose()
        {
        }

        private void Resize(long asked, long length)
        {
            lock (disk._gate)
            {
                disk.Do(new DiskOperation.SetLength(node, asked));
                byte[] content = disk._contents[node];
                Array.Resize(ref content, (int)length);
                disk._contents[node] = content;
            }
        }
    }
}
