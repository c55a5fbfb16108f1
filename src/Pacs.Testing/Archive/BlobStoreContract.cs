using System.Buffers;
using System.IO.Hashing;
using NUnit.Framework;
using Pacs.Archive;
using Pacs.Core;

namespace Pacs.Testing;

/// <summary>What every <see cref="IBlobStore"/> must do. Derive from it, say how your store is opened, and run it.</summary>
[TestFixture]
public abstract class BlobStoreContract
{
    private IBlobStore? _store;

    /// <summary>Opens the store of the running test: an empty one at the first call, the same one at later calls (the one before is disposed then).</summary>
    protected abstract ValueTask<IBlobStore> OpenStoreAsync();

    /// <summary>Forgets the store of the running test and all it left.</summary>
    protected abstract ValueTask CleanUpAsync();

    /// <summary>Lengths of data sets to try, in bytes: add those at which your store changes its ways.</summary>
    protected virtual IEnumerable<int> Lengths => [0, 1, 4095, 4096, 4097, 130_000, 1_200_000];

    private IBlobStore Store => _store!;

    /// <summary>Opens the store.</summary>
    [SetUp]
    public async Task OpenAsync() => _store = await OpenStoreAsync().ConfigureAwait(false);

    /// <summary>Closes it.</summary>
    [TearDown]
    public async Task CloseAsync()
    {
        if (_store is not null) await _store.DisposeAsync().ConfigureAwait(false);
        await CleanUpAsync().ConfigureAwait(false);
    }

    /// <summary>What was committed is read back.</summary>
    [Test]
    public async Task Commit_OfAnyLength_IsReadBackByteForByte()
    {
        foreach (int length in Lengths)
        {
            byte[] bytes = Bytes(length, seed: length);
            BlobRecord record = await StoreAsync(Header(length), bytes).ConfigureAwait(false);
            Assert.That(record.DatasetLength, Is.EqualTo(length));
            AssertSame(await ReadAllAsync(record.Address).ConfigureAwait(false), bytes);
        }
    }

    /// <summary>However the bytes come, they are the same.</summary>
    [Test]
    public async Task Write_InManyPieces_GivesTheSameBytes()
    {
        byte[] bytes = Bytes(400_000, seed: 7);
        IBlobWriter writer = await Store.BeginAsync(Header(1), default).ConfigureAwait(false);
        await using (writer.ConfigureAwait(false))
        {
            int step = 1;
            for (int at = 0; at < bytes.Length; at += step, step = step * 3 % 70_001 + 1)
                await writer.WriteAsync(Split(bytes.AsMemory(at, Math.Min(step, bytes.Length - at))), default).ConfigureAwait(false);
            await writer.FinishAsync(Hash(bytes), default).ConfigureAwait(false);
            BlobRecord record = await writer.CommitAsync(null).ConfigureAwait(false);
            AssertSame(await ReadAllAsync(record.Address).ConfigureAwait(false), bytes);
        }
    }

    /// <summary>A writer shows what it holds before it commits.</summary>
    [Test]
    public async Task Read_FromAWriterBeforeItsCommit_GivesWhatWasWritten()
    {
        foreach (int length in Lengths)
        {
            byte[] bytes = Bytes(length, seed: 3);
            IBlobWriter writer = await Store.BeginAsync(Header(length), default).ConfigureAwait(false);
            await using (writer.ConfigureAwait(false))
            {
                await writer.WriteAsync(new ReadOnlySequence<byte>(bytes), default).ConfigureAwait(false);
                await writer.FinishAsync(Hash(bytes), default).ConfigureAwait(false);
                byte[] back = new byte[length + 10];
                int half = length / 2;
                int first = await writer.ReadAsync(0, back.AsMemory(0, half), default).ConfigureAwait(false);
                int second = await writer.ReadAsync(half, back.AsMemory(half), default).ConfigureAwait(false);
                Assert.That(first + second, Is.EqualTo(length));
                AssertSame(back[..length], bytes);
            }
        }
    }

    /// <summary>Ranges, and reads past the end.</summary>
    [Test]
    public async Task Read_OfARange_EndsWhereTheDataSetEnds()
    {
        foreach (int length in Lengths.Where(l => l > 100))
        {
            byte[] bytes = Bytes(length, seed: 5);
            BlobRecord record = await StoreAsync(Header(length), bytes).ConfigureAwait(false);
            await StoreAsync(Header(length + 1_000_000_000), Bytes(500, seed: 6)).ConfigureAwait(false); // a neighbour
            IEncodedDataset data = await Store.OpenAsync(record.Address, default).ConfigureAwait(false);
            await using (data.ConfigureAwait(false))
            {
                byte[] buffer = new byte[300];
                Assert.That(await data.ReadAsync(length - 100, buffer, default).ConfigureAwait(false), Is.EqualTo(100));
                Assert.That(buffer[..100], Is.EqualTo(bytes[^100..]));
                Assert.That(await data.ReadAsync(length, buffer, default).ConfigureAwait(false), Is.Zero);
                Assert.That(await data.ReadAsync(length + 5L, buffer, default).ConfigureAwait(false), Is.Zero);

                Memory<byte>[] scattered = [new byte[40], new byte[1], new byte[100]];
                Assert.That(await data.ReadAsync(length - 90, scattered, default).ConfigureAwait(false), Is.EqualTo(90L));
                Assert.That(scattered[0].ToArray(), Is.EqualTo(bytes[(length - 90)..(length - 50)]));
                Assert.That(scattered[1].Span[0], Is.EqualTo(bytes[length - 50]));
                Assert.That(scattered[2].ToArray()[..49], Is.EqualTo(bytes[^49..]));
            }
        }
    }

    /// <summary>What the header said comes back with the record, and the syntax with the bytes.</summary>
    [Test]
    public async Task Log_AfterReopening_TellsAllOfTheHeader()
    {
        BlobHeader header = Header(9) with { CallingAe = "SCANNER_07", TransferSyntax = TransferSyntax.JPEGBaseline8Bit };
        byte[] bytes = Bytes(5000, seed: 1);
        BlobRecord stored = await StoreAsync(header, bytes).ConfigureAwait(false);
        await ReopenAsync().ConfigureAwait(false);

        var record = (BlobRecord)(await LogAsync(null).ConfigureAwait(false)).Single();
        Assert.Multiple(() =>
        {
            Assert.That(record.Header.Id, Is.EqualTo(header.Id));
            Assert.That(record.Header.TransferSyntax, Is.EqualTo(header.TransferSyntax));
            Assert.That(record.Header.CallingAe, Is.EqualTo(header.CallingAe));
            Assert.That(record.Header.ReceivedAt, Is.EqualTo(header.ReceivedAt));
            Assert.That(record.ContentHash, Is.EqualTo(Hash(bytes)));
            Assert.That(record.DatasetLength, Is.EqualTo(bytes.Length));
            Assert.That(record.Address, Is.EqualTo(stored.Address));
            Assert.That(record.Sequence, Is.EqualTo(stored.Sequence));
            Assert.That(record.Checkpoint, Is.EqualTo(stored.Checkpoint));
        });
        IEncodedDataset data = await Store.OpenAsync(record.Address, default).ConfigureAwait(false);
        await using (data.ConfigureAwait(false)) Assert.That(data.TransferSyntax, Is.EqualTo(header.TransferSyntax));
    }

    /// <summary>Committed is durable.</summary>
    [Test]
    public async Task Commit_ThenReopening_KeepsEveryObject()
    {
        var stored = new List<(BlobRecord Record, byte[] Bytes)>();
        for (int round = 0; round < 3; round++)
        {
            foreach (int length in Lengths)
            {
                byte[] bytes = Bytes(length, seed: round);
                stored.Add((await StoreAsync(Header(stored.Count), bytes).ConfigureAwait(false), bytes));
            }

            await ReopenAsync().ConfigureAwait(false);
            foreach ((BlobRecord record, byte[] bytes) in stored)
                AssertSame(await ReadAllAsync(record.Address).ConfigureAwait(false), bytes);
        }

        List<BlobLogEntry> log = await LogAsync(null).ConfigureAwait(false);
        Assert.That(log.Select(e => e.Address), Is.EqualTo(stored.Select(s => s.Record.Address)));
        Assert.That(log.Select(e => e.Sequence), Is.Ordered.Ascending.And.Unique);
    }

    /// <summary>No commit, no object.</summary>
    [Test]
    public async Task Dispose_WithoutACommit_LeavesNothing()
    {
        foreach (int length in Lengths)
        {
            IBlobWriter writer = await Store.BeginAsync(Header(length), default).ConfigureAwait(false);
            await using (writer.ConfigureAwait(false))
            {
                await writer.WriteAsync(new ReadOnlySequence<byte>(Bytes(length, seed: 2)), default).ConfigureAwait(false);
                if (length % 2 == 0) await writer.FinishAsync(Hash(Bytes(length, seed: 2)), default).ConfigureAwait(false);
            }
        }

        Assert.That(await LogAsync(null).ConfigureAwait(false), Is.Empty);
        await ReopenAsync().ConfigureAwait(false);
        Assert.That(await LogAsync(null).ConfigureAwait(false), Is.Empty);
    }

    /// <summary>The log from a checkpoint is what came after it.</summary>
    [Test]
    public async Task ReadLog_FromACheckpoint_BeginsAfterIt()
    {
        var records = new List<BlobRecord>();
        for (int i = 0; i < 6; i++) records.Add(await StoreAsync(Header(i), Bytes(3000 * i, seed: i)).ConfigureAwait(false));
        for (int i = 0; i < 6; i++)
        {
            List<BlobLogEntry> rest = await LogAsync(records[i].Checkpoint).ConfigureAwait(false);
            Assert.That(rest.Select(r => r.Sequence), Is.EqualTo(records.Skip(i + 1).Select(r => r.Sequence)));
        }
    }

    /// <summary>Sequence numbers go on where they were.</summary>
    [Test]
    public async Task Commit_AfterReopening_HasAHigherSequence()
    {
        BlobRecord before = await StoreAsync(Header(1), Bytes(10, seed: 1)).ConfigureAwait(false);
        await ReopenAsync().ConfigureAwait(false);
        BlobRecord after = await StoreAsync(Header(2), Bytes(10, seed: 2)).ConfigureAwait(false);
        Assert.That(after.Sequence, Is.GreaterThan(before.Sequence));
        Assert.That((await LogAsync(before.Checkpoint).ConfigureAwait(false)).Single().Address, Is.EqualTo(after.Address));
    }

    /// <summary>A removed object is gone, at once and for good; the others stay.</summary>
    [Test]
    public async Task Remove_OfAnObject_IsDurableAndInTheLog()
    {
        foreach (int length in Lengths)
        {
            BlobRecord kept = await StoreAsync(Header(length), Bytes(length, seed: 1)).ConfigureAwait(false);
            BlobRecord removed = await StoreAsync(Header(length + 2_000_000), Bytes(length, seed: 2)).ConfigureAwait(false);
            BlobRemoval? removal = await Store.RemoveAsync(removed.Address, default).ConfigureAwait(false);
            Assert.That(removal, Is.Not.Null);
            Assert.That(removal!.Id, Is.EqualTo(removed.Header.Id));
            Assert.That(removal.Address, Is.EqualTo(removed.Address));
            Assert.That(removal.Sequence, Is.GreaterThan(removed.Sequence));
            Assert.That(await Store.RemoveAsync(removed.Address, default).ConfigureAwait(false), Is.Null);
            AssertMissing(removed.Address);

            await ReopenAsync().ConfigureAwait(false);
            List<BlobLogEntry> log = await LogAsync(kept.Checkpoint).ConfigureAwait(false);
            Assert.That(log.OfType<BlobRemoval>().Single().Address, Is.EqualTo(removed.Address));
            AssertMissing(removed.Address);
            AssertSame(await ReadAllAsync(kept.Address).ConfigureAwait(false), Bytes(length, seed: 1));
        }
    }

    /// <summary>A reader keeps what it has open.</summary>
    [Test]
    public async Task Remove_WhileSomebodyReads_DoesNotDisturbTheReader()
    {
        foreach (int length in Lengths)
        {
            byte[] bytes = Bytes(length, seed: 4);
            BlobRecord record = await StoreAsync(Header(length), bytes).ConfigureAwait(false);
            IEncodedDataset data = await Store.OpenAsync(record.Address, default).ConfigureAwait(false);
            await using (data.ConfigureAwait(false))
            {
                BlobRemoval? removal = await Store.RemoveAsync(record.Address, default).ConfigureAwait(false);
                await Store.TrimAsync(removal!.Checkpoint, default).ConfigureAwait(false);
                byte[] back = new byte[length];
                Assert.That(await data.ReadAsync(0, back, default).ConfigureAwait(false), Is.EqualTo(length));
                AssertSame(back, bytes);
            }
        }
    }

    /// <summary>New comes and old goes in one commit.</summary>
    [Test]
    public async Task Commit_ThatReplaces_LeavesOnlyTheNewObject()
    {
        foreach (int length in Lengths)
        {
            BlobRecord old = await StoreAsync(Header(length), Bytes(length, seed: 1)).ConfigureAwait(false);
            BlobRecord replacement = await StoreAsync(Header(length), Bytes(length + 9, seed: 2), old.Address).ConfigureAwait(false);
            Assert.That(replacement.Replaces, Is.EqualTo(old.Address));
            AssertMissing(old.Address);
            await ReopenAsync().ConfigureAwait(false);
            AssertMissing(old.Address);
            AssertSame(await ReadAllAsync(replacement.Address).ConfigureAwait(false), Bytes(length + 9, seed: 2));
        }
    }

    /// <summary>Trimming forgets the dead and nothing else.</summary>
    [Test]
    public async Task Trim_AfterRemovals_KeepsWhatIsAlive()
    {
        var alive = new List<(BlobAddress Address, byte[] Bytes)>();
        BlobRemoval? last = null;
        for (int i = 0; i < 40; i++)
        {
            byte[] bytes = Bytes(20_000 + i * 20_000, seed: i);
            BlobRecord record = await StoreAsync(Header(i), bytes).ConfigureAwait(false);
            if (i % 5 == 0) alive.Add((record.Address, bytes));
            else last = await Store.RemoveAsync(record.Address, default).ConfigureAwait(false);
            if (i % 10 == 9) await Store.TrimAsync(last!.Checkpoint, default).ConfigureAwait(false);
        }

        for (int round = 0; round < 2; round++)
        {
            foreach ((BlobAddress address, byte[] bytes) in alive) AssertSame(await ReadAllAsync(address).ConfigureAwait(false), bytes);
            var replayed = new HashSet<BlobAddress>();
            foreach (BlobLogEntry entry in await LogAsync(null).ConfigureAwait(false))
                if (entry is BlobRecord) replayed.Add(entry.Address);
                else replayed.Remove(entry.Address);
            Assert.That(replayed, Is.EquivalentTo(alive.Select(a => a.Address)));
            await ReopenAsync().ConfigureAwait(false);
        }
    }

    /// <summary>An address of nothing is told as such.</summary>
    [Test]
    public void Open_OfAnAddressThatIsNone_SaysMissing()
    {
        AssertMissing(new BlobAddress("nonsense"));
        AssertMissing(new BlobAddress("../../etc/passwd"));
    }

    /// <summary>Many writers at once.</summary>
    [Test]
    public async Task Commit_ByManyWritersAtOnce_KeepsEachAndOrdersAll()
    {
        const int Writers = 8, Each = 25;
        var stored = new BlobRecord[Writers * Each];
        Task[] tasks = [.. Enumerable.Range(0, Writers).Select(w => w % 2 == 0
            ? Task.Run(() => WriteSome(w))
            : Task.Factory.StartNew(() => WriteSome(w).GetAwaiter().GetResult(), default, TaskCreationOptions.LongRunning, TaskScheduler.Default))];
        await Task.WhenAll(tasks).ConfigureAwait(false);

        for (int round = 0; round < 2; round++)
        {
            for (int i = 0; i < stored.Length; i++)
                AssertSame(await ReadAllAsync(stored[i].Address).ConfigureAwait(false), Bytes(LengthOf(i), seed: i));
            List<BlobLogEntry> log = await LogAsync(null).ConfigureAwait(false);
            Assert.That(log.Select(e => e.Sequence), Is.Ordered.Ascending.And.Unique);
            Assert.That(log.Select(e => e.Address), Is.EquivalentTo(stored.Select(s => s.Address)));
            await ReopenAsync().ConfigureAwait(false);
        }

        async Task WriteSome(int writer)
        {
            long before = 0;
            for (int i = writer * Each; i < (writer + 1) * Each; i++)
            {
                stored[i] = await StoreAsync(Header(i), Bytes(LengthOf(i), seed: i)).ConfigureAwait(false);
                Assert.That(stored[i].Sequence, Is.GreaterThan(before), "later commits have higher numbers");
                before = stored[i].Sequence;
            }
        }

        static int LengthOf(int i) => i % 17 == 0 ? 1_300_000 : 700 * i;
    }

    /// <summary>Closes the store and opens it again.</summary>
    protected async ValueTask ReopenAsync()
    {
        await Store.DisposeAsync().ConfigureAwait(false);
        _store = null;
        _store = await OpenStoreAsync().ConfigureAwait(false);
    }

    private async ValueTask<BlobRecord> StoreAsync(BlobHeader header, byte[] bytes, BlobAddress? replaces = null)
    {
        IBlobWriter writer = await Store.BeginAsync(header, default).ConfigureAwait(false);
        await using (writer.ConfigureAwait(false))
        {
            await writer.WriteAsync(new ReadOnlySequence<byte>(bytes), default).ConfigureAwait(false);
            await writer.FinishAsync(Hash(bytes), default).ConfigureAwait(false);
            return await writer.CommitAsync(replaces).ConfigureAwait(false);
        }
    }

    private async ValueTask<byte[]> ReadAllAsync(BlobAddress address)
    {
        IEncodedDataset data = await Store.OpenAsync(address, default).ConfigureAwait(false);
        await using (data.ConfigureAwait(false))
        {
            byte[] bytes = new byte[data.Length];
            Assert.That(await data.ReadAsync(0, bytes, default).ConfigureAwait(false), Is.EqualTo(bytes.Length));
            return bytes;
        }
    }

    private async ValueTask<List<BlobLogEntry>> LogAsync(string? checkpoint)
    {
        var entries = new List<BlobLogEntry>();
        await foreach (BlobLogEntry entry in Store.ReadLogAsync(checkpoint, default).ConfigureAwait(false)) entries.Add(entry);
        return entries;
    }

    // NUnit's own comparison of arrays takes a second for a few megabytes.
    private static void AssertSame(byte[] actual, byte[] expected) =>
        Assert.That(actual.AsSpan().SequenceEqual(expected), Is.True, $"{actual.Length} bytes came back that are not the {expected.Length} stored");

    private void AssertMissing(BlobAddress address) =>
        Assert.That(async () => await Store.OpenAsync(address, default).ConfigureAwait(false),
            Throws.TypeOf<BlobStoreException>().With.Property(nameof(BlobStoreException.Fault)).EqualTo(BlobFault.Missing));

    private static BlobHeader Header(int number) => new()
    {
        Id = new InstanceId(DicomUid.CTImageStorage, new DicomUid($"1.2.3.{number}")),
        TransferSyntax = TransferSyntax.ExplicitVRLittleEndian,
        CallingAe = "MODALITY",
        ReceivedAt = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero).AddTicks(number),
    };

    private static byte[] Bytes(int length, int seed)
    {
        byte[] bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    private static UInt128 Hash(byte[] bytes) => XxHash128.HashToUInt128(bytes);

    private static ReadOnlySequence<byte> Split(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Length < 2) return new ReadOnlySequence<byte>(bytes);
        var first = new Segment(bytes[..(bytes.Length / 3)], 0);
        Segment last = first.Append(bytes[(bytes.Length / 3)..]);
        return new ReadOnlySequence<byte>(first, 0, last, last.Memory.Length);
    }

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public Segment(ReadOnlyMemory<byte> memory, long index)
        {
            Memory = memory;
            RunningIndex = index;
        }

        public Segment Append(ReadOnlyMemory<byte> memory)
        {
            var next = new Segment(memory, RunningIndex + Memory.Length);
            Next = next;
            return next;
        }
    }
}
