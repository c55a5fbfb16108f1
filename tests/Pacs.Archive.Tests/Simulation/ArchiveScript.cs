using System.Buffers;
using System.IO.Pipelines;
using Microsoft.Extensions.Time.Testing;
using Pacs.Core;
using Pacs.Testing;

namespace Pacs.Archive.Tests;

/// <summary>Works on a whole archive over a <see cref="SimulatedDisk"/> and remembers what was acknowledged when. Failures of the disk are taken as they come.</summary>
internal sealed class ArchiveScript(SimulatedDisk disk)
{
    /// <summary>One set of bytes sent under a UID, with lengths of the disk's journal; <see cref="int.MaxValue"/> for never.</summary>
    public sealed class Version(DicomUid uid, byte[] bytes)
    {
        public DicomUid Uid => uid;
        public byte[] Bytes => bytes;
        public int Begun { get; set; } = int.MaxValue;
        public int Acknowledged { get; set; } = int.MaxValue;
        public int EndBegun { get; set; } = int.MaxValue;
        public int Ended { get; set; } = int.MaxValue;
    }

    public List<Version> Versions { get; } = [];

    /// <summary>Instances that were refused.</summary>
    public int Refused { get; private set; }

    public static async ValueTask<DicomArchive> OpenAsync(SimulatedDisk disk, IArchiveIndex index, bool isFileStore) => await DicomArchive.OpenAsync(
        await StoreScript.OpenAsync(disk, isFileStore), index, new ArchiveOptions { Duplicates = DuplicatePolicy.KeepLatest, IndexBatchSize = 5, Time = new FakeTimeProvider() });

    /// <summary>Small and large instances, the same again, replaced ones, removed ones, questions in between.</summary>
    public async Task RunAsync(DicomArchive archive, int seed)
    {
        var random = new Random(seed);
        for (int step = 0; step < 24; step++)
        {
            int number = random.Next(1, 13);
            switch (random.Next(8))
            {
                case 0:
                    await RemoveAsync(archive, SyntheticImage.Instance(1, number));
                    break;
                case 1:
                    await archive.InstancesAsync(); // makes the index take what waits
                    break;
                default:
                    await StoreAsync(archive, number, random.Next(3) == 0 ? 32_000 : 3200, seed: random.Next(2));
                    break;
            }
        }
    }

    public async Task StoreAsync(DicomArchive archive, int number, int pixelLength, int seed)
    {
        using DicomFile file = SyntheticImage.Make(1, number, pixelLength: pixelLength, seed: seed);
        var version = new Version(file.Id.SopInstance, await SyntheticImage.EncodeAsync(file));
        List<Version> earlier = [.. Versions.Where(v => v.Uid == version.Uid && v.Ended == int.MaxValue)];
        Versions.Add(version);
        version.Begun = disk.Journal.Count;
        bool isSame = earlier.Exists(v => v.Acknowledged < int.MaxValue && v.Bytes.AsSpan().SequenceEqual(version.Bytes));
        if (!isSame) earlier.ForEach(v => v.EndBegun = Math.Min(v.EndBegun, disk.Journal.Count));
        StoreOutcome outcome = await archive.ReceiveAsync(
            new IncomingInstance { Id = file.Id, TransferSyntax = file.TransferSyntax }, PipeReader.Create(new ReadOnlySequence<byte>(version.Bytes)));
        if (outcome.Kind == StoreKind.Refused)
        {
            Refused++;
            return;
        }

        Assert.That(outcome.IsStored, Is.True, outcome.Status.ToString());
        version.Acknowledged = disk.Journal.Count;
        if (outcome.Kind != StoreKind.AlreadyStored) earlier.ForEach(v => v.Ended = disk.Journal.Count);
    }

    public async Task RemoveAsync(DicomArchive archive, DicomUid uid)
    {
        List<Version> earlier = [.. Versions.Where(v => v.Uid == uid && v.Ended == int.MaxValue)];
        earlier.ForEach(v => v.EndBegun = Math.Min(v.EndBegun, disk.Journal.Count));
        try
        {
            await archive.RemoveAsync(InstanceSelector.Instance(uid));
        }
        catch (BlobStoreException)
        {
            return;
        }

        earlier.ForEach(v => v.Ended = disk.Journal.Count);
    }

    /// <summary>What was acknowledged by then is found, with its bytes; nothing else is; store and index agree.</summary>
    public async Task CheckAsync(DicomArchive archive, int cut, string where)
    {
        List<IndexEntry> entries = await archive.EntriesAsync();
        Assert.That(await archive.InstancesAsync(), Is.EqualTo(entries.Select(e => e.Id.SopInstance.Value).Order(StringComparer.Ordinal)), where);
        foreach (IndexEntry entry in entries)
        {
            byte[] bytes = await archive.BytesAsync(entry);
            Assert.That(Versions.Exists(v => v.Uid == entry.Id.SopInstance && v.Begun <= cut && v.Ended > cut && v.Bytes.AsSpan().SequenceEqual(bytes)), Is.True,
                $"{where}: {entry.Id.SopInstance} is nothing that may be there");
        }

        foreach (Version version in Versions)
            if (version.Acknowledged <= cut && version.EndBegun > cut)
                Assert.That(entries.Exists(e => e.Id.SopInstance == version.Uid), Is.True, $"{where}: {version.Uid} was acknowledged and is lost");
        Assert.That(await archive.FindingsAsync(), Is.Empty, where);
    }
}
