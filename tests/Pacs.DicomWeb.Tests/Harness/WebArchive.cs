using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Pacs.Archive;
using Pacs.Archive.Sqlite;
using Pacs.Core;

namespace Pacs.DicomWeb.Tests;

/// <summary>An archive of its own behind a real server on a free port.</summary>
internal sealed class WebArchive : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly string? _folder;

    private WebArchive(WebApplication app, DicomArchive archive, string? ownFolder)
    {
        _app = app;
        _folder = ownFolder;
        Archive = archive;
        string address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        Address = new Uri(address);
        Http = new HttpClient { BaseAddress = new Uri(address + "/dicom-web/") };
    }

    public DicomArchive Archive { get; }

    public HttpClient Http { get; }

    public Uri Address { get; }

    public string Base => Http.BaseAddress!.ToString().TrimEnd('/');

    /// <param name="options">Of the endpoints.</param>
    /// <param name="services">Adds services.</param>
    /// <param name="configure">Adds to the application.</param>
    /// <param name="blobs">Stands before the archive's store; null for the store itself.</param>
    /// <param name="index">Stands before the archive's index; null for the index itself.</param>
    /// <param name="keptFolder">The archive's folder, which stays when this is disposed; null for one that goes.</param>
    public static async Task<WebArchive> StartAsync(DicomWebOptions? options = null, Action<IServiceCollection>? services = null, Action<WebApplication, IEndpointConventionBuilder>? configure = null, string? keptFolder = null,
        Func<IBlobStore, IBlobStore>? blobs = null, Func<IArchiveIndex, IArchiveIndex>? index = null)
    {
        string folder = keptFolder ?? Directory.CreateTempSubdirectory("pacs-web-").FullName;
        DicomArchive archive = blobs is null && index is null ? await SqliteArchive.OpenAsync(folder) : await OpenAsync(folder, blobs, index);
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddDicomWebTransport();
        services?.Invoke(builder.Services);
        WebApplication app = builder.Build();
        IEndpointConventionBuilder endpoints = app.MapDicomWeb("/dicom-web", archive, options);
        configure?.Invoke(app, endpoints);
        await app.StartAsync();
        return new WebArchive(app, archive, keptFolder is null ? folder : null);
    }

    private static async Task<DicomArchive> OpenAsync(string folder, Func<IBlobStore, IBlobStore>? blobs, Func<IArchiveIndex, IArchiveIndex>? index)
    {
        IBlobStore store = await SegmentBlobStore.OpenAsync(Path.Combine(folder, "blobs"));
        IArchiveIndex entries = await SqliteIndex.OpenAsync(Path.Combine(folder, "index.db"));
        return await DicomArchive.OpenAsync(blobs?.Invoke(store) ?? store, index?.Invoke(entries) ?? entries);
    }

    public async Task<DicomFile> AddAsync(DicomFile file)
    {
        StoreOutcome outcome = await Archive.StoreAsync(file);
        Assert.That(outcome.IsStored, Is.True, outcome.Status.ToString());
        return file;
    }

    /// <summary>Tells the server to stop, which completes when all requests have ended.</summary>
    public Task StopServerAsync() => _app.StopAsync();

    /// <summary>The answer to a GET, whatever its status.</summary>
    public async Task<HttpResponseMessage> GetAsync(string path, string? accept = null, HttpMethod? method = null)
    {
        using var request = new HttpRequestMessage(method ?? HttpMethod.Get, path);
        if (accept is not null) request.Headers.TryAddWithoutValidation("Accept", accept);
        return await Http.SendAsync(request);
    }

    public async Task<JsonElement[]> SearchAsync(string path)
    {
        using HttpResponseMessage response = await GetAsync(path, "application/dicom+json");
        string text = await response.Content.ReadAsStringAsync();
        Assert.That((int)response.StatusCode, Is.EqualTo(200), text);
        using JsonDocument document = JsonDocument.Parse(text);
        return [.. document.RootElement.EnumerateArray().Select(e => e.Clone())];
    }

    public async Task<HttpResponseMessage> StoreAsync(string path, params byte[][] files)
    {
        using var body = new ByteArrayContent(Multipart("b0undary", [.. files.Select(f => ("Content-Type: application/dicom\r\n", f))]));
        body.Headers.TryAddWithoutValidation("Content-Type", "multipart/related; type=\"application/dicom\"; boundary=b0undary");
        return await Http.PostAsync(path, body);
    }

    public static byte[] Multipart(string boundary, params (string Headers, byte[] Content)[] parts)
    {
        using var body = new MemoryStream();
        foreach ((string headers, byte[] content) in parts)
        {
            body.Write(Encoding.ASCII.GetBytes($"--{boundary}\r\n{headers}\r\n"));
            body.Write(content);
            body.Write("\r\n"u8);
        }

        body.Write(Encoding.ASCII.GetBytes($"--{boundary}--\r\n"));
        return body.ToArray();
    }

    /// <summary>The parts of an answer: their headers and bytes.</summary>
    public static async Task<List<(string Headers, byte[] Content)>> PartsAsync(HttpResponseMessage response)
    {
        byte[] body = await response.Content.ReadAsByteArrayAsync();
        MediaTypeHeaderValue type = response.Content.Headers.ContentType!;
        Assert.That(type.MediaType, Is.EqualTo("multipart/related"), Encoding.UTF8.GetString(body));
        byte[] delimiter = Encoding.ASCII.GetBytes("\r\n--" + type.Parameters.First(p => p.Name == "boundary").Value!.Trim('"'));
        byte[] all = [.. "\r\n"u8, .. body];
        var parts = new List<(string, byte[])>();
        for (int at = all.AsSpan().IndexOf(delimiter); ;)
        {
            int start = at + delimiter.Length;
            if (all.AsSpan(start).StartsWith("--"u8)) return parts;
            int next = start + all.AsSpan(start).IndexOf(delimiter);
            Assert.That(next, Is.GreaterThanOrEqualTo(start), "The multipart does not end.");
            byte[] part = all[(start + 2)..next];
            int headersEnd = part.AsSpan().IndexOf("\r\n\r\n"u8);
            parts.Add((Encoding.UTF8.GetString(part, 0, headersEnd), part[(headersEnd + 4)..]));
            at = next;
        }
    }

    public static async Task<byte[]> BytesAsync(DicomFile file)
    {
        using var stream = new MemoryStream();
        await file.SaveAsync(stream);
        return stream.ToArray();
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.DisposeAsync();
        await Archive.DisposeAsync();
        if (_folder is not null) Directory.Delete(_folder, recursive: true);
    }
}
