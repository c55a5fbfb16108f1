using System.Net;
using System.Net.WebSockets;
using Pacs.Core;
using Pacs.DicomWeb.Tests;
using Pacs.Testing;

namespace Pacs.DicomWeb.Client.Tests;

/// <summary>The change feed of the server of this suite, over real sockets.</summary>
public sealed class OwnServerEventTests
{
    [Test]
    public async Task Changes_AreFollowedOverEventsAndOverASocket()
    {
        await using WebArchive server = await WebArchive.StartAsync();
        var web = new DicomWebClient(server.Http);
        await server.AddAsync(SyntheticImage.Make(1, 1));
        await server.AddAsync(SyntheticImage.Make(1, 2));
        await server.Archive.RemoveAsync(InstanceSelector.Instance(SyntheticImage.Instance(1, 1)));
        using var socket = new ClientWebSocket();

        List<DicomWebChange> events = await web.ChangesAsync().Take(2).ToListAsync(), messages = await web.ChangesAsync(socket).Take(2).ToListAsync();

        Assert.That(events.Select(e => (e.Kind, e.Instance.SopInstance, e.Study)), Is.EqualTo(new[]
        {
            (DicomWebChangeKind.Stored, SyntheticImage.Instance(1, 2), SyntheticImage.Study(1)),
            (DicomWebChangeKind.Removed, SyntheticImage.Instance(1, 1), SyntheticImage.Study(1)),
        }));
        Assert.That(events[0].Modality, Is.EqualTo("OT"));
        Assert.That(messages, Is.EqualTo(events));
        Assert.That(await web.ChangesAsync(events[0].Sequence).FirstAsync(), Is.EqualTo(events[1]));
    }

    [Test]
    public async Task AStreamThatTheServerEnds_GoesOnWhereItWas()
    {
        await using WebArchive server = await WebArchive.StartAsync(new DicomWebOptions { EventLifetime = TimeSpan.FromMilliseconds(30) });
        using var requests = new RequestCount();
        using var http = new HttpClient(requests) { BaseAddress = server.Http.BaseAddress };
        var web = new DicomWebClient(http, new DicomWebClientOptions { RetryDelay = TimeSpan.FromMilliseconds(1) });
        Task storing = StoreAsync();

        List<DicomWebChange> seen = await web.ChangesAsync().Take(4).ToListAsync();

        Assert.That(seen.Select(change => change.Instance.SopInstance), Is.EqualTo(Enumerable.Range(1, 4).Select(i => SyntheticImage.Instance(1, i))));
        await storing;

        async Task StoreAsync()
        {
            for (int i = 1; i <= 4; i++)
            {
                // Each comes in a stream of its own.
                await requests.Begun.WaitAsync();
                await requests.Begun.WaitAsync();
                await server.AddAsync(SyntheticImage.Make(1, i));
            }
        }
    }

    [Test]
    public async Task ANumberThatIsNotOfThisArchive_IsRefusedOverBoth()
    {
        await using WebArchive server = await WebArchive.StartAsync();
        var web = new DicomWebClient(server.Http);
        using var socket = new ClientWebSocket();

        DicomWebRequestException events = Assert.ThrowsAsync<DicomWebRequestException>(async () => await web.ChangesAsync(1000).FirstAsync())!,
            messages = Assert.ThrowsAsync<DicomWebRequestException>(async () => await web.ChangesAsync(socket, 1000).FirstAsync())!;

        Assert.That((events.StatusCode, messages.StatusCode), Is.EqualTo((HttpStatusCode.Conflict, HttpStatusCode.Conflict)));
    }

    private sealed class RequestCount() : DelegatingHandler(new SocketsHttpHandler())
    {
        public SemaphoreSlim Begun { get; } = new(0);

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken ct)
        {
            Begun.Release();
            return base.SendAsync(request, ct);
        }

        protected override void Dispose(bool disposing)
        {
            Begun.Dispose();
            base.Dispose(disposing);
        }
    }
}
