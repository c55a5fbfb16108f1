using Pacs.Testing;

namespace Pacs.Archive.Tests;

/// <summary>The contract on the real file system, with segments so small that it often changes them.</summary>
public sealed class SegmentBlobStoreTests : BlobStoreContract
{
    private string? _folder;

    protected override async ValueTask<IBlobStore> OpenStoreAsync()
    {
        _folder ??= Directory.CreateTempSubdirectory("pacs-segments-").FullName;
        return await SegmentBlobStore.OpenAsync(_folder, new SegmentStoreOptions { SegmentSize = 8 * 1024 * 1024 });
    }

    protected override ValueTask CleanUpAsync()
    {
        if (_folder is not null) Directory.Delete(_folder, recursive: true);
        _folder = null;
        return ValueTask.CompletedTask;
    }
}

/// <summary>The contract for one file an object.</summary>
public sealed class FileBlobStoreTests : BlobStoreContract
{
    private string? _folder;

    protected override async ValueTask<IBlobStore> OpenStoreAsync()
    {
        _folder ??= Directory.CreateTempSubdirectory("pacs-files-").FullName;
        return await FileBlobStore.OpenAsync(_folder);
    }

    protected override ValueTask CleanUpAsync()
    {
        if (_folder is not null) Directory.Delete(_folder, recursive: true);
        _folder = null;
        return ValueTask.CompletedTask;
    }
}
