using System.Buffers;
using System.IO.Hashing;
using Pacs.Core;

namespace Pacs.Archive.Tests;

/// <summary>Works on a store over a <see cref="SimulatedDisk"/> and remembers what was acknowledged when.</summary>
internal sealed class StoreScript(SimulatedDisk disk)
{
    public const string Folder = "/archive";

    public sealed class Blob(DicomUid uid, byte[] bytes)
    {
        public DicomUid Uid => uid;
        public byte[] Bytes => bytes;
        public BlobAddress Address { get; set; }

        /// <summary>Length of the journal when its commit began and when it was acknowledged; <see cref="int.MaxValue"/> for never.</summary>
        public int Begun { get; set; } = int.MaxValue;
        public int Acknowledged { get; set; } = int.MaxValue;
        public int RemovalBegun { get; set; } = int.MaxValue;
        public int Removed { get; set; } = int.MaxValue;
    }

    public List<Blob> Blobs { get; } = [];

    public static async ValueTask<IBlobStore> OpenAsync(SimulatedDisk disk, bool isFileStore) => isFileStore
        ? await FileBlobStore.OpenAsync(Folder, new FileStoreOptions { Layer = disk, InlineChores = true, LogSegmentSize = 128 * 1024 })
        : await SegmentBlobStore.OpenAsync(Folder, Options(disk));

    public static SegmentStoreOptions Options(SimulatedDisk disk) => new()
    {
        Layer = disk,
        InlineChores = true,
        InlineLimit = 16 * 1024,
        SegmentSize = 128 * 1024,
        PrewriteBelow = 8 * 1024,
        DirectFrom = 8 * 1024,
    };

    /// <summary>Stores an object; <paramref name="replaces"/> goes in the same commit.</summary>
    public async ValueTask<Blob> StoreAsync(IBlobStore store, string uid, int length, Blob? replaces = null, bool knowsLength = true)
    {
        byte[] bytes = new byte[length];
        new Random(Blobs.Count).NextBytes(bytes);
        var blob = new Blob(new DicomUid(uid), bytes);
        Blobs.Add(blob);
        var header = new BlobHeader
        {
            Id = new InstanceId(DicomUid.CTImageStorage, blob.Uid),
            TransferSyntax = TransferSyntax.ExplicitVRLittleEndian,
            CallingAe = "SIM",
            ReceivedAt = DateTimeOffset.UnixEpoch,
            ExpectedLength = knowsLength ? length : null,
        };
        await using IBlobWriter writer = await store.BeginAsync(header, default);
        for (int at = 0; at < length; at += 9000)
            await writer.WriteAsync(new ReadOnlySequence<byte>(bytes, at, Math.Min(9000, length - at)), default);
        await writer.FinishAsync(XxHash128.HashToUInt128(bytes), default);
        blob.Begun = disk.Journal.Count;
        if (replaces is not null) replaces.RemovalBegun = disk.Journal.Count;
        BlobRecord record = await writer.CommitAsync(replaces?.Address);
        blob.Address = record.Address;
        blob.Acknowledged = disk.Journal.Count;
        if (replaces is not null) replaces.Removed = disk.Journal.Count;
        return blob;
    }

    public async ValueTask RemoveAsync(IBlobStore store, Blob blob)
    {
        blob.RemovalBegun = disk.Journal.Count;
        Assert.That(await store.RemoveAsync(blob.Address, default), Is.Not.Null);
        blob.Removed = disk.Journal.Count;
    }

    /// <summary>A bit of everything: small, larger than the limit, of unknown length, abandoned, removed, replaced, over several segments, over a restart.</summary>
    public async Task RunAsync(bool isFileStore)
    {
        IBlobStore store = await OpenAsync(disk, isFileStore);
        Blob first = await StoreAsync(store, "1.1", 300);
        Blob large = await StoreAsync(store, "1.2", 40_000);
        await StoreAsync(store, "1.3", 16_384, knowsLength: false);
        await AbandonAsync(store);
        Blob replaced = await StoreAsync(store, "1.4", 9000);
        await RemoveAsync(store, first);
        await StoreAsync(store, "1.4", 9100, replaces: replaced);
        Blob streamed = await StoreAsync(store, "1.5", 30_000, knowsLength: false);
        await RemoveAsync(store, large);
        await StoreAsync(store, "1.5", 20_000, replaces: streamed);
        await store.TrimAsync("1000", default);
        await store.DisposeAsync();

        store = await OpenAsync(disk, isFileStore);
        Blob after = await StoreAsync(store, "1.6", 5000);
        await StoreAsync(store, "1.7", 33_000);
        await RemoveAsync(store, after);
        await StoreAsync(store, "1.6", 5100);
        for (int i = 0; i < 4; i++) await StoreAsync(store, $"1.8.{i}", 15_000);
        await store.TrimAsync("1000", default);
        await store.DisposeAsync();
    }

    private static async ValueTask AbandonAsync(IBlobStore store)
    {
        var header = new BlobHeader
        {
            Id = new InstanceId(DicomUid.CTImageStorage, new DicomUid("9.9")),
            TransferSyntax = TransferSyntax.ExplicitVRLittleEndian,
            ReceivedAt = DateTimeOffset.UnixEpoch,
        };
        await using IBlobWriter writer = await store.BeginAsync(header, default);
        await writer.WriteAsync(new ReadOnlySequence<byte>(new byte[20_000]), default);
    }
}
