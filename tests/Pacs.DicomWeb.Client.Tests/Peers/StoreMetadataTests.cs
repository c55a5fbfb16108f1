using Pacs.Core;
using Pacs.DicomWeb.Tests;
using Pacs.Testing;

namespace Pacs.DicomWeb.Client.Tests;

/// <summary>Instances sent as metadata and bulk data arrive as they are.</summary>
[Category("PS3.18 §10.5.1.1.2")]
public sealed class StoreMetadataTests
{
    private WebArchive _server = null!;
    private DicomWebClient _web = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _server = await WebArchive.StartAsync();
        _web = new DicomWebClient(_server.Http);
    }

    [TearDown]
    public ValueTask CloseAsync() => _server.DisposeAsync();

    [TestCase(0)]
    [TestCase(1024)]
    [TestCase(1024 * 1024)]
    public async Task ADataSet_ComesBackTheSame(int inlineLimit)
    {
        DicomFile file = SyntheticImage.Make(1, 1, pixelLength: 8 * 1024);
        file.Dataset.Set(new DicomTag(0x0009, 0x0010), DicomVR.LO, "PACS TEST");
        file.Dataset.Set(new DicomTag(0x0009, 0x1001), DicomVR.LO, "private");
        var item = new DicomDataset();
        item.Set(DicomTag.CodeValue, "T-D3000");
        item.Set(DicomTag.CodeMeaning, "Brustkorb");
        file.Dataset.Set(DicomTag.ProcedureCodeSequence, new DicomSequence(item));

        IReadOnlyList<DicomWebStoreResult> results = await _web.StoreMetadataAsync([file], inlineLimit);

        Assert.That(results.Single().Status.IsSuccess, Is.True, results.Single().Status.ToString());
        Assert.That(results.Single().Instance.SopInstance, Is.EqualTo(SyntheticImage.Instance(1, 1)));
        using DicomFile back = await _web.RetrieveFilesAsync(DicomWebResource.Study(SyntheticImage.Study(1))).SingleAsync();
        Assert.That(back.Dataset.ContentEquals(file.Dataset), Is.True);
    }

    [Test]
    public async Task SeveralInstances_KeepTheirOwnPixels()
    {
        DicomFile[] files = [.. Enumerable.Range(1, 4).Select(i => SyntheticImage.Make(1, i, pixelLength: 4096))];

        Assert.That(await _web.StoreMetadataAsync(files), Has.Count.EqualTo(4).And.All.Matches<DicomWebStoreResult>(r => r.Status.IsSuccess));

        await foreach (DicomFile back in _web.RetrieveFilesAsync(DicomWebResource.Study(SyntheticImage.Study(1))))
            Assert.That(back.Dataset.ContentEquals(files[back.Dataset.GetInt32(DicomTag.InstanceNumber)!.Value - 1].Dataset), Is.True);
    }

    [Test]
    public async Task AnotherStudy_IsARefusalOfEachInstance()
    {
        IReadOnlyList<DicomWebStoreResult> results = await _web.StoreMetadataAsync([SyntheticImage.Make(1, 1)], study: SyntheticImage.Study(2));

        Assert.That(results.Single().Status.IsFailure, Is.True);
        Assert.That(await _web.FindAsync(DicomQuery.Studies()).CountAsync(), Is.Zero);
    }

    [Test]
    public async Task AFileOnDisk_IsStreamedFromThere()
    {
        string path = Path.GetTempFileName();
        try
        {
            DicomFile file = SyntheticImage.Make(1, 1, pixelLength: 3 * 1024 * 1024);
            await file.SaveAsync(path);
            await using DicomFile opened = await DicomFile.OpenAsync(path);

            Assert.That((await _web.StoreMetadataAsync([opened])).Single().Status.IsSuccess, Is.True);

            using DicomFile back = await _web.RetrieveFilesAsync(DicomWebResource.Study(SyntheticImage.Study(1))).SingleAsync();
            Assert.That(back.Dataset.ContentEquals(file.Dataset), Is.True);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Test]
    public void CompressedPixels_AreRefusedBeforeAnythingIsSent()
    {
        DicomFile compressed = new(SyntheticImage.Make(1, 1).Dataset, TransferSyntax.JPEGLSLossless);

        Assert.ThrowsAsync<ArgumentException>(async () => await _web.StoreMetadataAsync([compressed]));
    }
}
