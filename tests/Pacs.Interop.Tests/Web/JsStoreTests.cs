using System.Text.Json;
using Pacs.Interop.Tests.Harness;

namespace Pacs.Interop.Tests.Web;

/// <summary>STOW-RS through the JavaScript client, into an archive of the test's own.</summary>
[Category("PS3.18 §10.5")]
public sealed class JsStoreTests
{
    [Test]
    public async Task WhatIsStored_ComesBackByteForByte()
    {
        JsClient.Require();
        var names = new[] { "native/CT_small.dcm", "jpeg-ls/emri_small_jpeg_ls_lossless.dcm", "native/SC_rgb_2frame.dcm" };
        using var workspace = new Workspace();
        await using var server = await ServerProcess.StartAsync(workspace.PathOf("data"));
        var js = new JsClient(workspace, new Uri($"http://127.0.0.1:{server.HttpPort}/dicom-web"));

        // Without an Accept header of the client's the report comes in the server's default form.
        var report = JsonDocument.Parse((await js.CallAsync("storeInstances", files: names.Select(name => WebRoom.Files[name].Path))).Value.GetString()!).RootElement;

        var stored = report.GetProperty("00081199").GetProperty("Value").EnumerateArray().ToList();
        Assert.That(stored.Select(item => JsSearchTests.Text(item, "00081155")), Is.EquivalentTo(names.Select(name => WebRoom.Files[name].SopInstance)));
        using var http = new HttpClient();
        foreach (var item in stored)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, JsSearchTests.Text(item, "00081190"));
            request.Headers.TryAddWithoutValidation("Accept", "application/dicom; transfer-syntax=*");
            using var answer = await http.SendAsync(request);
            var path = workspace.PathOf("back.dcm");
            await File.WriteAllBytesAsync(path, await answer.Content.ReadAsByteArrayAsync());
            var back = Part10File.TryOpen(path)!;
            Assert.That(back.ReadDataset(), Is.EqualTo(WebRoom.Files.Values.First(file => file.SopInstance == back.SopInstance).ReadDataset()));
        }
    }

    [Test]
    public async Task AStudyThatIsNotTheirs_RefusesTheInstances()
    {
        JsClient.Require();
        using var workspace = new Workspace();
        await using var server = await ServerProcess.StartAsync(workspace.PathOf("data"));
        var js = new JsClient(workspace, new Uri($"http://127.0.0.1:{server.HttpPort}/dicom-web"));

        var answer = await js.CallAsync("storeInstances", new { studyInstanceUID = "1.2.3" }, [WebRoom.Files["native/CT_small.dcm"].Path], refused: true);

        Assert.That(answer.Status, Is.EqualTo(409));
        Assert.That((await js.CallAsync("searchForStudies")).Datasets, Is.Empty);
    }

    [Test]
    public async Task SomethingThatIsNoDicom_IsToldBesideWhatWasStored()
    {
        JsClient.Require();
        using var workspace = new Workspace();
        await using var server = await ServerProcess.StartAsync(workspace.PathOf("data"));
        var js = new JsClient(workspace, new Uri($"http://127.0.0.1:{server.HttpPort}/dicom-web"));

        // 202: some were taken, some not (PS3.18 Table 10.5.3-1).
        var report = JsonDocument.Parse((await js.CallAsync("storeInstances", files: [WebRoom.Files["native/CT_small.dcm"].Path, workspace.Write("no.dcm", "hello")])).Value.GetString()!).RootElement;

        Assert.That(report.GetProperty("00081199").GetProperty("Value").GetArrayLength(), Is.EqualTo(1));
        Assert.That(report.TryGetProperty("0008119A", out _) || report.TryGetProperty("00081198", out _), Is.True, report.ToString());
    }
}
