using Microsoft.Extensions.Logging;

namespace Pacs.Archive;

/// <summary>How a <see cref="FileBlobStore"/> uses its memory.</summary>
public sealed record FileStoreOptions
{
    /// <summary>Memory in bytes in which all writers together collect objects before a file is made. When it is used up they write to their files as bytes come.</summary>
    public int BufferMemory { get; init; } = 32 * 1024 * 1024;

    /// <summary>Where the store tells of recovery and failures; null for nowhere.</summary>
    public ILoggerFactory? Loggers { get; init; }

    internal IFileLayer Layer { get; init; } = SystemFileLayer.Instance;

    internal bool InlineChores { get; init; }

    internal long LogSegmentSize { get; init; } = 64 * 1024 * 1024;
}
