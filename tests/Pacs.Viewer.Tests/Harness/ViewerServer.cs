using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;

namespace Pacs.Viewer.Tests.Harness;

/// <summary>The sample server in its own process with its own empty archive; ends with the object.</summary>
internal sealed class ViewerServer : IAsyncDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _log = new();
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly string _folder;

    private ViewerServer(string folder, int dicomPort, int httpPort, string[] more)
    {
        _folder = folder;
        DicomPort = dicomPort;
        Url = new Uri($"http://127.0.0.1:{httpPort}");
        Http = new HttpClient { BaseAddress = Url, Timeout = TimeSpan.FromMinutes(2) };
        string[] arguments =
        [
            "--data", DataFolder, "--dicom-port", Text(dicomPort), "--http-port", Text(httpPort),
            "--backup", BackupFolder, "--peer", $"SELF@127.0.0.1:{Text(dicomPort)}", "--peer", $"NOBODY@127.0.0.1:{Text(FreePort())}", .. more,
        ];
        _process = new Process { StartInfo = new ProcessStartInfo(Repository.ServerExecutable, arguments) { RedirectStandardOutput = true, RedirectStandardError = true } };
        _process.OutputDataReceived += (_, line) => Note(line.Data);
        _process.ErrorDataReceived += (_, line) => Note(line.Data);
        _process.EnableRaisingEvents = true;
        _process.Exited += (_, _) => _started.TrySetException(new InvalidOperationException($"The server ended.\n{Log}"));
    }

    public Uri Url { get; }

    public int DicomPort { get; }

    /// <summary>Where the administration page backs up to.</summary>
    public string BackupFolder => Path.Combine(_folder, "backup");

    /// <summary>The server's archive.</summary>
    public string DataFolder => Path.Combine(_folder, "data");

    public HttpClient Http { get; }

    /// <summary>A folder for what tests write; it goes with the server.</summary>
    public string Scratch => Directory.CreateDirectory(Path.Combine(_folder, "scratch")).FullName;

    public string Log
    {
        get { lock (_log) return _log.ToString(); }
    }

    /// <param name="more">Further arguments of the server.</param>
    public static async Task<ViewerServer> StartAsync(params string[] more)
    {
        string folder = Directory.CreateTempSubdirectory("pacs-viewer-").FullName;
        var server = new ViewerServer(folder, FreePort(), FreePort(), more);
        server._process.Start();
        server._process.BeginOutputReadLine();
        server._process.BeginErrorReadLine();
        await server._started.Task.WaitAsync(TimeSpan.FromMinutes(3));
        return server;
    }

    /// <summary>Stores files by STOW-RS, one a request: the corpus holds several with the same UIDs.</summary>
    public async Task StoreAsync(IEnumerable<string> files)
    {
        foreach (string file in files) await StoreAsync(await File.ReadAllBytesAsync(file), Path.GetFileName(file));
    }

    /// <summary>Stores a study of the corpus under UIDs and a patient of its own.</summary>
    /// <returns>Its Study Instance UID.</returns>
    public async Task<string> StoreCopyAsync(string source, string patientId)
    {
        (string study, List<byte[]> files) = await StudyCopy.MakeAsync(source, patientId);
        foreach (byte[] file in files) await StoreAsync(file, patientId);
        return study;
    }

    /// <summary>Stores one Part 10 file.</summary>
    public Task StoreAsync(byte[] file, string name) => StoreAsync([file], name);

    /// <summary>Stores Part 10 files in one request.</summary>
    /// <param name="name">What is said to have failed, where it does.</param>
    public async Task StoreAsync(IReadOnlyCollection<byte[]> files, string name)
    {
        using var body = new MultipartContent("related", "pacs-test");
        foreach (byte[] file in files)
        {
            var part = new ByteArrayContent(file);
            part.Headers.ContentType = new MediaTypeHeaderValue("application/dicom");
            body.Add(part); // disposed with the body
        }

        body.Headers.ContentType = MediaTypeHeaderValue.Parse("multipart/related; type=\"application/dicom\"; boundary=pacs-test");
        using HttpResponseMessage answer = await Http.PostAsync(new Uri("/dicom-web/studies", UriKind.Relative), body);
        Assert.That((int)answer.StatusCode, Is.InRange(200, 299), $"{name}: {await answer.Content.ReadAsStringAsync()}");
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        if (!_process.HasExited) _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    private void Note(string? line)
    {
        if (line is null) return;
        lock (_log) _log.AppendLine(line);
        if (line.Contains("Ctrl-C stops it", StringComparison.Ordinal)) _started.TrySetResult();
    }
}
