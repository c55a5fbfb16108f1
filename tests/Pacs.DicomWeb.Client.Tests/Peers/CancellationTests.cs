using Microsoft.AspNetCore.Http;
using Pacs.Core;
using Pacs.DicomWeb.Tests;
using Pacs.Testing;

namespace Pacs.DicomWeb.Client.Tests;

/// <summary>What is cancelled, or left early, ends on the wire too.</summary>
public sealed class CancellationTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly DicomWebResource AStudy = DicomWebResource.Study(SyntheticImage.Study(1));

    private readonly TaskCompletionSource _left = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Test]
    public async Task Retrieval_CancelledWithinAnInstance_Ends_AndTheServerSeesIt()
    {
        byte[] file = await WebArchive.BytesAsync(SyntheticImage.Make(1, 1, pixelLength: 64 * 1024));
        await using ScriptedServer server = await ScriptedServer.StartAsync(ScriptedServer.Hanging("application/dicom", file[..(16 * 1024)], _left));
        using var stop = new CancellationTokenSource();
        long received = 0;
        var progress = new Direct<long>(bytes => { if ((received = bytes) >= 16 * 1024) stop.Cancel(); });

        Assert.CatchAsync<OperationCanceledException>(async () => await server.Client().RetrieveFilesAsync(AStudy, accept: null, progress, stop.Token).ToListAsync());

        Assert.That(received, Is.EqualTo(16 * 1024));
        await _left.Task.WaitAsync(Patience);
    }

    [Test]
    public async Task Retrieval_LeftAfterTheFirstInstance_DropsTheConnection()
    {
        byte[] part = WebArchive.Multipart("b", ("Content-Type: application/dicom\r\n", await WebArchive.BytesAsync(SyntheticImage.Make(1, 1))));
        await using ScriptedServer server = await ScriptedServer.StartAsync(ScriptedServer.Hanging("multipart/related; boundary=b", [.. part[..^4], .. "\r\nContent-Type: application/dicom\r\n\r\nhalf"u8], _left));

        await foreach (DicomFile file in server.Client().RetrieveFilesAsync(AStudy))
        {
            file.Dispose();
            break;
        }

        await _left.Task.WaitAsync(Patience);
    }

    [Test]
    public async Task Search_LeftAfterTheFirstMatch_DropsTheConnection()
    {
        await using ScriptedServer server = await ScriptedServer.StartAsync(ScriptedServer.Hanging("application/dicom+json", """[{"0020000D":{"vr":"UI","Value":["1.2"]}},"""u8.ToArray(), _left));

        await foreach (DicomDataset match in server.Client().FindAsync(DicomQuery.Studies()))
        {
            Assert.That(match.GetString(DicomTag.StudyInstanceUID), Is.EqualTo("1.2"));
            break;
        }

        await _left.Task.WaitAsync(Patience);
    }

    [Test]
    public async Task Store_CancelledWithinABody_Ends_AndNothingIsStored()
    {
        await using WebArchive server = await WebArchive.StartAsync();
        byte[] file = await WebArchive.BytesAsync(SyntheticImage.Make(1, 1, pixelLength: 64 * 1024));
        using var stop = new CancellationTokenSource();
        var upload = DicomWebUpload.FromStream(_ => new(new StallingStream(file[..(32 * 1024)], stop)), file.Length);

        Assert.CatchAsync<OperationCanceledException>(async () => await new DicomWebClient(server.Http).StoreAsync([upload], study: null, progress: null, stop.Token).ToListAsync());

        Assert.That(await new DicomWebClient(server.Http).FindAsync(DicomQuery.Instances()).CountAsync(), Is.Zero);
    }

    [Test]
    public async Task TheWaitBeforeARetry_IsCancelled()
    {
        using var stop = new CancellationTokenSource();
        await using ScriptedServer server = await ScriptedServer.StartAsync(context =>
        {
            context.Response.StatusCode = 503;
            context.Response.Headers.RetryAfter = "20";
            context.Response.OnCompleted(() => { stop.CancelAfter(50); return Task.CompletedTask; });
            return Task.CompletedTask;
        });

        Assert.CatchAsync<OperationCanceledException>(async () => await server.Client().FindAsync(DicomQuery.Studies(), stop.Token).CountAsync(CancellationToken.None));
        Assert.That(server.Count, Is.EqualTo(1));
    }

    /// <summary>Gives its bytes, then cancels and gives no more.</summary>
    private sealed class StallingStream(byte[] bytes, CancellationTokenSource stop) : MemoryStream(bytes, writable: false)
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            int read = await base.ReadAsync(buffer, cancellationToken);
            if (read > 0) return read;
            await stop.CancelAsync();
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return 0;
        }
    }
}
