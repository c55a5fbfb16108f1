using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Pacs.Archive;
using Pacs.Core;
using Pacs.Hosting;

namespace Pacs.ServerHost.Tests;

/// <summary>The sample server in this process, on free ports and a folder of its own.</summary>
internal sealed class Host : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pacs-host-").FullName;
    private WebApplication _app = null!;

    public HttpClient Http { get; private set; } = null!;

    public string BackupFolder => Path.Combine(_folder, "backup");

    public string Folder => _folder;

    public Uri Address => new(_app.Urls.First());

    public IReadOnlyList<Microsoft.AspNetCore.Http.Endpoint> Endpoints => _app.Services.GetRequiredService<Microsoft.AspNetCore.Routing.EndpointDataSource>().Endpoints;

    public DicomArchive Archive => _app.Services.GetRequiredService<PacsService>().Archive!;

    public static async Task<Host> StartAsync(Func<HostOptions, HostOptions>? change = null)
    {
        var host = new Host();
        host._app = SampleServer.Build((change ?? (static options => options))(new HostOptions(host._folder, 0, 0, "PACS", IPAddress.Loopback, ["GONE@127.0.0.1:9"]) { BackupFolder = host.BackupFolder }));
        await host._app.StartAsync();
        host.Http = host.Visitor();
        return host;
    }

    /// <summary>Ends it as a signal would: what runs may finish.</summary>
    public Task StopAsync() => _app.StopAsync();

    /// <summary>A browser of its own: cookies are kept, redirects are not followed.</summary>
    public HttpClient Visitor() => new(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(_app.Urls.First()) };

    /// <summary>Stores a study with one image.</summary>
    public async Task<(string Study, string Series, string Instance)> AddStudyAsync(string patient = "P1")
    {
        var context = new ObjectContext { PatientId = patient, PatientName = "Müller^Jürgen", StudyInstanceUid = DicomUid.NewUid(), AccessionNumber = "A1" };
        DicomDataset image = SecondaryCapture.FromGrayscale8(context, [.. Enumerable.Range(0, 64 * 48).Select(static n => (byte)n)], 48, 64);
        Assert.That((await Archive.StoreAsync(new DicomFile(image))).IsStored);
        return (image.GetString(DicomTag.StudyInstanceUID)!, image.GetString(DicomTag.SeriesInstanceUID)!, image.GetString(DicomTag.SOPInstanceUID)!);
    }

    public Task SetStatusAsync(string study, ReadingStatus status) => _app.Services.GetRequiredService<StudyStatuses>().SetAsync(study, status, "somebody");

    public async Task<List<DicomFile>> FilesAsync(string study)
    {
        var files = new List<DicomFile>();
        await foreach (DicomFile file in Archive.RetrieveAsync(InstanceSelector.Study(new DicomUid(study)))) files.Add(file);
        return files;
    }

    public async Task<HttpResponseMessage> SaveReportAsync(string study, object report, string? ifMatch)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, $"/api/studies/{study}/report") { Content = JsonContent.Create(report) };
        if (ifMatch is null) request.Headers.TryAddWithoutValidation("If-None-Match", "*");
        else request.Headers.TryAddWithoutValidation("If-Match", $"\"{ifMatch}\"");
        return await Http.SendAsync(request);
    }

    public static async Task<JsonElement> JsonAsync(HttpResponseMessage response) => await response.Content.ReadFromJsonAsync<JsonElement>();

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }
}
