namespace Pacs.Archive;

/// <summary>Has the next segment ready before the current one is full: made, its space taken, its name durable, and filled with zeros where that pays.</summary>
internal sealed class SegmentPreparer(IFileLayer layer, SegmentSet segments, WorkQueue chores, bool isDirect)
{
    // Flushed piece by piece: the first commit in a segment that was taken early must not wait for all the zeros.
    private const int ZeroPiece = 2 * 1024 * 1024;
    private const long SmallestSegment = 1024 * 1024;
    private const int ZeroLength = 256 * 1024;
    private readonly object _gate = new();
    private PreparedSegment? _ready;
    private bool _busy;
    private volatile bool _stop;

    /// <summary>Begins to prepare a segment in the background.</summary>
    public void Start(int number, long size, bool prewrite)
    {
        lock (_gate)
        {
            if (_busy || _ready is not null) return;
            _busy = true;
            _stop = false;
        }

        chores.Post(() => Prepare(number, size, prewrite));
    }

    /// <summary>Hands out the prepared segment, or makes one now; a smaller one when the disk is nearly full.</summary>
    /// <exception cref="IOException">There is no space for even a small one, or the device failed.</exception>
    public PreparedSegment Take(int number, long size, long needed)
    {
        lock (_gate)
        {
            _stop = true;
            while (_busy) Monitor.Wait(_gate);
            if (_ready is { } ready)
            {
                _ready = null;
                if (ready.Number == number && ready.Size >= needed) return ready;
                Discard(ready);
            }
        }

        while (true)
        {
            try
            {
                return Make(number, Math.Max(size, needed));
            }
            catch (IOException e) when (e.IsNoSpace() && size > needed && size > SmallestSegment)
            {
                size /= 4;
            }
        }
    }

    /// <summary>Deletes what was prepared and not taken.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _stop = true;
            while (_busy) Monitor.Wait(_gate);
            if (_ready is { } ready) Discard(ready);
            _ready = null;
        }
    }

    /// <summary>Deletes a segment that will not be used. One that cannot be deleted is overwritten by the next attempt, or removed by recovery.</summary>
    public void Discard(PreparedSegment segment)
    {
        segment.Direct?.Dispose();
        segment.File.Dispose();
        try
        {
            layer.Delete(segments.PathOf(segment.Number));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // see above
        }
    }

    private void Prepare(int number, long size, bool prewrite)
    {
        PreparedSegment? made = null;
        try
        {
            if (!_stop) made = Make(number, size);
            if (made is not null && prewrite) Prewrite(made.Value);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Whoever needs the segment makes it, or meets the error.
        }
        finally
        {
            lock (_gate)
            {
                _ready = made;
                _busy = false;
                Monitor.PulseAll(_gate);
            }
        }
    }

    private void Prewrite(PreparedSegment segment)
    {
        Memory<byte> zeros = PageMemory.Allocate(ZeroLength);
        zeros.Span.Clear();
        for (long offset = 0; offset < segment.Size && !_stop;)
        {
            long end = Math.Min(offset + ZeroPiece, segment.Size);
            for (; offset < end; offset += ZeroLength)
            {
                ReadOnlyMemory<byte> piece = zeros[..(int)Math.Min(ZeroLength, end - offset)];
                if (segment.Direct?.TryWrite(offset, [piece]) != true) segment.File.Write(offset, piece.Span);
            }

            offset = end;
            segment.File.Flush();
        }
    }

    private PreparedSegment Make(int number, long size)
    {
        string path = segments.PathOf(number);
        layer.Delete(path); // what an attempt without space may have left
        IStoreFile file = layer.Create(path);
        try
        {
            file.Preallocate(size);
            file.Flush();
            layer.FlushDirectory(segments.Folder);
            return new PreparedSegment(number, size, file, isDirect ? layer.TryOpenDirect(path) : null);
        }
        catch
        {
            Discard(new PreparedSegment(number, size, file, null));
            throw;
        }
    }
}

/// <summary>A segment file that has space and no header yet.</summary>
internal readonly record struct PreparedSegment(int Number, long Size, IStoreFile File, IDirectFile? Direct);
