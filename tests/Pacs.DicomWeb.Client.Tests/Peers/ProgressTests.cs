using Pacs.Core;
using Pacs.DicomWeb.Tests;
using Pacs.Testing;

namespace Pacs.DicomWeb.Client.Tests;

/// <summary>Progress tells the bytes on the wire: it never goes back, and ends with all of them.</summary>
public sealed class ProgressTests
{
    private readonly List<long> _heard = [];
    private WebArchive _server = null!;
    private DicomWebClient _web = null!;

    private static DicomWebResource AnInstance => DicomWebResource.Instance(SyntheticImage.Study(1), SyntheticImage.Series(1), SyntheticImage.Instance(1, 1));

    [SetUp]
    public async Task StartAsync()
    {
        _server = await WebArchive.StartAsync();
        _web = new DicomWebClient(_server.Http, new DicomWebClientOptions { InstancesPerRequest = 2 });
        _heard.Clear();
    }

    [TearDown]
    public ValueTask CloseAsync() => _server.DisposeAsync();

    [Test]
    public async Task OfAStore_CountsOverItsRequests([Values] bool hasKnownLength)
    {
        List<byte[]> files = [];
        for (int i = 1; i <= 5; i++) files.Add(await WebArchive.BytesAsync(SyntheticImage.Make(1, i, pixelLength: 64 * 1024)));

        await _web.StoreAsync(files.Select(file => DicomWebUpload.FromStream(_ => new(new MemoryStream(file, writable: false)), hasKnownLength ? file.Length : null)), progress: Hear()).CountAsync();

        Assert.That(_heard, Is.Ordered);
        Assert.That(_heard[^1], Is.InRange(files.Sum(f => f.Length), files.Sum(f => f.Length) + 3 * 1024));
    }

    [Test]
    public async Task OfAStoreOfMetadata_CountsItsBulkData()
    {
        await _web.StoreMetadataAsync([SyntheticImage.Make(1, 1, pixelLength: 64 * 1024)], progress: Hear());

        Assert.That(_heard, Is.Ordered);
        Assert.That(_heard[^1], Is.GreaterThan(64 * 1024));
    }

    [Test]
    public async Task OfARetrieval_EndsWithTheLengthOfTheAnswer()
    {
        for (int i = 1; i <= 3; i++) await _server.AddAsync(SyntheticImage.Make(1, i, pixelLength: 64 * 1024));
        using HttpResponseMessage answer = await _server.GetAsync($"studies/{SyntheticImage.Study(1)}", "multipart/related; type=\"application/dicom\"; transfer-syntax=*");

        Assert.That(await _web.RetrieveFilesAsync(DicomWebResource.Study(SyntheticImage.Study(1)), progress: Hear()).CountAsync(), Is.EqualTo(3));

        Assert.That(_heard, Is.Ordered);
        Assert.That(_heard[^1], Is.EqualTo(answer.Content.Headers.ContentLength));
    }

    [Test]
    public async Task OfFramesAndBulkData_EndsWithTheLengthOfTheAnswer()
    {
        await _server.AddAsync(SyntheticImage.Make(1, 1, pixelLength: 64 * 1024));

        (await _web.RetrieveFramesAsync(AnInstance, [1], progress: Hear()).SingleAsync()).Dispose();
        Assert.That(_heard[^1], Is.GreaterThan(512));
        _heard.Clear();
        await using DicomWebContent bulk = await _web.RetrieveBulkDataAsync(new Uri($"{AnInstance}/bulkdata/7FE00010", UriKind.Relative), progress: Hear());
        await bulk.Content.CopyToAsync(Stream.Null);

        Assert.That(_heard[^1], Is.EqualTo(64 * 1024));
    }

    [Test]
    public async Task OfBulkDataThatIsReadSynchronously_CountsTheSame()
    {
        await _server.AddAsync(SyntheticImage.Make(1, 1, pixelLength: 64 * 1024));
        await using DicomWebContent bulk = await _web.RetrieveBulkDataAsync(new Uri($"{AnInstance}/bulkdata/7FE00010", UriKind.Relative), progress: Hear());
        byte[] buffer = new byte[1000];
        int read = 0;
#pragma warning disable CA1849 // synchronously is what is tested
        for (int count; (count = bulk.Content.Read(buffer, 0, buffer.Length)) > 0;) read += count;
#pragma warning restore CA1849

        Assert.That(read, Is.EqualTo(64 * 1024));
        Assert.That(_heard, Is.Ordered);
        Assert.That(_heard[^1], Is.EqualTo(64 * 1024));
    }

    private Direct<long> Hear() => new(_heard.Add);
}
