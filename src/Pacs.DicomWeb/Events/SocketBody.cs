using System.Net.WebSockets;
using Microsoft.AspNetCore.Http;
using Pacs.Archive;

namespace Pacs.DicomWeb;

/// <summary>The feed over a WebSocket (RFC 6455): a text message for each change. Nothing is expected from the client but its close.</summary>
internal sealed class SocketBody(DicomWebContext context, TimeProvider time)
{
    /// <summary>Close code: the sequence number asked for is not of this feed; the reason says where the feed ends.</summary>
    public const WebSocketCloseStatus BeyondTheEnd = (WebSocketCloseStatus)4409;

    /// <summary>Close code: the socket has been open long enough; open another with the last sequence number.</summary>
    public const WebSocketCloseStatus ComeAgain = (WebSocketCloseStatus)4408;

    // An event is some hundred bytes: a client that takes none in this time reads no more.
    private static readonly TimeSpan SendTimeout = TimeSpan.FromMinutes(1);

    public async ValueTask WriteAsync(long? after, long end, CancellationToken stopping, CancellationToken ending)
    {
        var accept = new WebSocketAcceptContext { KeepAliveInterval = context.Options.EventHeartbeat, KeepAliveTimeout = SendTimeout };
        using WebSocket socket = await context.Http.WebSockets.AcceptWebSocketAsync(accept).ConfigureAwait(false);
        if (after is null)
        {
            await CloseAsync(socket, BeyondTheEnd, EventsHandler.Beyond(end), heard: null).ConfigureAwait(false);
            return;
        }

        using var listening = CancellationTokenSource.CreateLinkedTokenSource(context.Aborted);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(ending);
        Task<WebSocketCloseStatus> heard = ListenAsync(socket, listening.Token);
        Task ended = EndAsync(heard, over);
        try
        {
            await SendAllAsync(socket, after.Value, over.Token).ConfigureAwait(false);
            await CloseAsync(socket, WebSocketCloseStatus.EndpointUnavailable, "The archive closes.", heard).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested)
        {
            if (heard.IsCompletedSuccessfully) await CloseAsync(socket, await heard.ConfigureAwait(false), reason: null, heard).ConfigureAwait(false);
            else if (stopping.IsCancellationRequested) await CloseAsync(socket, WebSocketCloseStatus.EndpointUnavailable, "The server stops.", heard).ConfigureAwait(false);
            else await CloseAsync(socket, ComeAgain, "Open another socket.", heard).ConfigureAwait(false);
        }
        catch (Exception gone) when (gone is WebSocketException or OperationCanceledException)
        {
            // The connection broke, or nothing is taken from it: there is nobody to tell.
            context.Http.Abort();
        }
        finally
        {
            await listening.CancelAsync().ConfigureAwait(false);
            await ended.ConfigureAwait(false);
        }
    }

    private async ValueTask SendAllAsync(WebSocket socket, long after, CancellationToken over)
    {
        var batches = new EventBatches(context.Archive.Archive, after, time, over);
        await using (batches.ConfigureAwait(false))
        {
            using var json = new EventJson();
            // Silence is the socket's own to fill: it pings (RFC 6455 §5.5.2).
            while (await batches.ReadAsync(Timeout.InfiniteTimeSpan).ConfigureAwait(false) is { } batch)
            {
                await EventFilter.ApplyAsync(context.Archive, batch, over).ConfigureAwait(false);
                foreach (ArchiveChange change in batch)
                {
                    over.ThrowIfCancellationRequested();
                    // A message that has begun is finished, if it can be: a cancelled send would break the socket, and its close with it.
                    using var patience = new CancellationTokenSource(SendTimeout, time);
                    using var sending = CancellationTokenSource.CreateLinkedTokenSource(context.Aborted, patience.Token);
                    await socket.SendAsync(json.Write(change), WebSocketMessageType.Text, endOfMessage: true, sending.Token).ConfigureAwait(false);
                }
            }
        }
    }

    // Ends when the client closes, or says something: 1000 and 1003 (RFC 6455 §7.4.1).
    private static async Task<WebSocketCloseStatus> ListenAsync(WebSocket socket, CancellationToken ct)
    {
        ValueWebSocketReceiveResult received = await socket.ReceiveAsync(new byte[128].AsMemory(), ct).ConfigureAwait(false);
        return received.MessageType == WebSocketMessageType.Close ? WebSocketCloseStatus.NormalClosure : WebSocketCloseStatus.InvalidMessageType;
    }

    // Only once it is known what was heard: who sends must be able to say so.
    private static async Task EndAsync(Task heard, CancellationTokenSource over)
    {
        await heard.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await over.CancelAsync().ConfigureAwait(false);
    }

    // Sends a close and waits for the client's, though not for ever: to cancel what is being received would break the connection before the client has read why.
    private static async ValueTask CloseAsync(WebSocket socket, WebSocketCloseStatus status, string? reason, Task? heard)
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        try
        {
            if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived) await socket.CloseOutputAsync(status, reason, timeout.Token).ConfigureAwait(false);
            if (heard is { IsCompleted: false }) await heard.WaitAsync(timeout.Token).ConfigureAwait(false);
            byte[] rest = new byte[128];
            while (socket.State == WebSocketState.CloseSent) await socket.ReceiveAsync(rest.AsMemory(), timeout.Token).ConfigureAwait(false);
        }
        catch (Exception gone) when (gone is WebSocketException or OperationCanceledException)
        {
        }
    }
}
