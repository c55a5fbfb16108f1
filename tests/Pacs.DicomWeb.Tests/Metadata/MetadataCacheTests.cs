using System.IO.Compression;
using System.Text.Json;
using Pacs.Archive;
using Pacs.Core;
using Pacs.Testing;

namespace Pacs.DicomWeb.Tests;

[Category("PS3.18 §10.4.1.1.2")]
public sealed class MetadataCacheTests
{
    private string _folder = null!;

    private static string Series => $"studies/{SyntheticImage.Study(1)}/series/{SyntheticImage.Series(1)}";

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("pacs-meta-").FullName;

    [TearDown]
    public void DeleteFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public async Task Metadata_KeptInFiles_IsTheSameAfterARestart()
    {
        string first, second;
        await using (WebArchive web = await StartAsync()) first = await web.Http.GetStringAsync(Series + "/metadata");
        Assert.That(Files(), Has.Length.EqualTo(1));
        await using (WebArchive web = await StartAsync()) second = await web.Http.GetStringAsync(Series + "/metadata");

        Assert.That(second, Is.EqualTo(first));
    }

    [Test]
    public async Task File_ThatIsTornOrFalse_IsMadeAgain([Values(0, 10, 500)] int keep)
    {
        await using WebArchive web = await StartAsync();
        string expected = await web.Http.GetStringAsync(Series + "/metadata");
        byte[] bytes = await File.ReadAllBytesAsync(Files()[0]);
        await File.WriteAllBytesAsync(Files()[0], keep == 10 ? [.. bytes[..10], (byte)~bytes[10], .. bytes[11..]] : bytes[..keep]);

        await using WebArchive again = await StartAsync();

        Assert.That(await again.Http.GetStringAsync(Series + "/metadata"), Is.EqualTo(expected));
    }

    [Test]
    public async Task InstanceAddedLater_IsThereToo()
    {
        await using WebArchive web = await StartAsync();
        await web.Http.GetStringAsync(Series + "/metadata");
        await web.AddAsync(SyntheticImage.Make(1, 9));

        JsonElement[] metadata = await web.SearchAsync(Series + "/metadata");

        Assert.That(metadata.Select(m => m.GetProperty("00200013").GetProperty("Value")[0].GetInt32()), Is.EqualTo(new[] { 1, 2, 3, 9 }));
    }

    [Test]
    public async Task InstanceRemovedAndStoredWithOtherContent_IsShownAsItIsNow()
    {
        await using WebArchive web = await StartAsync();
        await web.Http.GetStringAsync(Series + "/metadata");
        await web.Archive.RemoveAsync(InstanceSelector.Instance(SyntheticImage.Instance(1, 2)));
        await web.AddAsync(SyntheticImage.Make(1, 2, change: d => d.Set(DicomTag.ImageComments, "another")));

        Assert.That(await web.Http.GetStringAsync(Series + "/metadata"), Does.Contain("another"));
    }

    [Test]
    public async Task Series_ThatIsRemoved_LeavesNothingInTheCache()
    {
        await using WebArchive web = await StartAsync();
        await web.Http.GetStringAsync(Series + "/metadata");
        using var watcher = new FileSystemWatcher(_folder, "*.meta") { IncludeSubdirectories = true };
        var deleted = new TaskCompletionSource();
        watcher.Deleted += (_, _) => deleted.TrySetResult();
        watcher.EnableRaisingEvents = true;

        await web.Archive.RemoveAsync(InstanceSelector.Study(SyntheticImage.Study(1)));

        if (Files().Length > 0) await deleted.Task.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.That(Files(), Is.Empty);
    }

    [TestCase("gzip", "gzip")]
    [TestCase("br", "br")]
    [TestCase("zstd", "zstd")]
    [TestCase("gzip, deflate, br", "gzip")]
    [TestCase("gzip, deflate, br, zstd", "zstd")]
    [TestCase("gzip;q=0.9, zstd;q=0.8", "gzip")]
    [TestCase("*", "gzip")]
    public async Task AcceptEncoding_CompressesTheSameText(string encodings, string expected)
    {
        await using WebArchive web = await StartAsync();
        string plain = await web.Http.GetStringAsync(Series + "/metadata");
        using var request = new HttpRequestMessage(HttpMethod.Get, Series + "/metadata");
        request.Headers.TryAddWithoutValidation("Accept-Encoding", encodings);

        using HttpResponseMessage response = await web.Http.SendAsync(request);

        Stream body = await response.Content.ReadAsStreamAsync();
        string coding = response.Content.Headers.ContentEncoding.Single();
        Assert.That(coding, Is.EqualTo(expected));
        await using Stream decoded = coding switch
        {
            "br" => new BrotliStream(body, CompressionMode.Decompress),
            "zstd" => new ZstdSharp.DecompressionStream(body),
            _ => new GZipStream(body, CompressionMode.Decompress),
        };
        Assert.That(await new StreamReader(decoded).ReadToEndAsync(), Is.EqualTo(plain));
    }

    private async Task<WebArchive> StartAsync()
    {
        WebArchive web = await WebArchive.StartAsync(new DicomWebOptions { CacheFolder = _folder, PublicUrl = new Uri("https://pacs.example/dicom-web") });
        for (int i = 1; i <= 3; i++) await web.AddAsync(SyntheticImage.Make(1, i));
        return web;
    }

    private string[] Files() => Directory.GetFiles(_folder, "*.meta", SearchOption.AllDirectories);

}
