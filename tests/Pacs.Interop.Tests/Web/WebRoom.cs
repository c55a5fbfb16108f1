using System.Net.Http.Headers;
using Pacs.Interop.Tests.Harness;

namespace Pacs.Interop.Tests.Web;

/// <summary>One server with some of the shared files for all tests that only read.</summary>
[SetUpFixture]
internal sealed class WebRoom
{
    private static readonly string[] Names =
    [
        "native/CT_small.dcm", "native/MR_small_implicit.dcm", "native/SC_rgb_2frame.dcm", "jpeg-ls/emri_small_jpeg_ls_lossless.dcm", "jpeg/JPEG-lossy.dcm",
        "video/mpeg4-avc-hp41.dcm", "studies/ct-volume-current/doc/PDF001.dcm",
    ];

    private static Workspace? _workspace;
    private static ServerProcess? _server;

    /// <summary>What the server holds, by name below the shared folder.</summary>
    public static Dictionary<string, Part10File> Files { get; } = [];

    /// <summary>The 40 slices of the CT study.</summary>
    public static IEnumerable<Part10File> CtSlices => Files.Where(pair => pair.Key.StartsWith("studies/ct-volume-current/ct/", StringComparison.Ordinal)).Select(pair => pair.Value);

    public static Workspace Workspace => _workspace ?? throw new InvalidOperationException("The room is not open.");

    public static Uri Service => new($"http://127.0.0.1:{(_server ?? throw new InvalidOperationException("The room is not open.")).HttpPort}/dicom-web");

    /// <summary>The JavaScript client for this server; the test is skipped without it.</summary>
    public static JsClient Js
    {
        get
        {
            JsClient.Require();
            return new JsClient(Workspace, Service);
        }
    }

    [OneTimeSetUp]
    public async Task OpenAsync()
    {
        var root = Shared.RequireTestFiles();
        foreach (var name in Names.Concat(Directory.EnumerateFiles(Path.Combine(root, "studies", "ct-volume-current", "ct")).Select(path => "studies/ct-volume-current/ct/" + Path.GetFileName(path))))
            Files[name] = Part10File.TryOpen(Path.Combine(root, name)) ?? throw new InvalidOperationException($"{name} is no DICOM file.");
        _workspace = new Workspace();
        _server = await ServerProcess.StartAsync(_workspace.PathOf("data"));
        await StoreAsync(Service, Files.Values.Select(file => file.Path));
    }

    [OneTimeTearDown]
    public async Task CloseAsync()
    {
        if (_server is not null)
        {
            await _server.TerminateAsync();
            await _server.DisposeAsync();
        }

        _workspace?.Dispose();
    }

    /// <summary>Stores files in one request.</summary>
    public static async Task StoreAsync(Uri service, IEnumerable<string> paths)
    {
        using var http = new HttpClient();
        using var body = new MultipartContent("related", "pacs-interop");
        body.Headers.ContentType = MediaTypeHeaderValue.Parse("multipart/related; type=\"application/dicom\"; boundary=pacs-interop");
        foreach (var path in paths)
        {
            var part = new ByteArrayContent(await File.ReadAllBytesAsync(path));
            part.Headers.ContentType = new MediaTypeHeaderValue("application/dicom");
            body.Add(part);
        }

        using var answer = await http.PostAsync(new Uri(service + "/studies"), body);
        Assert.That((int)answer.StatusCode, Is.EqualTo(200), await answer.Content.ReadAsStringAsync());
    }
}
