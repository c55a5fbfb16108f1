using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace Pacs.DicomWeb.Client.Tests;

/// <summary>A server that answers as the test says, and remembers what it was asked.</summary>
internal sealed class ScriptedHandler(params Func<HttpRequestMessage, HttpResponseMessage>[] answers) : HttpMessageHandler
{
    public List<(HttpMethod Method, string Url, string Accept, byte[] Body)> Requests { get; } = [];

    public static DicomWebClient Client(ScriptedHandler handler, DicomWebClientOptions? options = null) =>
        new(new HttpClient(handler) { BaseAddress = new Uri("http://pacs.test/dicom-web") }, options ?? new DicomWebClientOptions { RetryDelay = TimeSpan.Zero });

    public static Func<HttpRequestMessage, HttpResponseMessage> Status(HttpStatusCode status, string body = "", Action<HttpResponseMessage>? change = null) => _ =>
    {
        var response = new HttpResponseMessage(status) { Content = new StringContent(body) };
        change?.Invoke(response);
        return response;
    };

    public static Func<HttpRequestMessage, HttpResponseMessage> Body(string type, byte[] body, HttpStatusCode status = HttpStatusCode.OK, Action<HttpResponseMessage>? change = null) => request =>
    {
        var response = new HttpResponseMessage(status) { Content = new StreamContent(new DripStream(body)), RequestMessage = request };
        response.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        change?.Invoke(response);
        return response;
    };

    public static Func<HttpRequestMessage, HttpResponseMessage> Json(string json, Action<HttpResponseMessage>? change = null) => Body("application/dicom+json", Encoding.UTF8.GetBytes(json), change: change);

    public static Func<HttpRequestMessage, HttpResponseMessage> Fail(HttpRequestError error) => _ => throw new HttpRequestException(error);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        byte[] body = request.Content is null ? [] : await request.Content.ReadAsByteArrayAsync(cancellationToken);
        Requests.Add((request.Method, request.RequestUri!.AbsoluteUri, request.Headers.Accept.ToString(), body));
        HttpResponseMessage response = answers[Math.Min(Requests.Count, answers.Length) - 1](request);
        response.RequestMessage = request;
        return response;
    }

    /// <summary>Gives a few bytes at a time, as a slow network does.</summary>
    private sealed class DripStream(byte[] bytes) : MemoryStream(bytes, writable: false)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => base.ReadAsync(buffer[..Math.Min(buffer.Length, 7)], cancellationToken);
    }
}
