using System.Net;
using System.Net.WebSockets;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Pacs.Testing;

namespace Pacs.DicomWeb.Tests;

[Category("RFC 6455")]
public sealed class EventSocketTests
{
    [Test]
    public async Task Socket_TellsTheSameEvents()
    {
        await using WebArchive web = await WebArchive.StartAsync();
        await web.AddAsync(SyntheticImage.Make(1, 1));
        using ClientWebSocket socket = await ConnectAsync(web, "?after=0");

        string before = await NextInstanceAsync(socket);
        await web.AddAsync(SyntheticImage.Make(1, 2));

        Assert.That(before, Is.EqualTo(SyntheticImage.Instance(1, 1).Value));
        Assert.That(await NextInstanceAsync(socket), Is.EqualTo(SyntheticImage.Instance(1, 2).Value));
    }

    [Test]
    public async Task CloseOfTheClient_IsAnswered()
    {
        await using WebArchive web = await WebArchive.StartAsync();
        using ClientWebSocket socket = await ConnectAsync(web);

        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, default);

        Assert.That((socket.State, socket.CloseStatus), Is.EqualTo((WebSocketState.Closed, WebSocketCloseStatus.NormalClosure)));
    }

    [Test]
    public async Task AClientThatTalks_IsClosedWith1003()
    {
        await using WebArchive web = await WebArchive.StartAsync();
        using ClientWebSocket socket = await ConnectAsync(web);

        await socket.SendAsync("hello"u8.ToArray(), WebSocketMessageType.Text, endOfMessage: true, default);

        Assert.That(await CloseCodeAsync(socket), Is.EqualTo(1003));
    }

    [Test]
    public async Task ANumberBeyondTheEnd_IsClosedWith4409()
    {
        await using WebArchive web = await WebArchive.StartAsync();
        using ClientWebSocket socket = await ConnectAsync(web, "?after=1000");

        Assert.That(await CloseCodeAsync(socket), Is.EqualTo(4409));
        Assert.That(socket.CloseStatusDescription, Does.StartWith("The feed ends at 0"));
    }

    [Test]
    public async Task ServerThatStops_ClosesWith1001()
    {
        await using WebArchive web = await WebArchive.StartAsync();
        using ClientWebSocket socket = await ConnectAsync(web);

        Task stopping = web.StopServerAsync();

        Assert.That(await CloseCodeAsync(socket), Is.EqualTo(1001));
        await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, default);
        await stopping;
    }

    [Test]
    public async Task SocketThatHasLivedLongEnough_IsClosedWith4408()
    {
        await using WebArchive web = await WebArchive.StartAsync(new DicomWebOptions { EventLifetime = TimeSpan.FromMilliseconds(50) });
        using ClientWebSocket socket = await ConnectAsync(web);

        Assert.That(await CloseCodeAsync(socket), Is.EqualTo(4408));
    }

    [Test]
    public async Task AClientThatTakesNothing_IsDropped_AndWasReadAheadForNoFurtherThanItsConnectionHolds()
    {
        EndlessFeed feed = null!;
        await using WebArchive web = await WebArchive.StartAsync(index: inner => feed = new EndlessFeed(inner), services: s => s.AddSingleton<TimeProvider>(new ShortMinutes()));
        await web.AddAsync(SyntheticImage.Make(1, 1));
        using ClientWebSocket socket = await ConnectAsync(web, "?after=0");

        long told = await feed.Left;

        Assert.That(told, Is.LessThan(200_000), "some 40 MB: more than any system's socket buffers");
    }

    // A minute, for which the server waits for a client to take an event, is over soon.
    private sealed class ShortMinutes : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, dueTime == TimeSpan.FromMinutes(1) ? TimeSpan.FromMilliseconds(200) : dueTime, period);
    }

    [TestCase("http://elsewhere.example", false)]
    [TestCase("https://viewer.example", true)]
    [TestCase("null", false)]
    [TestCase("SELF", true)]
    public async Task PagesOfOtherSites_OpenNoSocket_UnlessTheyAreNamed(string origin, bool isAllowed)
    {
        await using WebArchive web = await WebArchive.StartAsync(new DicomWebOptions { EventOrigins = ["https://viewer.example"] });
        using var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Origin", origin == "SELF" ? web.Address.GetLeftPart(UriPartial.Authority) : origin);
        socket.Options.CollectHttpResponseDetails = true;

        if (isAllowed) await socket.ConnectAsync(Uri(web, ""), default);
        else Assert.ThrowsAsync<WebSocketException>(() => socket.ConnectAsync(Uri(web, ""), default));

        Assert.That(socket.HttpStatusCode, Is.EqualTo(isAllowed ? HttpStatusCode.SwitchingProtocols : HttpStatusCode.Forbidden));
    }

    private static async Task<ClientWebSocket> ConnectAsync(WebArchive web, string query = "")
    {
        var socket = new ClientWebSocket();
        await socket.ConnectAsync(Uri(web, query), default);
        return socket;
    }

    private static Uri Uri(WebArchive web, string query) => new($"ws://{web.Address.Authority}/dicom-web/events{query}");

    private static async Task<string> NextInstanceAsync(ClientWebSocket socket)
    {
        byte[] buffer = new byte[4096];
        WebSocketReceiveResult received = await socket.ReceiveAsync(buffer, default);
        Assert.That((received.MessageType, received.EndOfMessage), Is.EqualTo((WebSocketMessageType.Text, true)));
        using JsonDocument document = JsonDocument.Parse(buffer.AsMemory(0, received.Count));
        return document.RootElement.GetProperty("instance").GetString()!;
    }

    private static async Task<int> CloseCodeAsync(ClientWebSocket socket)
    {
        WebSocketReceiveResult received = await socket.ReceiveAsync(new byte[4096], default);
        Assert.That(received.MessageType, Is.EqualTo(WebSocketMessageType.Close));
        return (int)received.CloseStatus!.Value;
    }
}
