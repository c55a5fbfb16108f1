using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Pacs.DicomWeb.Tests;

/// <summary>Kestrel over the transport of <see cref="DicomWebServiceCollectionExtensions.AddDicomWebTransport"/>, asked over plain sockets and with .NET's client.</summary>
[TestFixture]
public class DirectTransportTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    [Test]
    public async Task RequestsThatComeAtOnce_AreAnsweredInTheirOrder()
    {
        await using Site site = await Site.StartAsync();
        using NetworkStream client = site.Connect();
        await client.WriteAsync(Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, 200).Select(i => $"GET /name/{i} HTTP/1.1\r\nHost: x\r\n{(i == 199 ? "Connection: close\r\n" : "")}\r\n"))));

        string answers = await new StreamReader(client).ReadToEndAsync();

        Assert.That(answers.Split("HTTP/1.1 200 OK").Skip(1).Select(a => a[(a.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..]), Is.EqualTo(Enumerable.Range(0, 200).Select(i => $"<{i}>")));
    }

    [Test]
    public async Task RequestThatComesByteByByte_IsAnswered()
    {
        await using Site site = await Site.StartAsync();
        using NetworkStream client = site.Connect();
        foreach (byte b in "GET /name/slow HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"u8.ToArray())
        {
            await client.WriteAsync(new[] { b });
            await Task.Yield();
        }

        Assert.That(await new StreamReader(client).ReadToEndAsync(), Does.EndWith("<slow>"));
    }

    [Test]
    public async Task BodyOfAnyLength_ComesBackAsItWasSent([Values] bool isChunked, [Values(0, 1, 64 * 1024, (3 * 1024 * 1024) + 1)] int length)
    {
        await using Site site = await Site.StartAsync();
        byte[] sent = RandomNumberGenerator.GetBytes(length);
        using var request = new HttpRequestMessage(HttpMethod.Post, "echo") { Content = isChunked ? new StreamContent(new MemoryStream(sent)) : new ByteArrayContent(sent) };
        request.Headers.TransferEncodingChunked = isChunked;

        using HttpResponseMessage response = await site.Http.SendAsync(request);

        Assert.That(await response.Content.ReadAsByteArrayAsync(), Is.EqualTo(sent));
    }

    [Test]
    public async Task MoreConnectionsThanThreads_AreAllAnswered_AgainAndAgain()
    {
        await using Site site = await Site.StartAsync();
        NetworkStream[] clients = [.. Enumerable.Range(0, 100).Select(_ => site.Connect())];
        for (int round = 0; round < 3; round++)
        {
            string[] answers = await Task.WhenAll(clients.Select(async (client, i) =>
            {
                await client.WriteAsync(Encoding.ASCII.GetBytes($"GET /name/{i} HTTP/1.1\r\nHost: x\r\n\r\n"));
                return await ReadUntilAsync(client, $"<{i}>");
            }));
            Assert.That(answers, Has.All.StartsWith("HTTP/1.1 200 OK"));
        }

        foreach (NetworkStream client in clients) client.Dispose();
    }

    [Test]
    public async Task AnswerToAPeerThatReadsLate_WaitsForIt()
    {
        await using Site site = await Site.StartAsync();
        using NetworkStream client = site.Connect();
        await client.WriteAsync("GET /much HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"u8.ToArray());
        await site.Stuck.WaitAsync(s_patience); // the server has sent what the system's buffers hold, and a wait on its thread is long over

        using var answer = new MemoryStream();
        await client.CopyToAsync(answer);

        byte[] all = answer.ToArray();
        int body = all.AsSpan().IndexOf("\r\n\r\n"u8) + 4;
        Assert.That(all.AsSpan(body).SequenceEqual(Site.Much), Is.True);
    }

    [Test]
    public async Task RequestWhoseSenderHangsUp_IsAborted()
    {
        await using Site site = await Site.StartAsync();
        using (NetworkStream client = site.Connect())
        {
            await client.WriteAsync("GET /wait HTTP/1.1\r\nHost: x\r\n\r\n"u8.ToArray());
            await site.Waiting.WaitAsync(s_patience);
        }

        Assert.That(async () => await site.Aborted.WaitAsync(s_patience), Throws.Nothing);
    }

    [Test]
    public async Task RequestWhoseSenderIsReset_IsAborted()
    {
        await using Site site = await Site.StartAsync();
        using (NetworkStream client = site.Connect())
        {
            await client.WriteAsync("GET /wait HTTP/1.1\r\nHost: x\r\n\r\n"u8.ToArray());
            await site.Waiting.WaitAsync(s_patience);
            client.Socket.Close(0);
        }

        Assert.That(async () => await site.Aborted.WaitAsync(s_patience), Throws.Nothing);
    }

    [Test]
    public async Task AnswerToAPeerThatIsGone_EndsWithTheRequestAborted_AndTheNextIsServed()
    {
        await using Site site = await Site.StartAsync();
        using (NetworkStream client = site.Connect())
        {
            await client.WriteAsync("GET /endless HTTP/1.1\r\nHost: x\r\n\r\n"u8.ToArray());
            await client.ReadExactlyAsync(new byte[100_000]);
            client.Socket.Close(0);
        }

        await site.Aborted.WaitAsync(s_patience);
        Assert.That(await site.Http.GetStringAsync("name/next"), Is.EqualTo("<next>"));
    }

    [Test]
    public async Task AbortedRequest_ResetsTheConnection()
    {
        await using Site site = await Site.StartAsync();
        using NetworkStream client = site.Connect();
        await client.WriteAsync("GET /abort HTTP/1.1\r\nHost: x\r\n\r\n"u8.ToArray());

        Assert.That(async () => await client.ReadExactlyAsync(new byte[1]), Throws.InstanceOf<IOException>());
    }

    [Test]
    public async Task PeerThatSaysNoMoreAfterItsRequest_IsAnswered()
    {
        await using Site site = await Site.StartAsync();
        using NetworkStream client = site.Connect();
        await client.WriteAsync("GET /name/half HTTP/1.1\r\nHost: x\r\n\r\n"u8.ToArray());
        client.Socket.Shutdown(SocketShutdown.Send);

        Assert.That(await new StreamReader(client).ReadToEndAsync(), Does.EndWith("<half>"));
    }

    [Test]
    public async Task IdleConnection_IsClosedAfterItsTime([Values] bool isOnlyConnected)
    {
        await using Site site = await Site.StartAsync(kestrel =>
        {
            kestrel.Limits.KeepAliveTimeout = TimeSpan.FromSeconds(1);
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(1);
        });
        using NetworkStream client = site.Connect();
        if (!isOnlyConnected) await client.WriteAsync("GET /name/once HTTP/1.1\r\nHost: x\r\n\r\n"u8.ToArray());

        string answer = await new StreamReader(client).ReadToEndAsync().WaitAsync(s_patience);

        Assert.That(answer, isOnlyConnected ? Is.Empty : Does.EndWith("<once>"));
    }

    [Test]
    public async Task BodyThatEndsEarly_FailsTheRead()
    {
        await using Site site = await Site.StartAsync();
        using (NetworkStream client = site.Connect())
        {
            await client.WriteAsync("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\nonly this"u8.ToArray());
        }

        Assert.That(await site.Failed.WaitAsync(s_patience), Is.InstanceOf<IOException>());
    }

    [Test]
    public async Task Stop_DoesNotWaitForIdleConnections()
    {
        await using Site site = await Site.StartAsync();
        using NetworkStream client = site.Connect();
        await client.WriteAsync("GET /name/idle HTTP/1.1\r\nHost: x\r\n\r\n"u8.ToArray());
        await ReadUntilAsync(client, "<idle>");

        await site.StopAsync().WaitAsync(s_patience);

        Assert.That(await client.ReadAsync(new byte[1]), Is.Zero);
    }

    [Test]
    public async Task Stop_LetsARequestEnd()
    {
        await using Site site = await Site.StartAsync();
        using NetworkStream client = site.Connect();
        await client.WriteAsync("GET /wait HTTP/1.1\r\nHost: x\r\n\r\n"u8.ToArray());
        await site.Waiting.WaitAsync(s_patience);

        Task stopping = site.StopAsync();
        site.Release();

        Assert.That(await new StreamReader(client).ReadToEndAsync().WaitAsync(s_patience), Does.Contain("released"));
        await stopping.WaitAsync(s_patience);
    }

    [Test]
    public async Task PortInUse_IsToldAsByKestrel()
    {
        await using Site first = await Site.StartAsync();

        Assert.That(async () => await Site.StartAsync(port: first.Port), Throws.InstanceOf<IOException>().With.InnerException.InstanceOf<AddressInUseException>());
    }

    [Test]
    public async Task Tls_CarriesRequestsAndHangsUp()
    {
        await using Site site = await Site.StartAsync(isSecure: true);
        byte[] sent = RandomNumberGenerator.GetBytes(1_000_000);
        using (HttpResponseMessage response = await site.Http.PostAsync("echo", new ByteArrayContent(sent))) Assert.That(await response.Content.ReadAsByteArrayAsync(), Is.EqualTo(sent));

        using (var client = new SslStream(site.Connect(), leaveInnerStreamOpen: false, static (_, certificate, _, _) => certificate?.Subject == "CN=localhost"))
        {
            await client.AuthenticateAsClientAsync("localhost");
            await client.WriteAsync("GET /wait HTTP/1.1\r\nHost: x\r\n\r\n"u8.ToArray());
            await site.Waiting.WaitAsync(s_patience);
            await client.ShutdownAsync(); // close_notify lies before the end
        }

        Assert.That(async () => await site.Aborted.WaitAsync(s_patience), Throws.Nothing);
    }

    [Test]
    public async Task Http2_CarriesManyRequestsOnOneConnection()
    {
        await using Site site = await Site.StartAsync(isSecure: true);
        string[] answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(async i =>
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"name/{i}") { Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
            using HttpResponseMessage response = await site.Http.SendAsync(request);
            return await response.Content.ReadAsStringAsync();
        }));

        Assert.That(answers, Is.EqualTo(Enumerable.Range(0, 50).Select(i => $"<{i}>")));
    }

    [Test]
    public async Task WebSocket_SpeaksBothWaysAtOnce()
    {
        await using Site site = await Site.StartAsync();
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(new Uri($"ws://127.0.0.1:{site.Port}/socket"), CancellationToken.None);

        // The server speaks by itself, and answers, while it waits for more.
        Assert.That(await ReceiveAsync(socket), Is.EqualTo("hello"));
        for (int i = 0; i < 20; i++)
        {
            await socket.SendAsync(Encoding.ASCII.GetBytes($"{i}"), WebSocketMessageType.Text, true, CancellationToken.None);
            Assert.That(await ReceiveAsync(socket), Is.EqualTo($"{i}"));
        }

        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
    }

    private static async Task<string> ReceiveAsync(ClientWebSocket socket)
    {
        byte[] buffer = new byte[100];
        WebSocketReceiveResult result = await socket.ReceiveAsync(buffer, CancellationToken.None);
        return Encoding.ASCII.GetString(buffer, 0, result.Count);
    }

    private static async Task<string> ReadUntilAsync(NetworkStream client, string end)
    {
        var text = new StringBuilder();
        byte[] buffer = new byte[4096];
        while (!text.ToString().EndsWith(end, StringComparison.Ordinal))
        {
            int count = await client.ReadAsync(buffer).AsTask().WaitAsync(s_patience);
            if (count == 0) throw new EndOfStreamException(text.ToString());
            text.Append(Encoding.ASCII.GetString(buffer, 0, count));
        }

        return text.ToString();
    }

    /// <summary>A few resources behind the transport.</summary>
    private sealed class Site : IAsyncDisposable
    {
        public static readonly byte[] Much = RandomNumberGenerator.GetBytes(24 * 1024 * 1024);

        private readonly TaskCompletionSource _waiting = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _aborted = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _stuck = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource<Exception> _failed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly WebApplication _app;

        private Site(WebApplication app) => _app = app;

        public int Port { get; private set; }

        public HttpClient Http { get; private set; } = null!;

        public Task Waiting => _waiting.Task;

        public Task Aborted => _aborted.Task;

        public Task Stuck => _stuck.Task;

        public Task<Exception> Failed => _failed.Task;

        public static async Task<Site> StartAsync(Action<KestrelServerOptions>? configure = null, bool isSecure = false, int port = 0)
        {
            WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
            builder.Logging.ClearProviders();
            builder.WebHost.UseKestrelHttpsConfiguration();
            builder.WebHost.ConfigureKestrel(kestrel =>
            {
                configure?.Invoke(kestrel);
                kestrel.Listen(IPAddress.Loopback, port, listen =>
                {
                    if (isSecure) listen.UseHttps(Certificate());
                });
            });
            builder.Services.AddDicomWebTransport();
            var site = new Site(builder.Build());
            site.Map();
            try
            {
                await site._app.StartAsync();
            }
            catch
            {
                await site._app.DisposeAsync();
                throw;
            }

            var address = new Uri(site._app.Urls.First());
            site.Port = address.Port;
            site.Http = new HttpClient(new SocketsHttpHandler { SslOptions = { RemoteCertificateValidationCallback = static (_, certificate, _, _) => certificate?.Subject == "CN=localhost" } }) { BaseAddress = address };
            return site;
        }

        public NetworkStream Connect()
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            socket.Connect(IPAddress.Loopback, Port);
            return new NetworkStream(socket, ownsSocket: true);
        }

        public void Release() => _released.SetResult();

        public Task StopAsync() => _app.StopAsync();

        public async ValueTask DisposeAsync()
        {
            Http.Dispose();
            _released.TrySetResult();
            await _app.DisposeAsync();
        }

        private static X509Certificate2 Certificate()
        {
            using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            return new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        }

        private void Map()
        {
            _app.UseWebSockets();
            _app.MapGet("/name/{name}", (string name) => Results.Text($"<{name}>"));
            _app.MapPost("/echo", EchoAsync);
            _app.MapGet("/much", SendMuchAsync);
            _app.MapGet("/wait", WaitAsync);
            _app.MapGet("/endless", SendEndlesslyAsync);
            _app.MapGet("/abort", (HttpContext context) => context.Abort());
            _app.MapGet("/socket", SpeakAsync);
        }

        private async Task EchoAsync(HttpContext context)
        {
            using var body = new MemoryStream();
            try
            {
                await context.Request.Body.CopyToAsync(body);
            }
            catch (Exception e)
            {
                _failed.TrySetResult(e);
                throw;
            }

            await context.Response.BodyWriter.WriteAsync(body.ToArray());
        }

        private async Task SendMuchAsync(HttpContext context)
        {
            context.Response.ContentLength = Much.Length;
            for (int sent = 0; sent < Much.Length; sent += 1024 * 1024)
            {
                ValueTask<System.IO.Pipelines.FlushResult> flushed = context.Response.BodyWriter.WriteAsync(Much.AsMemory(sent, 1024 * 1024));
                if (!flushed.IsCompleted) _stuck.TrySetResult();
                await flushed;
            }
        }

        private async Task WaitAsync(HttpContext context)
        {
            using CancellationTokenRegistration registration = context.RequestAborted.Register(() => _aborted.TrySetResult());
            _waiting.TrySetResult();
            await Task.WhenAny(_released.Task, _aborted.Task);
            await context.Response.WriteAsync("released");
        }

        private async Task SendEndlesslyAsync(HttpContext context)
        {
            using CancellationTokenRegistration registration = context.RequestAborted.Register(() => _aborted.TrySetResult());
            while (!context.RequestAborted.IsCancellationRequested) await context.Response.BodyWriter.WriteAsync(Much.AsMemory(0, 100_000));
        }

        private static async Task SpeakAsync(HttpContext context)
        {
            using WebSocket socket = await context.WebSockets.AcceptWebSocketAsync();
            byte[] buffer = new byte[100];
            Task<WebSocketReceiveResult> receiving = socket.ReceiveAsync(buffer, CancellationToken.None);
            await socket.SendAsync("hello"u8.ToArray(), WebSocketMessageType.Text, true, CancellationToken.None);
            while ((await receiving).MessageType != WebSocketMessageType.Close)
            {
                await socket.SendAsync(buffer.AsMemory(0, (await receiving).Count), WebSocketMessageType.Text, true, CancellationToken.None);
                receiving = socket.ReceiveAsync(buffer, CancellationToken.None);
            }

            await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        }
    }
}
