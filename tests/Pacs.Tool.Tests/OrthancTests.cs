using System.Text;
using System.Text.Json;
using Pacs.Core;
using Pacs.Interop.Tests.Harness;

namespace Pacs.Tool.Tests;

/// <summary>qido, wado and stow against Orthanc's DICOMweb plugin: a server that others made.</summary>
[Category("Orthanc")]
public sealed class OrthancTests
{
    private Workspace? _workspace;
    private ToolFolder _folder = null!;
    private BackgroundProcess? _orthanc;
    private string _url = "";

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        Command.Require("Orthanc");
        string? plugin = new[] { "/usr/share/orthanc/plugins/libOrthancDicomWeb.so", "/usr/lib/orthanc/libOrthancDicomWeb.so" }.FirstOrDefault(File.Exists);
        if (plugin is null) Assert.Ignore("Orthanc's DICOMweb plugin is not installed (orthanc-dicomweb).");
        _workspace = new Workspace();
        _folder = new ToolFolder();
        int port = Ports.Free();
        string storage = _workspace.NewFolder("storage");
        string configuration = _workspace.Write("orthanc.json", JsonSerializer.Serialize(new
        {
            StorageDirectory = storage,
            IndexDirectory = storage,
            HttpPort = port,
            DicomServerEnabled = false,
            RemoteAccessAllowed = false,
            AuthenticationEnabled = false,
            Plugins = new[] { plugin },
            DicomWeb = new { Enable = true, Root = "/dicom-web/", Ssl = false },
        }));
        _orthanc = await BackgroundProcess.StartAsync("Orthanc", [configuration], port);
        _url = $"http://127.0.0.1:{port}/dicom-web";
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        if (_orthanc is not null)
        {
            await _orthanc.TerminateAsync();
            await _orthanc.DisposeAsync();
        }

        _folder?.Dispose();
        _workspace?.Dispose();
    }

    [Test]
    public async Task WhatIsStored_IsFound_AndRetrievedTheSame()
    {
        string path = await _folder.InstanceAsync("a.dcm");

        ToolRun stored = (await ToolRun.OfAsync("stow", _url, path, "--json")).Ended(0);
        ToolRun found = (await ToolRun.OfAsync("qido", _url, "-k", "PatientID=P1", "--json")).Ended(0);
        (await ToolRun.OfAsync("wado", _url, "--study", "1.2.3", "-o", _folder.PathOf("got"))).Ended(0);
        ToolRun metadata = (await ToolRun.OfAsync("wado", _url, "--study", "1.2.3", "--series", "1.2.3.4", "--metadata")).Ended(0);
        (await ToolRun.OfAsync("wado", _url, "--study", "1.2.3", "--series", "1.2.3.4", "--instance", "1.2.3.4.5", "--rendered", "-o", _folder.PathOf("a.png"))).Ended(0);

        Assert.That(JsonDocument.Parse(stored.Lines.Single()).RootElement.GetProperty("status").GetString(), Is.EqualTo("0000"));
        Assert.That(DicomJson.ParseAll(Encoding.UTF8.GetBytes(found.Output)).Single().GetString(DicomTag.StudyInstanceUID), Is.EqualTo("1.2.3"));
        Assert.That(await File.ReadAllBytesAsync(_folder.PathOf("got/1.2.3.4.5.dcm")), Is.EqualTo(await File.ReadAllBytesAsync(path)));
        Assert.That(DicomJson.ParseAll(Encoding.UTF8.GetBytes(metadata.Output)).Single().GetString(DicomTag.SOPInstanceUID), Is.EqualTo("1.2.3.4.5"));
        Assert.That((await File.ReadAllBytesAsync(_folder.PathOf("a.png")))[..4], Is.EqualTo(new byte[] { 0x89, 0x50, 0x4E, 0x47 }));
    }

    [Test]
    public async Task WhatIsNotThere_EndsWithOne() =>
        Assert.That((await ToolRun.OfAsync("wado", _url, "--study", "1.2.3.4.5.6.7", "-o", _folder.PathOf("none"))).Ended(1).Error, Does.StartWith("pacs: GET studies/1.2.3.4.5.6.7 was answered with 404"));
}
