using System.Buffers;
using System.Globalization;
using System.Net.ServerSentEvents;
using System.Net.WebSockets;
using System.Runtime.CompilerServices;
using Pacs.Core;

namespace Pacs.DicomWeb.Client;

/// <summary>The change feed of a server of this suite: Server-Sent Events that go on where they were after a lost connection, or one WebSocket.</summary>
internal static class WebEvents
{
    private const int MaxEventLength = 64 * 1024;

    public static async IAsyncEnumerable<DicomWebChange> StreamAsync(DicomWebTransport transport, long after, [EnumeratorCancellation] CancellationToken ct)
    {
        int failures = 0;
        while (true)
        {
            ct.ThrowIfCancellationRequested();
            IAsyncEnumerator<DicomWebChange> events = OnceAsync(transport, after, ct).GetAsyncEnumerator(ct);
            await using (events.ConfigureAwait(false))
            {
                while (true)
                {
                    try
                    {
                        if (!await events.MoveNextAsync().ConfigureAwait(false)) break;
                    }
                    catch (DicomWebRequestException lost) when (lost.IsTransient && failures < transport.Options.MaxRetries)
                    {
                        break;
                    }

                    failures = 0;
                    // Sent again after a reconnection: seen already.
                    if (events.Current.Sequence <= after) continue;
                    after = events.Current.Sequence;
                    yield return events.Current;
                }
            }

            failures++;
            await Task.Delay(transport.Options.RetryDelay, transport.Options.TimeProvider, ct).ConfigureAwait(false);
        }
    }

    private static async IAsyncEnumerable<DicomWebChange> OnceAsync(DicomWebTransport transport, long after, [EnumeratorCancellation] CancellationToken ct)
    {
        HttpResponseMessage response = await transport.GetAsync(Address(transport, after), "text/event-stream", ct).ConfigureAwait(false);
        BodyStream body = await BodyStream.OpenAsync(transport, response, progress: null, ct).ConfigureAwait(false);
        await using (body.ConfigureAwait(false))
        {
            if (response.Content.Headers.ContentType?.MediaType != "text/event-stream") throw new DicomDataException("The server has no event stream here.");
            SseParser<DicomWebChange?> parser = SseParser.Create(body, static (_, data) =>
                data.IsEmpty ? null : data.Length > MaxEventLength ? throw new DicomDataException($"An event is longer than {MaxEventLength} bytes.") : ChangeJson.Parse(data));
            await foreach (SseItem<DicomWebChange?> item in parser.EnumerateAsync(ct).ConfigureAwait(false))
                if (item.Data is { } change) yield return change;
        }
    }

    public static async IAsyncEnumerable<DicomWebChange> SocketAsync(DicomWebTransport transport, ClientWebSocket socket, HttpMessageInvoker? invoker, long after, [EnumeratorCancellation] CancellationToken ct)
    {
        Uri http = Address(transport, after);
        var uri = new UriBuilder(http) { Scheme = http.Scheme == "https" ? "wss" : "ws" };
        try
        {
            await socket.ConnectAsync(uri.Uri, invoker, ct).ConfigureAwait(false);
        }
        catch (WebSocketException refused)
        {
            throw new DicomWebRequestException($"The event socket was not opened: {refused.WebSocketErrorCode} {(int)socket.HttpStatusCode}.",
                socket.HttpStatusCode == 0 ? null : socket.HttpStatusCode, isTransient: socket.HttpStatusCode is 0 or System.Net.HttpStatusCode.ServiceUnavailable, innerException: refused);
        }

        byte[] buffer = ArrayPool<byte>.Shared.Rent(MaxEventLength);
        try
        {
            while (await ReceiveAsync(socket, buffer, ct).ConfigureAwait(false) is >= 0 and int length)
                yield return ChangeJson.Parse(buffer.AsSpan(0, length));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
            if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived) socket.Abort();
        }
    }

    // -1 when the server closed.
    private static async Task<int> ReceiveAsync(ClientWebSocket socket, byte[] buffer, CancellationToken ct)
    {
        int length = 0;
        try
        {
            while (true)
            {
                ValueWebSocketReceiveResult received = await socket.ReceiveAsync(buffer.AsMemory(length), ct).ConfigureAwait(false);
                if (received.MessageType == WebSocketMessageType.Close) return IsOrderly(socket) ? -1 : throw Refusal(socket);
                length += received.Count;
                if (received.EndOfMessage) return length;
                if (length == buffer.Length) throw new DicomDataException($"An event is longer than {buffer.Length} bytes.");
            }
        }
        catch (WebSocketException lost)
        {
            throw new DicomWebRequestException($"The event socket broke: {lost.WebSocketErrorCode}.", status: null, isTransient: true, innerException: lost);
        }
    }

    // Codes from 4400 on are the application's own, and speak of the request; that the time is over does not.
    private static bool IsOrderly(ClientWebSocket socket) => (int?)socket.CloseStatus is not (>= 4400 and < 4500) or 4408;

    private static DicomWebRequestException Refusal(ClientWebSocket socket) => new(
        $"The server closed the event socket with {(int)socket.CloseStatus!.Value}.", (System.Net.HttpStatusCode)((int)socket.CloseStatus.Value - 4000), isTransient: false, detail: socket.CloseStatusDescription);

    private static Uri Address(DicomWebTransport transport, long after) => transport.At(string.Create(CultureInfo.InvariantCulture, $"events?after={after}"));
}
