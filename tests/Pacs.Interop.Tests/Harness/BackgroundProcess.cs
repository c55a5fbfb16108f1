using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Pacs.Interop.Tests.Harness;

/// <summary>A program that runs beside the test: its log is kept, and it is ended by its id, never by its name.</summary>
internal class BackgroundProcess : IAsyncDisposable
{
    private readonly StringBuilder _log = new();
    private readonly Process _process;

    protected BackgroundProcess(string program, IEnumerable<string> arguments, string? folder, IEnumerable<KeyValuePair<string, string>> environment)
    {
        Name = Path.GetFileName(program);
        _process = Command.Start(program, arguments, folder, environment);
        _process.OutputDataReceived += (_, line) => Append(line.Data);
        _process.ErrorDataReceived += (_, line) => Append(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public string Name { get; }

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    public string Log
    {
        get
        {
            lock (_log)
                return _log.ToString();
        }
    }

    public static async Task<BackgroundProcess> StartAsync(string program, IEnumerable<string> arguments, int port, string? folder = null, TimeSpan? patience = null)
    {
        var process = new BackgroundProcess(program, arguments, folder, []);
        await process.WaitForPortAsync(port, patience);
        return process;
    }

    /// <summary>Waits until the port takes a connection; fails with the log when the program ends first.</summary>
    public async Task WaitForPortAsync(int port, TimeSpan? patience = null)
    {
        using var limit = new CancellationTokenSource(patience ?? TimeSpan.FromSeconds(60));
        while (!await Ports.AnswersAsync(port, limit.Token))
        {
            Assert.That(_process.HasExited, Is.False, $"{Name} ended before it listened on port {port}:\n{Log}");
            await Task.Delay(20, limit.Token);
        }
    }

    /// <summary>Asks the program to end (SIGTERM) and waits for it.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> TerminateAsync(TimeSpan? timeout = null)
    {
        if (!_process.HasExited)
            Signal("TERM");
        return await WaitForExitAsync(timeout ?? TimeSpan.FromSeconds(30));
    }

    /// <summary>Ends the program without a word, as a power cut would: SIGKILL.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await WaitForExitAsync(TimeSpan.FromSeconds(30));
    }

    public void Signal(string name)
    {
        using var kill = Process.Start("kill", ["-" + name, Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    public async Task<int> WaitForExitAsync(TimeSpan timeout)
    {
        using var limit = new CancellationTokenSource(timeout);
        try
        {
            await _process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            _process.Kill();
            Assert.Fail($"{Name} did not end within {timeout}:\n{Log}");
        }
        return _process.ExitCode;
    }

    public ValueTask DisposeAsync()
    {
        // After a failure only: a second one from here would hide the first.
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        _process.Dispose();
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    private void Append(string? line)
    {
        if (line is null)
            return;
        lock (_log)
            _log.AppendLine(line);
    }
}
