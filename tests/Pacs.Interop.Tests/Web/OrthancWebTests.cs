using System.Text.Json;
using Pacs.Interop.Tests.Harness;

namespace Pacs.Interop.Tests.Web;

/// <summary>Orthanc's DICOMweb plugin as a client: it stores to the server, searches it, and retrieves from it.</summary>
[Category("Orthanc")]
public sealed class OrthancWebTests
{
    private static readonly string[] Names = ["native/CT_small.dcm", "native/SC_rgb_2frame.dcm", "jpeg-ls/emri_small_jpeg_ls_lossless.dcm", "jpeg/JPEG-lossy.dcm", "studies/ct-volume-current/doc/PDF001.dcm"];

    [TestCase(true)]
    [TestCase(false)]
    public async Task WhatOrthancStores_IsFound_AndRetrievedByteForByte(bool isChunked)
    {
        using var workspace = new Workspace();
        await using var server = await ServerProcess.StartAsync(workspace.PathOf("data"));
        await using var orthanc = await OrthancPeer.StartWithWebAsync(workspace, new() { ["pacs"] = Entry(server, isChunked, takesAnySyntax: true) });
        var uploaded = new Dictionary<string, Part10File>();
        foreach (var name in Names)
            uploaded[await orthanc.UploadAsync(WebRoom.Files[name].Path)] = WebRoom.Files[name];

        await orthanc.StowAsync("pacs", uploaded.Keys);

        var studies = (await orthanc.QidoAsync("pacs", "/studies", new { })).EnumerateArray().Select(study => Text(study, "0020000d")).ToList();
        var instances = (await orthanc.QidoAsync("pacs", "/instances", new { })).EnumerateArray().Select(instance => Text(instance, "00080018")).ToList();
        Assert.That(studies, Has.Count.EqualTo(Names.Length).And.Unique);
        Assert.That(instances, Is.EquivalentTo(uploaded.Values.Select(file => file.SopInstance)));

        foreach (var instance in uploaded.Keys)
            await orthanc.DeleteAsync(instance);
        foreach (var study in studies)
            await orthanc.WadoAsync("pacs", new { Study = study });
        Assert.That(await orthanc.InstancesAsync(), Is.EquivalentTo(uploaded.Keys));
        Assert.That(await DifferentAsync(orthanc, workspace, uploaded), Is.Empty);
        await server.StopAsync();
    }

    [Test]
    public async Task ASeriesOfManyInstances_IsStoredAndRetrievedByteForByte()
    {
        using var workspace = new Workspace();
        await using var server = await ServerProcess.StartAsync(workspace.PathOf("data"));
        await using var orthanc = await OrthancPeer.StartWithWebAsync(workspace, new() { ["pacs"] = Entry(server, isChunked: true, takesAnySyntax: true) });
        var uploaded = new Dictionary<string, Part10File>();
        foreach (var file in WebRoom.CtSlices)
            uploaded[await orthanc.UploadAsync(file.Path)] = file;

        await orthanc.StowAsync("pacs", uploaded.Keys);

        var series = (await orthanc.QidoAsync("pacs", "/series", new { PatientID = "TEST-VOL-001" })).EnumerateArray().Single();
        foreach (var instance in uploaded.Keys)
            await orthanc.DeleteAsync(instance);
        await orthanc.WadoAsync("pacs", new { Study = Text(series, "0020000d"), Series = Text(series, "0020000e") });
        Assert.That(await DifferentAsync(orthanc, workspace, uploaded), Is.Empty);
        await server.StopAsync();
    }

    [Test]
    public async Task AClientThatNamesNoSyntax_GetsLosslessImagesDecoded_AndLossyOnesAsTheyAre()
    {
        const string lossless = "jpeg-ls/emri_small_jpeg_ls_lossless.dcm", lossy = "jpeg/JPEG-lossy.dcm";
        using var workspace = new Workspace();
        await using var orthanc = await OrthancPeer.StartWithWebAsync(workspace, new() { ["pacs"] = Entry(WebRoom.Service, isChunked: true, takesAnySyntax: false) });
        foreach (var name in (string[])[lossless, lossy])
        {
            var found = (await orthanc.QidoAsync("pacs", "/instances", new { SOPInstanceUID = WebRoom.Files[name].SopInstance })).EnumerateArray().Single();
            await orthanc.WadoAsync("pacs", new { Study = Text(found, "0020000d") });
        }

        var folder = workspace.NewFolder("back");
        foreach (var instance in await orthanc.InstancesAsync())
            await orthanc.DownloadAsync(instance, Path.Combine(folder, instance));

        var back = Part10File.InFolder(folder);
        var decoded = back[WebRoom.Files[lossless].SopInstance];
        Assert.That(decoded.TransferSyntax, Is.EqualTo("1.2.840.10008.1.2.1"));
        Assert.That(Bytes.Sha256([Bytes.Value(decoded, 0x7FE0, 0x0010, "OW")]), Is.EqualTo(Bytes.ExpectedPixels(lossless)));
        Assert.That(back[WebRoom.Files[lossy].SopInstance].ReadDataset(), Is.EqualTo(WebRoom.Files[lossy].ReadDataset()));
    }

    private static Dictionary<string, object> Entry(ServerProcess server, bool isChunked, bool takesAnySyntax) => Entry(new Uri($"http://127.0.0.1:{server.HttpPort}/dicom-web"), isChunked, takesAnySyntax);

    private static Dictionary<string, object> Entry(Uri service, bool isChunked, bool takesAnySyntax) =>
        new() { ["Url"] = service + "/", ["ChunkedTransfers"] = isChunked, ["HasWadoRsUniversalTransferSyntax"] = takesAnySyntax };

    private static string Text(JsonElement match, string tag) => match.EnumerateObject().Single(member => member.Name.Equals(tag, StringComparison.OrdinalIgnoreCase)).Value.GetProperty("Value").GetString()!;

    // Orthanc keeps files as it gets them.
    private static async Task<List<string>> DifferentAsync(OrthancPeer orthanc, Workspace workspace, Dictionary<string, Part10File> expected)
    {
        var different = new List<string>();
        var path = workspace.PathOf("back.dcm");
        foreach (var (instance, file) in expected)
        {
            await orthanc.DownloadAsync(instance, path);
            if (!Part10File.TryOpen(path)!.ReadDataset().AsSpan().SequenceEqual(file.ReadDataset()))
                different.Add(file.SopInstance);
        }

        return different;
    }
}
