using System.Globalization;

namespace Pacs.Archive;

/// <summary>The segments of one log folder, and their open handles: shared, counted, and kept open for a while after use.</summary>
internal sealed class SegmentSet(IFileLayer layer, string folder) : IDisposable
{
    private const string Extension = ".seg";
    private const int MaxIdleHandles = 64;
    private readonly Lock _gate = new();
    private readonly SortedList<int, SegmentFile> _segments = [];
    private readonly LinkedList<SegmentFile> _idle = [];

    public string Folder => folder;

    public string PathOf(int number) => Path.Combine(folder, number.ToString("D8", CultureInfo.InvariantCulture) + Extension);

    /// <summary>Numbers of the segment files in the folder, ascending.</summary>
    public IReadOnlyList<int> ListNumbers() =>
    [
        .. layer.ListFiles(folder)
            .Where(n => n.EndsWith(Extension, StringComparison.Ordinal))
            .Select(n => int.TryParse(n.AsSpan(0, n.Length - Extension.Length), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : 0)
            .Where(n => n > 0)
            .Order(),
    ];

    /// <summary>Adds a segment that exists as a file.</summary>
    public SegmentFile Add(int number)
    {
        var segment = new SegmentFile(this, number, PathOf(number));
        lock (_gate) _segments.Add(number, segment);
        return segment;
    }

    /// <summary>Adds a segment that was just made, with its open files. The caller holds one reference.</summary>
    public SegmentFile Add(int number, SegmentHeader header, PreparedSegment made)
    {
        var segment = new SegmentFile(this, number, PathOf(number)) { Header = header, File = made.File, Direct = made.Direct, References = 1 };
        lock (_gate) _segments.Add(number, segment);
        return segment;
    }

    public SegmentFile? Find(int number)
    {
        lock (_gate) return _segments.GetValueOrDefault(number);
    }

    /// <summary>All segments at this moment, ascending.</summary>
    public SegmentFile[] Snapshot()
    {
        lock (_gate) return [.. _segments.Values];
    }

    /// <summary>Deletes the file of a segment, durably. Who reads it goes on reading.</summary>
    public void Delete(SegmentFile segment)
    {
        lock (_gate)
        {
            _segments.Remove(segment.Number);
            segment.IsDeleted = true;
            if (segment.References == 0) Close(segment);
        }

        layer.Delete(segment.Path);
        layer.FlushDirectory(folder);
    }

    internal IStoreFile Acquire(SegmentFile segment)
    {
        lock (_gate)
        {
            if (segment.IsDeleted) throw new BlobStoreException(BlobFault.Missing, $"Segment {segment.Number} was removed.");
            if (segment.File is null) Open(segment);
            if (segment.IdleNode is { } node)
            {
                _idle.Remove(node);
                segment.IdleNode = null;
            }

            segment.References++;
            return segment.File!;
        }
    }

    internal void Release(SegmentFile segment)
    {
        lock (_gate)
        {
            if (--segment.References > 0) return;
            if (segment.IsDeleted)
            {
                Close(segment);
                return;
            }

            segment.IdleNode = _idle.AddLast(segment);
            if (_idle.Count > MaxIdleHandles) Close(_idle.First!.Value);
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            foreach (SegmentFile segment in _segments.Values)
                if (segment.References == 0) Close(segment); // a reader still at work closes its own when it is done
                else segment.IsDeleted = true;
        }
    }

    private void Open(SegmentFile segment)
    {
        try
        {
            segment.File = layer.Open(segment.Path, writable: true);
            if (segment.Header.Number == 0) segment.Header = SegmentScanner.ReadHeader(segment.File, segment.Number);
        }
        catch (IOException e)
        {
            Close(segment);
            throw e.ToStoreException($"Opening segment {segment.Number}");
        }
        catch
        {
            Close(segment);
            throw;
        }
    }

    private void Close(SegmentFile segment)
    {
        if (segment.IdleNode is { } node)
        {
            _idle.Remove(node);
            segment.IdleNode = null;
        }

        segment.Direct?.Dispose();
        segment.Direct = null;
        segment.File?.Dispose();
        segment.File = null;
    }
}
