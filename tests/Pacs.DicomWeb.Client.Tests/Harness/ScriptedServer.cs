using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Pacs.DicomWeb.Client.Tests;

/// <summary>A real web server on a free port that answers each request as the test says, the last answer again and again.</summary>
internal sealed class ScriptedServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly RequestDelegate[] _answers;
    private int _count;

    private ScriptedServer(WebApplication app, RequestDelegate[] answers)
    {
        _app = app;
        _answers = answers;
    }

    /// <summary>How many requests have come.</summary>
    public int Count => Volatile.Read(ref _count);

    public Uri Address => new(_app.Urls.First() + "/dicom-web/");

    public static async Task<ScriptedServer> StartAsync(params RequestDelegate[] answers)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0").ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = null);
        var server = new ScriptedServer(builder.Build(), answers);
        server._app.Run(server.AnswerAsync);
        await server._app.StartAsync();
        return server;
    }

    /// <summary>A client that waits for nothing between its tries.</summary>
    public DicomWebClient Client(HttpMessageHandler? handler = null, DicomWebClientOptions? options = null) =>
        new(new HttpClient(handler ?? new SocketsHttpHandler()) { BaseAddress = Address }, options ?? new DicomWebClientOptions { RetryDelay = TimeSpan.Zero });

    /// <summary>An answer without a body.</summary>
    public static RequestDelegate Status(int status, params (string Name, string Value)[] headers) => context =>
    {
        context.Response.StatusCode = status;
        foreach ((string name, string value) in headers) context.Response.Headers.Append(name, value);
        return Task.CompletedTask;
    };

    /// <summary>A whole answer.</summary>
    public static RequestDelegate Body(string type, byte[] body) => async context =>
    {
        context.Response.ContentType = type;
        context.Response.ContentLength = body.Length;
        await context.Response.Body.WriteAsync(body, context.RequestAborted);
    };

    /// <summary>Part of an answer, and then the connection is gone: at once, which may take along what the client has not read, or later.</summary>
    public static RequestDelegate Broken(string type, byte[] begin, Task? later = null) => async context =>
    {
        context.Response.ContentType = type;
        await context.Response.Body.WriteAsync(begin);
        await context.Response.Body.FlushAsync();
        if (later is not null) await later;
        context.Abort();
    };

    /// <summary>The connection is gone before there is an answer.</summary>
    public static Task Gone(HttpContext context)
    {
        context.Abort();
        return Task.CompletedTask;
    }

    /// <summary>Part of an answer, and then nothing until the client goes, which is told.</summary>
    public static RequestDelegate Hanging(string type, byte[] begin, TaskCompletionSource left) => async context =>
    {
        context.Response.ContentType = type;
        await context.Response.Body.WriteAsync(begin);
        await context.Response.Body.FlushAsync();
        await using (context.RequestAborted.Register(() => left.TrySetResult())) await left.Task;
    };

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private Task AnswerAsync(HttpContext context) => _answers[Math.Min(Interlocked.Increment(ref _count), _answers.Length) - 1](context);
}
