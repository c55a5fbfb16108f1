using System.Diagnostics;
using System.Text.Json;
using Pacs.Interop.Tests.Harness;

namespace Pacs.Interop.Tests.Web;

/// <summary>What the JavaScript client made of an answer.</summary>
/// <param name="Value">Its result; bytes stand as an object that names their file.</param>
/// <param name="Status">HTTP status of a refusal; null when there was none.</param>
/// <param name="ProgressEvents">How often progress was told.</param>
internal sealed record JsAnswer(JsonElement Value, int? Status, int ProgressEvents)
{
    /// <summary>The one value that is bytes.</summary>
    public JsBytes Bytes => JsBytes.Of(Value.ValueKind == JsonValueKind.Array ? Value.EnumerateArray().Single() : Value);

    /// <summary>Several values that are bytes.</summary>
    public List<JsBytes> All => [.. Value.EnumerateArray().Select(JsBytes.Of)];

    /// <summary>Data sets of DICOM JSON.</summary>
    public List<JsonElement> Datasets => [.. Value.EnumerateArray()];
}

/// <summary>Bytes that the JavaScript client gave, with what it took from the headers.</summary>
internal sealed record JsBytes(byte[] Content, string? ContentType, string? TransferSyntax)
{
    public static JsBytes Of(JsonElement told) =>
        new(File.ReadAllBytes(told.GetProperty("file").GetString()!), told.GetProperty("contentType").GetString(), told.GetProperty("transferSyntax").GetString());
}

/// <summary>npm's <c>dicomweb-client</c> in Node.js: the client that OHIF and many other viewers are built on.</summary>
internal sealed class JsClient(Workspace workspace, Uri service)
{
    private static readonly string Folder = Path.Combine(Shared.Repository, "tests", "Pacs.Interop.Tests", "Web", "Js");
    private static int _calls;

    /// <summary>Skips the test, and says why, where Node.js or the client's package is missing.</summary>
    public static void Require()
    {
        Command.Require("node");
        if (!Directory.Exists(Path.Combine(Folder, "node_modules", "dicomweb-client")))
            Assert.Ignore("npm's dicomweb-client is not installed (npm ci in tests/Pacs.Interop.Tests/Web/Js, which ./test does)");
    }

    /// <summary>Calls a method; fails the test when the client itself failed, and when the server refused unless a refusal is expected.</summary>
    /// <param name="method">Name of the method.</param>
    /// <param name="options">Its options.</param>
    /// <param name="files">Files whose bytes become the option <c>datasets</c>.</param>
    /// <param name="client">Options of the client beside the address.</param>
    /// <param name="progress">Whether to count progress events.</param>
    /// <param name="refused">Whether the server is expected to refuse.</param>
    public async Task<JsAnswer> CallAsync(string method, object? options = null, IEnumerable<string>? files = null, IDictionary<string, object>? client = null, bool progress = false, bool refused = false)
    {
        var folder = workspace.NewFolder($"js-{Interlocked.Increment(ref _calls)}");
        var request = JsonSerializer.Serialize(new
        {
            client = new Dictionary<string, object>(client ?? new Dictionary<string, object>()) { ["url"] = service.ToString() },
            method,
            options = options ?? new { },
            files,
            progress,
            folder,
        });
        var (code, output) = await RunAsync(request);
        Assert.That(code, Is.Zero, $"{method}\n{output}");
        var answer = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(folder, "answer.json"))).RootElement;
        if (!answer.TryGetProperty("error", out var error))
        {
            Assert.That(refused, Is.False, $"{method} was expected to be refused");
            return new JsAnswer(answer.GetProperty("value"), null, answer.GetProperty("progress").GetInt32());
        }

        Assert.That(refused, Is.True, $"{method}: {error}");
        return new JsAnswer(error.GetProperty("body"), error.GetProperty("status").GetInt32(), 0);
    }

    private static async Task<(int Code, string Output)> RunAsync(string request)
    {
        using Process node = Command.Start("node", [Path.Combine(Folder, "call.cjs")], folder: null, []);
        var (output, error) = (node.StandardOutput.ReadToEndAsync(), node.StandardError.ReadToEndAsync());
        await node.StandardInput.WriteAsync(request);
        node.StandardInput.Close();
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        try
        {
            await node.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            node.Kill(entireProcessTree: true);
            Assert.Fail("The JavaScript client did not end within a minute.");
        }

        return (node.ExitCode, await output + await error);
    }
}
