using System.Globalization;

namespace Pacs.Interop.Tests.Harness;

/// <summary>
/// The sample server as its users start it: its own process, its own data folder, free ports of 127.0.0.1.
/// PACS_SERVER may name another executable that takes the same arguments.
/// </summary>
internal sealed class ServerProcess : BackgroundProcess
{
    private readonly string _temporary;

    private ServerProcess(string data, int dicomPort, int httpPort, string temporary, IEnumerable<string> arguments)
        : base(Executable, arguments, folder: null,
            // A temporary folder of its own shows what it leaves there; the runtime's diagnostic sockets would be found in it too.
            [new("TMPDIR", temporary), new("DOTNET_EnableDiagnostics", "0")])
    {
        Data = data;
        DicomPort = dicomPort;
        HttpPort = httpPort;
        _temporary = temporary;
    }

    public static string Executable { get; } = Environment.GetEnvironmentVariable("PACS_SERVER") is { Length: > 0 } named ? named : Built();

    public string Data { get; }

    public int DicomPort { get; }

    public int HttpPort { get; }

    /// <summary>Resident memory now, in bytes.</summary>
    public long ResidentBytes => Status("VmRSS");

    /// <summary>The most resident memory since the start or the last <see cref="ForgetPeak"/>, in bytes.</summary>
    public long PeakBytes => Status("VmHWM");

    /// <summary>Starts the server and returns when it takes connections on both ports.</summary>
    public static async Task<ServerProcess> StartAsync(string data, IEnumerable<string>? more = null, int? dicomPort = null)
    {
        var server = StartWithoutWaiting(data, more, dicomPort);
        await server.WaitForPortAsync(server.DicomPort);
        await server.WaitForPortAsync(server.HttpPort); // opened last
        return server;
    }

    public static ServerProcess StartWithoutWaiting(string data, IEnumerable<string>? more = null, int? dicomPort = null)
    {
        var (dicom, http) = (dicomPort ?? Ports.Free(), Ports.Free());
        var temporary = Directory.CreateDirectory(data + ".tmp").FullName;
        return new ServerProcess(data, dicom, http, temporary, [.. Arguments(data, dicom, http), .. more ?? []]);
    }

    public static IEnumerable<string> Arguments(string data, int dicomPort, int httpPort) =>
        ["--data", data, "--dicom-port", dicomPort.ToString(CultureInfo.InvariantCulture), "--http-port", httpPort.ToString(CultureInfo.InvariantCulture)];

    /// <summary>Ends the server with SIGTERM: it must end with 0 and leave no temporary file.</summary>
    public async Task StopAsync()
    {
        Assert.That(await TerminateAsync(), Is.Zero, $"exit code after SIGTERM\n{Log}");
        Assert.That(Leftovers(), Is.Empty, "temporary files after SIGTERM");
    }

    /// <summary>Files in the server's temporary folder, or with a temporary's name in its data folder.</summary>
    public IEnumerable<string> Leftovers() =>
        Directory.EnumerateFiles(_temporary, "*", SearchOption.AllDirectories)
            .Concat(Directory.EnumerateFiles(Data, "*", SearchOption.AllDirectories)
                .Where(path => Path.GetExtension(path) is ".tmp" or ".part" or ".partial" or ".temp"));

    /// <summary>Starts the peak of <see cref="PeakBytes"/> anew (proc(5), clear_refs).</summary>
    public void ForgetPeak() => File.WriteAllText($"/proc/{Id}/clear_refs", "5");

    private static string Built()
    {
        var configuration = AppContext.BaseDirectory.Contains($"{Path.DirectorySeparatorChar}Release{Path.DirectorySeparatorChar}", StringComparison.Ordinal) ? "Release" : "Debug";
        return Path.Combine(Shared.Repository, "samples", "ServerHost", "bin", configuration, "net10.0", OperatingSystem.IsWindows() ? "ServerHost.exe" : "ServerHost");
    }

    private long Status(string field)
    {
        var line = File.ReadLines($"/proc/{Id}/status").First(line => line.StartsWith(field + ":", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2].Split('\t')[^1], CultureInfo.InvariantCulture) * 1024;
    }
}
