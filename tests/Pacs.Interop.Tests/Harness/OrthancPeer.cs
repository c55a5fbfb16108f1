using System.Net.Http.Json;
using System.Text.Json;

namespace Pacs.Interop.Tests.Harness;

/// <summary>An Orthanc of the test's own, driven through its REST interface: a client of the server, and a place to move to.</summary>
internal sealed class OrthancPeer : IAsyncDisposable
{
    private readonly BackgroundProcess _process;
    private readonly HttpClient _http;

    private OrthancPeer(BackgroundProcess process, int httpPort)
    {
        _process = process;
        _http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{httpPort}/"), Timeout = TimeSpan.FromMinutes(2) };
    }

    /// <param name="workspace">Where its configuration and storage go.</param>
    /// <param name="dicomPort">Where it listens for DICOM, as ORTHANC.</param>
    /// <param name="modalities">Whom it knows: its name for the peer, the peer's AE title and port.</param>
    public static Task<OrthancPeer> StartAsync(Workspace workspace, int dicomPort, params (string Name, string AeTitle, int Port)[] modalities) =>
        LaunchAsync(workspace, dicomPort, [new("DicomModalities", modalities.ToDictionary(peer => peer.Name, peer => new object[] { peer.AeTitle, "127.0.0.1", peer.Port }))]);

    /// <summary>With its DICOMweb plugin, as a client of servers; the test is skipped without the plugin.</summary>
    /// <param name="workspace">Where its configuration and storage go.</param>
    /// <param name="servers">Whom it knows: its name for the server, and the server's entry in the configuration.</param>
    public static Task<OrthancPeer> StartWithWebAsync(Workspace workspace, Dictionary<string, object> servers)
    {
        var plugin = new[] { "/usr/share/orthanc/plugins/libOrthancDicomWeb.so", "/usr/lib/orthanc/libOrthancDicomWeb.so" }.FirstOrDefault(File.Exists);
        if (plugin is null)
            Assert.Ignore("Orthanc's DICOMweb plugin is not installed (orthanc-dicomweb)");
        return LaunchAsync(workspace, Ports.Free(), [new("Plugins", new[] { plugin }), new("DicomWeb", new Dictionary<string, object> { ["Enable"] = true, ["Root"] = "/dicom-web/", ["Servers"] = servers })]);
    }

    private static async Task<OrthancPeer> LaunchAsync(Workspace workspace, int dicomPort, KeyValuePair<string, object>[] more)
    {
        Command.Require("Orthanc");
        var (httpPort, storage) = (Ports.Free(), workspace.NewFolder("orthanc"));
        var settings = new Dictionary<string, object>(more)
        {
            ["StorageDirectory"] = storage,
            ["IndexDirectory"] = storage,
            ["HttpPort"] = httpPort,
            ["DicomPort"] = dicomPort,
            ["DicomAet"] = "ORTHANC",
            ["DicomCheckCalledAet"] = false,
            ["RemoteAccessAllowed"] = false,
            ["AuthenticationEnabled"] = false,
            ["UnknownSopClassAccepted"] = true,
        };
        var process = await BackgroundProcess.StartAsync("Orthanc", [workspace.Write("orthanc.json", JsonSerializer.Serialize(settings))], httpPort);
        await process.WaitForPortAsync(dicomPort);
        return new OrthancPeer(process, httpPort);
    }

    /// <returns>Orthanc's own identifier of the instance.</returns>
    public async Task<string> UploadAsync(string path)
    {
        using var content = new ByteArrayContent(await File.ReadAllBytesAsync(path));
        return (await PostAsync("instances", content)).GetProperty("ID").GetString()!;
    }

    public async Task EchoAsync(string modality) => await PostAsync($"modalities/{modality}/echo", Json(new { }));

    /// <summary>C-STORE to a peer; fails the test when an instance was not taken.</summary>
    public async Task StoreAsync(string modality, IEnumerable<string> instances)
    {
        var result = await PostAsync($"modalities/{modality}/store", Json(instances));
        Assert.That(result.GetProperty("FailedInstancesCount").GetInt32(), Is.Zero);
    }

    /// <summary>C-FIND of studies at a peer.</summary>
    /// <returns>The query's identifier, and the Study Instance UIDs found.</returns>
    public async Task<(string Query, List<string> Studies)> FindStudiesAsync(string modality, string patientId)
    {
        var query = (await PostAsync($"modalities/{modality}/query", Json(new { Level = "Study", Query = new { PatientID = patientId, StudyInstanceUID = "" } }))).GetProperty("ID").GetString()!;
        var studies = new List<string>();
        foreach (var answer in await _http.GetFromJsonAsync<string[]>($"queries/{query}/answers") ?? [])
            studies.Add((await _http.GetFromJsonAsync<JsonElement>($"queries/{query}/answers/{answer}/content?simplify")).GetProperty("StudyInstanceUID").GetString()!);
        return (query, studies);
    }

    /// <summary>C-MOVE of all that a query found, into this Orthanc.</summary>
    public async Task RetrieveAsync(string query) => await PostAsync($"queries/{query}/retrieve", new StringContent("ORTHANC"));

    /// <summary>STOW-RS of instances to a server.</summary>
    public async Task StowAsync(string server, IEnumerable<string> instances) => await PostAsync($"dicom-web/servers/{server}/stow", Json(new { Resources = instances, Synchronous = true }));

    /// <summary>QIDO-RS at a server.</summary>
    /// <returns>The matches: values by tag, as "00100020".</returns>
    public async Task<JsonElement> QidoAsync(string server, string uri, object arguments) => await PostAsync($"dicom-web/servers/{server}/qido", Json(new { Uri = uri, Arguments = arguments }));

    /// <summary>WADO-RS from a server into this Orthanc.</summary>
    public async Task WadoAsync(string server, object resource) => await PostAsync($"dicom-web/servers/{server}/retrieve", Json(new { Resources = new[] { resource }, Synchronous = true }));

    public async Task<string[]> InstancesAsync() => await _http.GetFromJsonAsync<string[]>("instances") ?? [];

    public async Task DeleteAsync(string instance) => (await _http.DeleteAsync($"instances/{instance}")).EnsureSuccessStatusCode();

    public async Task DownloadAsync(string instance, string path) => await File.WriteAllBytesAsync(path, await _http.GetByteArrayAsync($"instances/{instance}/file"));

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _process.TerminateAsync();
        await _process.DisposeAsync();
    }

    // Names as they are: the web defaults of JsonContent would lower their first letters.
    private static JsonContent Json<T>(T value) => JsonContent.Create(value, options: JsonSerializerOptions.Default);

    private async Task<JsonElement> PostAsync(string path, HttpContent content)
    {
        using var response = await _http.PostAsync(path, content);
        var text = await response.Content.ReadAsStringAsync();
        Assert.That(response.IsSuccessStatusCode, Is.True, $"POST {path}: {text}\n{_process.Log}");
        return JsonSerializer.Deserialize<JsonElement>(text);
    }
}
