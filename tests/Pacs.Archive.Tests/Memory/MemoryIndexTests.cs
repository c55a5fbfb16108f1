using Pacs.Testing;

namespace Pacs.Archive.Tests;

public sealed class MemoryIndexTests : ArchiveIndexContract
{
    protected override ValueTask<IArchiveIndex> CreateAsync() => new(new MemoryIndex());
}
