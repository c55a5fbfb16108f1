namespace Pacs.Archive;

/// <summary>Writes one object to a file of its own as its bytes come, taking space ahead of them.</summary>
internal sealed class ObjectFileWriter : IDisposable
{
    private const long FirstExtent = 4 * 1024 * 1024;
    private const long LargestStep = 256 * 1024 * 1024;
    private readonly ObjectFiles _files;
    private readonly IStoreFile _file;
    private readonly List<ReadOnlyMemory<byte>> _pieces = [];
    private long _allocated;
    private bool _isKept;

    public ObjectFileWriter(ObjectFiles files)
    {
        _files = files;
        (Number, _file) = files.Create();
    }

    public long Number { get; }

    /// <summary>Bytes written so far.</summary>
    public long Length { get; private set; }

    /// <summary>Takes space for an object whose length is known.</summary>
    public void Reserve(long length)
    {
        if (length <= _allocated) return;
        _file.Preallocate(length);
        _allocated = length;
    }

    /// <summary>Appends the pieces.</summary>
    public void Write(List<ReadOnlyMemory<byte>> pieces)
    {
        long length = 0;
        foreach (ReadOnlyMemory<byte> piece in pieces) length += piece.Length;
        Grow(Length + length);
        _file.Write(Length, pieces);
        Length += length;
    }

    /// <summary>Appends the bytes.</summary>
    public void Write(in System.Buffers.ReadOnlySequence<byte> bytes)
    {
        _pieces.Clear();
        foreach (ReadOnlyMemory<byte> piece in bytes) _pieces.Add(piece);
        Write(_pieces);
        _pieces.Clear();
    }

    public int Read(long offset, Span<byte> destination) => _file.Read(offset, destination);

    /// <summary>Cuts the file to what it holds and makes bytes and name durable.</summary>
    public void Finish()
    {
        if (_allocated > Length) _file.SetLength(Length);
        _file.Flush();
        _files.FlushNames();
    }

    /// <summary>Says that a log record refers to the file: it moves to its folder.</summary>
    public void Publish()
    {
        _isKept = true;
        _file.Dispose(); // before the move, which Windows may refuse while we write
        _files.TryPublish(Number);
    }

    /// <summary>Deletes the file unless it was published.</summary>
    public void Dispose()
    {
        if (_isKept) return;
        _isKept = true;
        _file.Dispose();
        try
        {
            _files.Delete(Number);
        }
        catch (IOException)
        {
            // no record refers to it: the next start removes it
        }
    }

    private void Grow(long needed)
    {
        if (needed <= _allocated) return;
        long wanted = Math.Max(needed, Math.Max(FirstExtent, _allocated + Math.Min(_allocated, LargestStep)));
        try
        {
            Reserve(wanted);
        }
        catch (IOException e) when (e.IsNoSpace() && wanted > needed)
        {
            Reserve(needed);
        }
    }
}
