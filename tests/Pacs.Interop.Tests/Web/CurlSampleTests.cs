using Pacs.Interop.Tests.Harness;

namespace Pacs.Interop.Tests.Web;

/// <summary>The samples of docs/dicomweb.md, run as they stand there.</summary>
public sealed class CurlSampleTests
{
    [Test]
    public async Task TheSamples_DoWhatTheySay()
    {
        Command.Require("curl", "bash");
        var page = await File.ReadAllTextAsync(Path.Combine(Shared.Repository, "docs", "dicomweb.md"));
        var begin = page.IndexOf("```bash\n", StringComparison.Ordinal) + "```bash\n".Length;
        var sample = page[begin..page.IndexOf("```", begin, StringComparison.Ordinal)];
        Assert.That(sample, Does.Contain("curl"));
        using var workspace = new Workspace();
        await using var server = await ServerProcess.StartAsync(workspace.PathOf("data"));
        File.Copy(WebRoom.Files["native/CT_small.dcm"].Path, workspace.PathOf("image.dcm"));
        var script = workspace.Write("sample.sh", "set -euo pipefail\n" + sample.Replace("http://127.0.0.1:8080", $"http://127.0.0.1:{server.HttpPort}", StringComparison.Ordinal));

        (await Command.RunAsync("bash", [script], workspace.Folder, TimeSpan.FromMinutes(1))).MustSucceed(sample);

        Assert.That(Part10File.TryOpen(workspace.PathOf("back.dcm"))!.ReadDataset(), Is.EqualTo(WebRoom.Files["native/CT_small.dcm"].ReadDataset()));
        Assert.That(File.ReadAllBytes(workspace.PathOf("image.png")).AsSpan(0, 4).ToArray(), Is.EqualTo(new byte[] { 0x89, 0x50, 0x4E, 0x47 }));
        Assert.That(File.ReadAllBytes(workspace.PathOf("frame.raw")), Is.EqualTo(Bytes.Value(WebRoom.Files["native/CT_small.dcm"], 0x7FE0, 0x0010, "OW")));
        Assert.That(new FileInfo(workspace.PathOf("study.zip")).Length, Is.GreaterThan(38_000));
    }
}
