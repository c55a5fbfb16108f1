using System.Runtime.InteropServices;

namespace Pacs.Archive.Tests;

/// <summary>Writes past the system's cache: when they are used, and what happens where they cannot be had.</summary>
public sealed class DirectWriteTests
{
    private const int Large = 12_000;
    private const int Small = 3000;

    [Test]
    public async Task AnObjectFromTheThresholdOn_IsWrittenDirectly()
    {
        var disk = new SimulatedDisk();
        await using IBlobStore store = await OpenAsync(disk);
        int before = disk.DirectWrites;
        await StoreAndReadBackAsync(disk, store, Large);
        Assert.That(disk.DirectWrites - before, Is.EqualTo(1));
    }

    [Test]
    public async Task AnObjectBelowTheThreshold_GoesThroughTheCache()
    {
        var disk = new SimulatedDisk();
        await using IBlobStore store = await OpenAsync(disk);
        int before = disk.DirectWrites;
        await StoreAndReadBackAsync(disk, store, Small);
        Assert.That(disk.DirectWrites, Is.EqualTo(before));
    }

    [Test]
    public async Task AFileSystemWithoutDirectWrites_GetsTheUsualOnes()
    {
        var disk = new SimulatedDisk { HasDirectWrites = false };
        await using IBlobStore store = await OpenAsync(disk);
        await StoreAndReadBackAsync(disk, store, Large);
        Assert.That(disk.DirectWrites, Is.Zero);
    }

    [Test]
    public async Task AFileSystemThatRefusesADirectWriteOnlyWhenItComes_GetsTheUsualOnes()
    {
        var disk = new SimulatedDisk { RefusesDirectWrites = true };
        await using IBlobStore store = await OpenAsync(disk);
        await StoreAndReadBackAsync(disk, store, Large);
        await StoreAndReadBackAsync(disk, store, Large);
        Assert.That(disk.DirectWrites, Is.Zero);
    }

    [Test]
    public async Task ADirectWriteThatFails_IsNotAcknowledged_AndTheNextObjectIsKept()
    {
        var disk = new SimulatedDisk();
        IBlobStore store = await OpenAsync(disk);
        bool failed = false;
        disk.Fault = (_, operation) =>
        {
            if (failed || operation is not DiskOperation.Write { Bytes.Length: > Large } write || !RecordCodec.LooksLikeRecord(write.Bytes)) return;
            failed = true;
            throw SimulatedDisk.DeviceError();
        };
        var lost = Assert.ThrowsAsync<BlobStoreException>(async () => await new StoreScript(disk).StoreAsync(store, "1.1", Large));
        Assert.That(lost!.Fault, Is.EqualTo(BlobFault.Device));
        StoreScript.Blob kept = await StoreAndReadBackAsync(disk, store, Large);
        await store.DisposeAsync();

        await using IBlobStore again = await OpenAsync(disk);
        var found = new List<BlobAddress>();
        await foreach (BlobLogEntry entry in again.ReadLogAsync(null, default)) found.Add(entry.Address);
        Assert.That(found, Is.EqualTo(new[] { kept.Address }));
    }

    [TestCase(1)]
    [TestCase(4095)]
    [TestCase(4097)]
    public void AWriteThatIsNoWholePage_IsRefusedWhole_OrDoneWhole_NotMisplaced(int length)
    {
        using var folder = new TemporaryFolder();
        string path = folder.PathOf("file");
        using IStoreFile file = SystemFileLayer.Instance.Create(path);
        file.Preallocate(64 * 1024);
        using IDirectFile direct = RequireDirect(path);
        Memory<byte> memory = PageMemory.Allocate(8192);
        memory.Span.Fill(7);
        bool isTaken = direct.TryWrite(0, [memory[..length]]); // some file systems take pieces of any length
        byte[] read = new byte[64 * 1024];
        Assert.That(file.Read(0, read), Is.EqualTo(read.Length));
        Assert.That(read.AsSpan(0, length).IndexOfAnyExcept((byte)(isTaken ? 7 : 0)), Is.EqualTo(-1));
        Assert.That(read.AsSpan(length).IndexOfAnyExcept((byte)0), Is.EqualTo(-1));
        Assert.That(file.Length, Is.EqualTo(64 * 1024));
    }

    [Test]
    public void WhatWasWrittenDirectly_IsReadThroughTheCache_AlsoWhereTheCacheHeldOtherBytes()
    {
        using var folder = new TemporaryFolder();
        string path = folder.PathOf("file");
        using IStoreFile file = SystemFileLayer.Instance.Create(path);
        file.Preallocate(256 * 1024);
        file.Write(0, new byte[256 * 1024]);
        byte[] read = new byte[128 * 1024];
        file.Read(64 * 1024, read);
        using IDirectFile direct = RequireDirect(path);
        Memory<byte> pages = PageMemory.Allocate(128 * 1024);
        new Random(1).NextBytes(pages.Span);
        Assert.That(direct.TryWrite(64 * 1024, [pages[..4096], pages[4096..]]), Is.True);
        file.Flush();
        Assert.That(file.Read(64 * 1024, read), Is.EqualTo(read.Length));
        Assert.That(pages.Span.SequenceEqual(read), Is.True);
        Assert.That(file.Read(0, read.AsSpan(0, 1)), Is.EqualTo(1));
        Assert.That(read[0], Is.Zero);
    }

    [TestCase(Architecture.X64, 0x4000)]
    [TestCase(Architecture.Arm64, 0x10000)]
    [TestCase(Architecture.Ppc64le, null)]
    public void TheFlagForDirectWrites_IsThatOfTheProcessor_OrNone(Architecture architecture, int? flag) =>
        Assert.That(SystemDirectFile.FlagOf(architecture), Is.EqualTo(flag));

    [Test]
    public void AFileThatIsNotThere_CannotBeOpenedForDirectWrites()
    {
        using var folder = new TemporaryFolder();
        Assert.That(SystemFileLayer.Instance.TryOpenDirect(folder.PathOf("none")), Is.Null);
    }

    [Test]
    public void AllMemoryOfThePool_BeginsAtAPage()
    {
        for (int length = 4096; length <= 256 * 1024; length *= 2)
        {
            Memory<byte> memory = PageMemory.Allocate(length);
            Assert.That(memory.Length, Is.EqualTo(length));
            unsafe
            {
                using System.Buffers.MemoryHandle pinned = memory.Pin();
                Assert.That((nint)pinned.Pointer % PageMemory.PageLength, Is.EqualTo((nint)0));
            }
        }
    }

    private static async ValueTask<IBlobStore> OpenAsync(SimulatedDisk disk) => await StoreScript.OpenAsync(disk, isFileStore: false);

    private static async Task<StoreScript.Blob> StoreAndReadBackAsync(SimulatedDisk disk, IBlobStore store, int length)
    {
        StoreScript.Blob blob = await new StoreScript(disk).StoreAsync(store, "1.2." + length, length);
        await using Core.IEncodedDataset data = await store.OpenAsync(blob.Address, default);
        byte[] bytes = new byte[data.Length];
        await data.ReadAsync(0, bytes, default);
        Assert.That(bytes, Is.EqualTo(blob.Bytes));
        return blob;
    }

    private static IDirectFile RequireDirect(string path)
    {
        if (SystemFileLayer.Instance.TryOpenDirect(path) is { } direct) return direct;
        Assert.Ignore("No direct writes on this system or in this file system.");
        throw new InvalidOperationException();
    }

    private sealed class TemporaryFolder : IDisposable
    {
        private readonly string _path = Directory.CreateTempSubdirectory("pacs-direct-").FullName;

        public string PathOf(string name) => Path.Combine(_path, name);

        public void Dispose() => Directory.Delete(_path, recursive: true);
    }
}
