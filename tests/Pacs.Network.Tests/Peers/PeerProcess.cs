using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Pacs.Network.Tests.Peers;

/// <summary>Another vendor's program. Tests that need one which is not installed are ignored.</summary>
internal sealed class PeerProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly Process _process;
    private readonly Task<string> _output;
    private readonly Task<string> _errors;

    private PeerProcess(Process process)
    {
        _process = process;
        _output = process.StandardOutput.ReadToEndAsync();
        _errors = process.StandardError.ReadToEndAsync();
    }

    /// <summary>Starts a program and leaves it running; it ends with the test.</summary>
    public static PeerProcess Start(string program, params string[] arguments)
    {
        string path = Find(program);
        var info = new ProcessStartInfo(path, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        return new PeerProcess(Process.Start(info)!);
    }

    /// <summary>Starts a server and waits until its port answers.</summary>
    public static async Task<PeerProcess> StartServerAsync(int port, string program, params string[] arguments)
    {
        PeerProcess process = Start(program, arguments);
        using var timeout = new CancellationTokenSource(Patience);
        while (true)
        {
            try
            {
                using var probe = new TcpClient();
                await probe.ConnectAsync(IPAddress.Loopback, port, timeout.Token);
                return process;
            }
            catch (SocketException) when (!process._process.HasExited)
            {
                await Task.Delay(20, timeout.Token);
            }
        }
    }

    /// <summary>Runs a program to its end.</summary>
    public static async Task<(int ExitCode, string Output)> RunAsync(string program, params string[] arguments)
    {
        await using PeerProcess process = Start(program, arguments);
        await process._process.WaitForExitAsync().WaitAsync(Patience);
        return (process._process.ExitCode, await process._output + await process._errors);
    }

    /// <summary>A port that was free a moment ago.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill();
        await _process.WaitForExitAsync();
        await Task.WhenAll(_output, _errors);
        _process.Dispose();
    }

    private static string Find(string program)
    {
        string? path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);
        if (path is null) Assert.Ignore($"{program} is not installed (Debian package dcmtk).");
        return path!;
    }
}
