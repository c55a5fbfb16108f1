namespace Pacs.Core;

/// <summary>Where new pixel data is gathered, and which table it gets.</summary>
public sealed record FrameSpoolOptions
{
    /// <summary>The defaults.</summary>
    public static FrameSpoolOptions Default { get; } = new();

    /// <summary>Most bytes kept in memory; what is longer goes to a temporary file. Default 16 MiB.</summary>
    public int MemoryLimit { get; init; } = 16 * 1024 * 1024;

    /// <summary>Folder of temporary files. Default: the system's.</summary>
    public string Folder { get; init; } = Path.GetTempPath();

    /// <summary>Which table encapsulated frames get. Default <see cref="OffsetTableKind.Basic"/>; beyond 4 GiB, which that cannot address, it is <see cref="OffsetTableKind.Extended"/> all the same.</summary>
    public OffsetTableKind OffsetTable { get; init; } = OffsetTableKind.Basic;
}
