using Microsoft.AspNetCore.Builder;
using Pacs.DicomWeb.Tests;

namespace Pacs.Tool.Tests;

/// <summary>Tokens, keys and Ctrl-C of qido, wado and stow.</summary>
[NonParallelizable] // the environment is the process's
public sealed class WebAccessTests
{
    private ToolFolder _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new ToolFolder();

    [TearDown]
    public void RemoveFolder() => _folder.Dispose();

    [Test]
    public async Task AToken_IsSentAsBearer_FromTheOptionOrTheEnvironment()
    {
        await using WebArchive server = await GuardedAsync("Authorization", "Bearer secret");

        ToolRun without = (await ToolRun.OfAsync("qido", server.Base)).Ended(1);
        (await ToolRun.OfAsync("qido", server.Base, "--token", "secret")).Ended(0);
        (await ToolRun.OfAsync("stow", server.Base, "--token", "secret", await _folder.InstanceAsync("a.dcm"))).Ended(0);
        try
        {
            Environment.SetEnvironmentVariable("PACS_TOKEN", "secret");
            (await ToolRun.OfAsync("wado", server.Base, "--study", "1.2.3", "-o", _folder.PathOf("got"))).Ended(0);
        }
        finally
        {
            Environment.SetEnvironmentVariable("PACS_TOKEN", null);
        }

        Assert.That(without.Error.Trim(), Is.EqualTo("pacs: GET studies was answered with 401 Unauthorized."));
    }

    [Test]
    public async Task AKey_IsSentAsTheHeaderThatIsGiven()
    {
        await using WebArchive server = await GuardedAsync("X-Api-Key", "key 1");

        (await ToolRun.OfAsync("qido", server.Base)).Ended(1);
        (await ToolRun.OfAsync("qido", server.Base, "--header", "X-Api-Key: key 1")).Ended(0);
    }

    [Test]
    public async Task Wado_Cancelled_EndsWith130_AndLeavesWholeFilesOnly()
    {
        await using WebArchive server = await WebArchive.StartAsync();
        string[] names = ["a.dcm", "b.dcm"];
        for (int i = 0; i < names.Length; i++) (await ToolRun.OfAsync("stow", server.Base, await _folder.InstanceAsync(names[i], $"1.2.3.4.{5 + i}"))).Ended(0);
        using var stop = new CancellationTokenSource();
        // The second instance never ends.
        await using WebArchive slow = await WebArchive.StartAsync(configure: (app, _) => app.Run(async context =>
        {
            byte[] file = await File.ReadAllBytesAsync(_folder.PathOf("a.dcm"));
            context.Response.ContentType = "multipart/related; type=\"application/dicom\"; boundary=b";
            await context.Response.Body.WriteAsync(WebArchive.Multipart("b", ("Content-Type: application/dicom\r\n", file)).AsMemory()[..^4]);
            await context.Response.Body.WriteAsync("\r\nContent-Type: application/dicom\r\n\r\n"u8.ToArray());
            await context.Response.Body.WriteAsync(file.AsMemory(0, file.Length / 2));
            await context.Response.Body.FlushAsync();
            await stop.CancelAsync();
            var left = new TaskCompletionSource();
            await using (context.RequestAborted.Register(left.SetResult)) await left.Task;
        }));

        (await ToolRun.OfAsync(["wado", slow.Base + "/", "--study", "1.2.3", "-o", _folder.PathOf("got")], ct: stop.Token)).Ended(130);

        if (Directory.Exists(_folder.PathOf("got"))) Assert.That(Directory.GetFiles(_folder.PathOf("got")).Select(Path.GetFileName), Is.SubsetOf(new[] { "1.2.3.4.5.dcm" }));
    }

    [Test]
    public async Task WhatIsCancelledBeforeItBegins_EndsWith130()
    {
        await using WebArchive server = await WebArchive.StartAsync();

        ToolRun run = (await ToolRun.OfAsync(["stow", server.Base, await _folder.InstanceAsync("a.dcm")], ct: new CancellationToken(canceled: true))).Ended(130);

        Assert.That(run.Error.Trim(), Is.EqualTo("pacs: cancelled"));
    }

    private static Task<WebArchive> GuardedAsync(string header, string value) => WebArchive.StartAsync(configure: (app, _) => app.Use((context, next) =>
    {
        if (context.Request.Headers[header] == value) return next(context);
        context.Response.StatusCode = 401;
        return Task.CompletedTask;
    }));
}
