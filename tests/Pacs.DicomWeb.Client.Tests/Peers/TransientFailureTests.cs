using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;
using Pacs.Core;
using Pacs.DicomWeb.Tests;
using Pacs.Testing;

namespace Pacs.DicomWeb.Client.Tests;

/// <summary>A server that is busy, breaks off, or hangs: over real sockets.</summary>
public sealed class TransientFailureTests
{
    private const string Report = """{"00081199":{"vr":"SQ","Value":[{"00081155":{"vr":"UI","Value":["1.2.3.4"]}}]}}""";

    private static readonly DicomWebResource AStudy = DicomWebResource.Study(SyntheticImage.Study(1));
    private static readonly DicomWebResource AnInstance = DicomWebResource.Instance(SyntheticImage.Study(1), SyntheticImage.Series(1), SyntheticImage.Instance(1, 1));

    [TestCase("0")]
    [TestCase("Thu, 01 Jan 2015 00:00:00 GMT")]
    public async Task ABusyServer_IsAskedAgain(string retryAfter)
    {
        await using ScriptedServer server = await ScriptedServer.StartAsync(ScriptedServer.Status(503, ("Retry-After", retryAfter)), ScriptedServer.Status(429), ScriptedServer.Body("application/dicom+json", "[]"u8.ToArray()));

        Assert.That(await server.Client().FindAsync(DicomQuery.Studies()).CountAsync(), Is.Zero);
        Assert.That(server.Count, Is.EqualTo(3));
    }

    [Test]
    public async Task ABusyServer_ThatWantsTooMuchTime_IsTold()
    {
        await using ScriptedServer server = await ScriptedServer.StartAsync(ScriptedServer.Status(503, ("Retry-After", "3600")));

        DicomWebRequestException busy = Assert.ThrowsAsync<DicomWebRequestException>(async () => await server.Client().FindAsync(DicomQuery.Studies()).CountAsync())!;

        Assert.That((busy.StatusCode, busy.IsTransient, busy.RetryAfter), Is.EqualTo((HttpStatusCode.ServiceUnavailable, true, TimeSpan.FromHours(1))));
        Assert.That(server.Count, Is.EqualTo(1));
    }

    [Test]
    public async Task AServerThatStaysBusy_IsToldAfterTheLastTry()
    {
        await using ScriptedServer server = await ScriptedServer.StartAsync(ScriptedServer.Status(503));

        Assert.ThrowsAsync<DicomWebRequestException>(async () => await server.Client(options: new DicomWebClientOptions { RetryDelay = TimeSpan.Zero, MaxRetries = 2 }).FindAsync(DicomQuery.Studies()).CountAsync());

        Assert.That(server.Count, Is.EqualTo(3));
    }

    [Test]
    public async Task AConnectionLostBeforeTheAnswer_IsTriedAgain_ForWhatMayBeRepeated()
    {
        await using ScriptedServer server = await ScriptedServer.StartAsync(ScriptedServer.Gone, ScriptedServer.Body("application/dicom+json", "[]"u8.ToArray()));

        Assert.That(await server.Client().FindAsync(DicomQuery.Studies()).CountAsync(), Is.Zero);
        Assert.That(server.Count, Is.EqualTo(2));
    }

    [Test]
    public async Task AConnectionLostAfterAStore_IsTold_AndNotTriedAgain()
    {
        await using ScriptedServer server = await ScriptedServer.StartAsync(async context =>
        {
            await context.Request.Body.CopyToAsync(Stream.Null);
            context.Abort();
        });

        DicomWebRequestException lost = Assert.ThrowsAsync<DicomWebRequestException>(async () => await server.Client().StoreAsync([DicomWebUpload.FromFile(SyntheticImage.Make(1, 1))]).CountAsync())!;

        Assert.That((lost.StatusCode, lost.IsTransient), Is.EqualTo(((HttpStatusCode?)null, true)));
        Assert.That(server.Count, Is.EqualTo(1));
    }

    [Test]
    public async Task AStore_RefusedBeforeItWasRead_IsSentAgainWhole()
    {
        byte[]? received = null;
        await using ScriptedServer server = await ScriptedServer.StartAsync(
            ScriptedServer.Status(503, ("Retry-After", "0")),
            async context =>
            {
                using var body = new MemoryStream();
                await context.Request.Body.CopyToAsync(body);
                received = body.ToArray();
                await ScriptedServer.Body("application/dicom+json", Encoding.UTF8.GetBytes(Report))(context);
            });
        byte[] file = await WebArchive.BytesAsync(SyntheticImage.Make(1, 1, pixelLength: 32 * 1024));
        int opened = 0;

        List<DicomWebStoreResult> results = await server.Client().StoreAsync([DicomWebUpload.FromStream(_ => { opened++; return new(new MemoryStream(file, writable: false)); }, file.Length)]).ToListAsync();

        Assert.That(results.Single().Status.IsSuccess, Is.True);
        Assert.That(received.AsSpan().IndexOf(file), Is.GreaterThan(0));
        Assert.That(opened, Is.EqualTo(2));
    }

    [Test]
    public async Task AnAnswerThatBreaksOff_GivesWhatCameWhole_AndThenTellsOfTheLoss()
    {
        byte[] file = await WebArchive.BytesAsync(SyntheticImage.Make(1, 1));
        byte[] whole = WebArchive.Multipart("b", ("Content-Type: application/dicom\r\n", file), ("Content-Type: application/dicom\r\n", file));
        var isFirstThere = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using ScriptedServer server = await ScriptedServer.StartAsync(ScriptedServer.Broken("multipart/related; type=\"application/dicom\"; boundary=b", whole[..^200], isFirstThere.Task));
        var received = new List<DicomFile>();

        DicomWebRequestException lost = Assert.ThrowsAsync<DicomWebRequestException>(async () =>
        {
            await foreach (DicomFile one in server.Client().RetrieveFilesAsync(AStudy))
            {
                received.Add(one);
                isFirstThere.SetResult();
            }
        })!;

        Assert.That(received, Has.Count.EqualTo(1));
        Assert.That((lost.StatusCode, lost.IsTransient), Is.EqualTo(((HttpStatusCode?)null, true)));
        Assert.That(lost.Message, Does.Contain("studies/" + SyntheticImage.Study(1).Value));
    }

    [Test]
    public async Task SearchResults_MetadataAndBulkData_ThatBreakOff_AreALoss()
    {
        await using ScriptedServer server = await ScriptedServer.StartAsync(ScriptedServer.Broken("application/dicom+json", """[{"0020000D":{"vr":"UI","Value":["1.2"]}},{"00200"""u8.ToArray()));
        DicomWebClient web = server.Client();

        foreach (Func<Task> work in (Func<Task>[])[
            async () => await web.FindAsync(DicomQuery.Studies()).CountAsync(),
            async () => await web.RetrieveAllMetadataAsync(AStudy).CountAsync(),
            async () => { await using DicomWebContent bulk = await web.RetrieveBulkDataAsync(new Uri("bulk/1", UriKind.Relative)); await bulk.Content.CopyToAsync(Stream.Null); },
            async () => { await using DicomWebContent bulk = await web.RetrieveBulkDataAsync(new Uri("bulk/1", UriKind.Relative)); bulk.Content.CopyTo(Stream.Null); }])
            Assert.That(Assert.ThrowsAsync<DicomWebRequestException>(() => work())!.IsTransient, Is.True);
    }

    [Test]
    public async Task AFileThatBreaksOff_LeavesNothingBehind()
    {
        byte[] file = await WebArchive.BytesAsync(SyntheticImage.Make(1, 1, pixelLength: 64 * 1024));
        await using ScriptedServer server = await ScriptedServer.StartAsync(ScriptedServer.Broken("application/dicom", file[..(32 * 1024)]));
        string folder = Directory.CreateTempSubdirectory("pacs-client-").FullName;
        try
        {
            Assert.ThrowsAsync<DicomWebRequestException>(async () =>
            {
                await foreach (DicomWebPart part in server.Client().RetrieveAsync(AnInstance)) await part.SaveAsync(Path.Combine(folder, "image.dcm"));
            });

            Assert.That(Directory.EnumerateFileSystemEntries(folder), Is.Empty);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Test]
    public async Task AServerThatDoesNotAnswer_IsToldAfterTheClientsTimeout()
    {
        var left = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using ScriptedServer server = await ScriptedServer.StartAsync(async context => { await using (context.RequestAborted.Register(() => left.TrySetResult())) await left.Task; });
        using var http = new HttpClient { BaseAddress = server.Address, Timeout = TimeSpan.FromMilliseconds(300) };

        DicomWebRequestException late = Assert.ThrowsAsync<DicomWebRequestException>(async () => await new DicomWebClient(http).FindAsync(DicomQuery.Studies()).CountAsync())!;

        Assert.That((late.StatusCode, late.IsTransient), Is.EqualTo(((HttpStatusCode?)null, true)));
        await left.Task.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Test]
    public async Task NobodyThere_IsTold()
    {
        Uri address;
        await using (ScriptedServer server = await ScriptedServer.StartAsync(ScriptedServer.Gone)) address = server.Address;
        using var http = new HttpClient { BaseAddress = address };

        DicomWebRequestException lost = Assert.ThrowsAsync<DicomWebRequestException>(async () =>
            await new DicomWebClient(http, new DicomWebClientOptions { RetryDelay = TimeSpan.Zero }).FindAsync(DicomQuery.Studies()).CountAsync())!;

        Assert.That((lost.StatusCode, lost.IsTransient), Is.EqualTo(((HttpStatusCode?)null, true)));
    }
}
