namespace Pacs.Archive;

/// <summary>One open file of an <see cref="IFileLayer"/>. Positional calls are safe from any thread.</summary>
internal interface IStoreFile : IDisposable
{
    /// <summary>Length in bytes.</summary>
    long Length { get; }

    /// <summary>Writes all bytes at an offset.</summary>
    void Write(long offset, ReadOnlySpan<byte> bytes);

    /// <summary>Writes several buffers one after the other with as few calls as the system allows.</summary>
    void Write(long offset, IReadOnlyList<ReadOnlyMemory<byte>> buffers);

    /// <summary>Reads until the buffer is full or the file ends.</summary>
    int Read(long offset, Span<byte> destination);

    /// <summary>Reads into several buffers until they are full or the file ends.</summary>
    long Read(long offset, IReadOnlyList<Memory<byte>> destinations);

    /// <summary>Makes written bytes, and the length they need, durable.</summary>
    void Flush();

    /// <summary>Takes space on the device up to a length and makes the file that long; new bytes read as zero.</summary>
    void Preallocate(long length);

    /// <summary>Cuts or extends the file.</summary>
    void SetLength(long length);
}
