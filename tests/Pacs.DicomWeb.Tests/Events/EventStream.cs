using System.Net.ServerSentEvents;
using System.Text.Json;

namespace Pacs.DicomWeb.Tests;

/// <summary>An event stream that a test listens to.</summary>
internal sealed class EventStream : IAsyncDisposable
{
    private readonly HttpResponseMessage _response;
    private readonly IAsyncEnumerator<SseItem<string>> _items;

    private EventStream(HttpResponseMessage response, Stream body)
    {
        _response = response;
        _items = SseParser.Create(body).EnumerateAsync().GetAsyncEnumerator();
    }

    /// <summary>Opens one; the answer's head has come when it returns.</summary>
    public static async Task<EventStream> OpenAsync(WebArchive web, string query = "", string? lastEventId = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "events" + query);
        request.Headers.TryAddWithoutValidation("Accept", "text/event-stream");
        if (lastEventId is not null) request.Headers.TryAddWithoutValidation("Last-Event-ID", lastEventId);
        HttpResponseMessage response = await web.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Assert.That((int)response.StatusCode, Is.EqualTo(200));
        Assert.That(response.Content.Headers.ContentType!.MediaType, Is.EqualTo("text/event-stream"));
        return new EventStream(response, await response.Content.ReadAsStreamAsync());
    }

    /// <summary>The next event with its id; null when the stream has ended.</summary>
    public async Task<(string Id, JsonElement Data)?> NextAsync()
    {
        if (!await _items.MoveNextAsync()) return null;
        using JsonDocument document = JsonDocument.Parse(_items.Current.Data);
        return (_items.Current.EventId!, document.RootElement.Clone());
    }

    /// <summary>The instance that the next event is about, with what happened to it.</summary>
    public async Task<string> NextInstanceAsync()
    {
        (string Id, JsonElement Data)? next = await NextAsync();
        Assert.That(next, Is.Not.Null, "The stream has ended.");
        return $"{next!.Value.Data.GetProperty("kind").GetString()} {next.Value.Data.GetProperty("instance").GetString()}";
    }

    public async ValueTask DisposeAsync()
    {
        _response.Dispose(); // first: an enumerator that waits for bytes cannot be disposed
        await _items.DisposeAsync();
    }
}
