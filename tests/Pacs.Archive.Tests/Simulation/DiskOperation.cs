namespace Pacs.Archive.Tests;

/// <summary>One call to a <see cref="SimulatedDisk"/> that changed it, in order.</summary>
internal abstract record DiskOperation
{
    internal sealed record Create(string Path, int Node) : DiskOperation;

    internal sealed record Write(int Node, long Offset, byte[] Bytes) : DiskOperation;

    internal sealed record SetLength(int Node, long Length) : DiskOperation;

    internal sealed record Flush(int Node) : DiskOperation;

    internal sealed record Move(string From, string To, int Node) : DiskOperation;

    internal sealed record Delete(string Path) : DiskOperation;

    internal sealed record CreateDirectory(string Path) : DiskOperation;

    internal sealed record FlushDirectory(string Path) : DiskOperation;
}
