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

/// <summary>Folders on the real file system.</summary>
public sealed class StoreFolderTests
{
    private string _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("pacs-folder-").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public async Task Open_OfAFolderThatIsOpen_SaysThatItIsInUse([Values] bool isFileStore)
    {
        await using IBlobStore first = await OpenAsync(isFileStore);
        var inUse = Assert.ThrowsAsync<BlobStoreException>(async () => await OpenAsync(isFileStore));
        Assert.That((inUse!.Fault, inUse.IsTransient), Is.EqualTo((BlobFault.InUse, true)));
    }

    [Test]
    public async Task Open_OfAFolderThatTheOtherStoreWrote_HasItsObjects([Values] bool isFileStoreFirst)
    {
        await using (DicomArchive archive = await DicomArchive.OpenAsync(await OpenAsync(isFileStoreFirst), new MemoryIndex()))
            for (int number = 1; number <= 5; number++) await archive.ReceiveAsync(SyntheticImage.Make(1, number));
        await using DicomArchive other = await DicomArchive.OpenAsync(await OpenAsync(!isFileStoreFirst), new MemoryIndex());
        await other.ReceiveAsync(SyntheticImage.Make(1, 6));
        Assert.That(await other.InstancesAsync(), Has.Count.EqualTo(6));
        Assert.That(await other.FindingsAsync(), Is.Empty);
    }

    [Test]
    public async Task Close_GivesBackTheSpaceTakenBeforehand()
    {
        await using (DicomArchive archive = await DicomArchive.OpenAsync(await OpenAsync(isFileStore: false), new MemoryIndex()))
            await archive.ReceiveAsync(SyntheticImage.Make(1, 1));
        Assert.That(new DirectoryInfo(_folder).EnumerateFiles("*", SearchOption.AllDirectories).Sum(f => f.Length), Is.LessThan(20_000));
    }

    private async Task<IBlobStore> OpenAsync(bool isFileStore) => isFileStore ? await FileBlobStore.OpenAsync(_folder) : await SegmentBlobStore.OpenAsync(_folder);
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
