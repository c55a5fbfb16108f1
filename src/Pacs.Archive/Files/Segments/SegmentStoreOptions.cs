using Microsoft.Extensions.Logging;

namespace Pacs.Archive;

/// <summary>How a <see cref="SegmentBlobStore"/> uses its disk and memory.</summary>
public sealed record SegmentStoreOptions
{
    /// <summary>Size of a log segment in bytes, taken from the disk beforehand. The first few are a quarter of it. At least 8 MB.</summary>
    public long SegmentSize { get; init; } = 256 * 1024 * 1024;

    /// <summary>Data sets up to this many bytes go into the log; longer ones become files of their own. 0: every object is a file.</summary>
    public int InlineLimit { get; init; } = 1024 * 1024;

    /// <summary>Memory in bytes in which all writers together collect objects. When it is used up, objects go to files of their own.</summary>
    public int BufferMemory { get; init; } = 32 * 1024 * 1024;

    /// <summary>
    /// When the objects of the log are smaller than this on average, the next segment is filled with zeros in the background, so that a flush writes data only and no file system metadata.
    /// It makes small commits about half as fast again and costs writing their bytes twice. 0 never does it.
    /// </summary>
    public int PrewriteBelow { get; init; } = 128 * 1024;

    /// <summary>
    /// While nothing comes, the space for this many bytes is taken and filled with zeros, whatever the size of the objects: room for a CT study of a thousand images. What comes then is durable a third sooner,
    /// since a flush writes data only; every byte of it is written twice. Whole segments, so less where the next one would be too much. What is not used is given back when the store is closed.
    /// 0 never does it: for a device whose life is counted in bytes written.
    /// </summary>
    public long PrewriteAhead { get; init; } = 512 * 1024 * 1024;

    /// <summary>
    /// Objects of the log from this many bytes on are written directly from memory to the device, without the system's cache between, where the file system has that (Linux).
    /// It takes a third of the processor time of a write; the first reading of such an object comes from the device. 0 never does it.
    /// </summary>
    public int DirectFrom { get; init; } = 128 * 1024;

    /// <summary>Where the store tells of recovery and failures; null for nowhere.</summary>
    public ILoggerFactory? Loggers { get; init; }

    internal IFileLayer Layer { get; init; } = SystemFileLayer.Instance;

    /// <summary>Chores are done by the thread that causes them, so that a test sees every call in a fixed order.</summary>
    internal bool InlineChores { get; init; }

    internal TimeProvider Time { get; init; } = TimeProvider.System;
}
