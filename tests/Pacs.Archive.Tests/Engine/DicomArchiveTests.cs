using System.IO.Pipelines;
using Pacs.Core;
using Pacs.Testing;

namespace Pacs.Archive.Tests;

/// <summary>The engine over a simulated disk and an index in memory: storing, finding, giving back, removing.</summary>
public sealed class DicomArchiveTests
{
    private SimulatedDisk _disk = null!;
    private DicomArchive _archive = null!;

    [SetUp]
    public async Task OpenAsync()
    {
        _disk = new SimulatedDisk();
        _archive = await OpenAsync(new MemoryIndex());
    }

    [TearDown]
    public async Task CloseAsync() => await _archive.DisposeAsync();

    [Test]
    public async Task Store_ThenFind_SeesTheInstanceAtOnce()
    {
        // The index takes changes every 200 ms; a query must not notice.
        for (int number = 1; number <= 20; number++)
        {
            await _archive.ReceiveAsync(SyntheticImage.Make(1, number));
            Assert.That(await _archive.InstancesAsync(), Has.Count.EqualTo(number));
        }
    }

    [Test]
    public async Task Store_ThenOpen_GivesTheBytesAsTheyCame([Values(512, 64_000)] int pixelLength)
    {
        using DicomFile file = SyntheticImage.Make(1, 1, pixelLength: pixelLength);
        StoreOutcome outcome = await _archive.ReceiveAsync(file, "MODALITY");
        Assert.Multiple(() =>
        {
            Assert.That(outcome.Kind, Is.EqualTo(StoreKind.Stored));
            Assert.That(outcome.Status, Is.EqualTo(DicomStatus.Success));
            Assert.That(outcome.Entry!.CallingAe, Is.EqualTo("MODALITY"));
        });
        Assert.That(await _archive.BytesAsync(outcome.Entry!), Is.EqualTo(await SyntheticImage.EncodeAsync(file)));
    }

    [Test]
    public async Task Store_OfAFile_GivesItBackWithTheSameDataSet()
    {
        using DicomFile file = SyntheticImage.Make(3, 1);
        Assert.That((await _archive.StoreAsync(file)).Kind, Is.EqualTo(StoreKind.Stored));
        await foreach (DicomFile back in _archive.RetrieveAsync(InstanceSelector.Study(SyntheticImage.Study(3))))
            Assert.That(await SyntheticImage.EncodeAsync(back), Is.EqualTo(await SyntheticImage.EncodeAsync(file)));
    }

    [Test]
    public async Task Retrieve_SelectsByPatientStudySeriesAndInstance()
    {
        foreach (int study in new[] { 1, 2 })
            foreach (int series in new[] { 1, 2 })
                foreach (int number in new[] { 1, 2, 3 }) await _archive.ReceiveAsync(SyntheticImage.Make(study, number, series));
        Assert.Multiple(async () =>
        {
            Assert.That(await CountAsync(InstanceSelector.Patient("P1")), Is.EqualTo(6));
            Assert.That(await CountAsync(InstanceSelector.Study(SyntheticImage.Study(2))), Is.EqualTo(6));
            Assert.That(await CountAsync(InstanceSelector.OneSeries(SyntheticImage.Study(2), SyntheticImage.Series(2, 2))), Is.EqualTo(3));
            Assert.That(await CountAsync(InstanceSelector.Instance(SyntheticImage.Instance(1, 3, 2))), Is.EqualTo(1));
            Assert.That(await CountAsync(InstanceSelector.Study(SyntheticImage.Study(9))), Is.Zero);
        });

        async Task<int> CountAsync(InstanceSelector which)
        {
            int count = 0;
            await foreach (DicomFile file in _archive.RetrieveAsync(which))
            {
                count++;
                file.Dispose();
            }

            return count;
        }
    }

    [Test]
    public async Task Read_OfARange_GivesThatRange()
    {
        using DicomFile file = SyntheticImage.Make(1, 1, pixelLength: 64_000);
        byte[] expected = await SyntheticImage.EncodeAsync(file);
        StoreOutcome outcome = await _archive.ReceiveAsync(file);
        await using IEncodedDataset data = await _archive.OpenAsync(outcome.Entry!);
        byte[] piece = new byte[1000];
        Assert.That(await data.ReadAsync(30_001, piece, default), Is.EqualTo(1000));
        Assert.That(piece, Is.EqualTo(expected[30_001..31_001]));
    }

    [Test]
    public async Task Remove_OfAStudy_LeavesTheOthers()
    {
        for (int study = 1; study <= 3; study++)
            for (int number = 1; number <= 5; number++) await _archive.ReceiveAsync(SyntheticImage.Make(study, number));
        Assert.That(await _archive.RemoveAsync(InstanceSelector.Study(SyntheticImage.Study(2))), Is.EqualTo(5));
        Assert.That(await _archive.EntriesAsync(), Has.Count.EqualTo(10).And.None.Matches<IndexEntry>(e => e.Study == SyntheticImage.Study(2)));
        Assert.That(await _archive.FindingsAsync(), Is.Empty);

        await ReopenAsync(new MemoryIndex());
        Assert.That(await _archive.EntriesAsync(), Has.Count.EqualTo(10));
    }

    [Test]
    public async Task Remove_OfWhatIsBeingRemoved_CountsEachInstanceOnce()
    {
        for (int number = 1; number <= 20; number++) await _archive.ReceiveAsync(SyntheticImage.Make(1, number));
        int[] counts = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(async () => await _archive.RemoveAsync(new InstanceSelector()))));
        Assert.That(counts.Sum(), Is.EqualTo(20));
        Assert.That(await _archive.InstancesAsync(), Is.Empty);
    }

    [Test]
    public async Task Store_AfterARemoval_KeepsTheInstanceAgain()
    {
        await _archive.ReceiveAsync(SyntheticImage.Make(1, 1));
        await _archive.RemoveAsync(new InstanceSelector());
        Assert.That((await _archive.ReceiveAsync(SyntheticImage.Make(1, 1, seed: 2))).Kind, Is.EqualTo(StoreKind.Stored));
        await ReopenAsync(new MemoryIndex());
        Assert.That(await _archive.InstancesAsync(), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Receive_OfATruncatedDataSet_IsRefusedAndLeavesNothing()
    {
        using DicomFile file = SyntheticImage.Make(1, 1, pixelLength: 64_000);
        byte[] bytes = await SyntheticImage.EncodeAsync(file);
        foreach (int length in new[] { 3, 200, 5000, bytes.Length - 1 })
        {
            StoreOutcome outcome = await _archive.ReceiveAsync(
                new IncomingInstance { Id = file.Id, TransferSyntax = file.TransferSyntax }, PipeReader.Create(new MemoryStream(bytes[..length])));
            Assert.That(outcome.Kind, Is.EqualTo(StoreKind.Invalid), $"{length} bytes");
            Assert.That(outcome.Status.Code & 0xF000, Is.EqualTo(0xC000).Or.EqualTo(0xA000), $"{length} bytes");
        }

        Assert.That(await _archive.InstancesAsync(), Is.Empty);
        Assert.That(_disk.Files.Where(f => f.Contains("incoming", StringComparison.Ordinal)), Is.Empty);
    }

    [TestCase(0, StoreKind.Stored)]
    [TestCase(8, StoreKind.Invalid)]
    [TestCase(4, StoreKind.Invalid)]
    [TestCase(8 + 64, StoreKind.Invalid)]
    [TestCase(8 + 10, StoreKind.Invalid)]
    public async Task Receive_OfFragmentsWithoutTheirLastDelimiter_IsRefused_SinceItMayBeCutBetweenTwo(int cut, StoreKind expected)
    {
        const int PixelLength = 512;
        using DicomFile file = SyntheticImage.Make(1, 1, pixelLength: PixelLength);
        byte[] native = await SyntheticImage.EncodeAsync(file);
        byte[] fragment = [0xFE, 0xFF, 0x00, 0xE0, 56, 0, 0, 0, .. new byte[56]];
        byte[] whole =
        [
            .. native[..^(12 + PixelLength)],
            0xE0, 0x7F, 0x10, 0x00, (byte)'O', (byte)'B', 0, 0, 0xFF, 0xFF, 0xFF, 0xFF, // Pixel Data of undefined length (PS3.5 §A.4)
            0xFE, 0xFF, 0x00, 0xE0, 0, 0, 0, 0, // no offset table
            .. fragment, .. fragment,
            0xFE, 0xFF, 0xDD, 0xE0, 0, 0, 0, 0,
        ];
        StoreOutcome outcome = await _archive.ReceiveAsync(
            new IncomingInstance { Id = file.Id, TransferSyntax = TransferSyntax.JPEGBaseline8Bit }, PipeReader.Create(new MemoryStream(whole[..^cut])));
        Assert.That(outcome.Kind, Is.EqualTo(expected));
        if (expected == StoreKind.Invalid) Assert.That(outcome.Status.Code, Is.EqualTo(0xC000));
        Assert.That(await _archive.InstancesAsync(), Has.Count.EqualTo(expected == StoreKind.Stored ? 1 : 0));
    }

    [Test]
    public async Task Receive_WithAnotherUidThanAnnounced_IsRefused()
    {
        using DicomFile file = SyntheticImage.Make(1, 1);
        byte[] bytes = await SyntheticImage.EncodeAsync(file);
        StoreOutcome outcome = await _archive.ReceiveAsync(
            new IncomingInstance { Id = file.Id with { SopInstance = new DicomUid("1.2.3") }, TransferSyntax = file.TransferSyntax }, PipeReader.Create(new MemoryStream(bytes)));
        Assert.That(outcome.Status.Code, Is.EqualTo(DicomStatus.DataSetDoesNotMatchSopClass.Code));
    }

    [Test]
    public async Task Receive_WithoutStudyOrSeries_IsRefused()
    {
        foreach (DicomTag tag in new[] { DicomTag.StudyInstanceUID, DicomTag.SeriesInstanceUID })
            Assert.That((await _archive.ReceiveAsync(SyntheticImage.Make(1, 1, change: d => d.Remove(tag)))).Kind, Is.EqualTo(StoreKind.Invalid), tag.ToString());
    }

    [Test]
    public async Task Receive_WhoseSenderVanishes_LeavesNothing([Values(512, 64_000)] int pixelLength)
    {
        using DicomFile file = SyntheticImage.Make(1, 1, pixelLength: pixelLength);
        byte[] bytes = await SyntheticImage.EncodeAsync(file);
        var pipe = new Pipe();
        await pipe.Writer.WriteAsync(bytes.AsMemory(0, bytes.Length / 2));
        await pipe.Writer.CompleteAsync(new IOException("the peer is gone"));
        Assert.ThrowsAsync<IOException>(async () => await _archive.ReceiveAsync(new IncomingInstance { Id = file.Id, TransferSyntax = file.TransferSyntax }, pipe.Reader));
        Assert.That(await _archive.InstancesAsync(), Is.Empty);
        Assert.That(_disk.Files.Where(f => f.Contains("incoming", StringComparison.Ordinal)), Is.Empty);
    }

    private async Task<DicomArchive> OpenAsync(IArchiveIndex index) => await DicomArchive.OpenAsync(await StoreScript.OpenAsync(_disk, isFileStore: false), index);

    private async Task ReopenAsync(IArchiveIndex index)
    {
        await _archive.DisposeAsync();
        _archive = await OpenAsync(index);
    }
}
