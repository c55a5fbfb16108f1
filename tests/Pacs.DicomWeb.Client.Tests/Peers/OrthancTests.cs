using System.Text.Json;
using Pacs.Core;
using Pacs.Interop.Tests.Harness;
using Pacs.Tests;

namespace Pacs.DicomWeb.Client.Tests;

/// <summary>Against Orthanc's DICOMweb plugin: a server that others made.</summary>
[Category("Orthanc")]
public sealed class OrthancTests
{
    private Workspace _workspace = null!;
    private BackgroundProcess? _orthanc;
    private HttpClient _http = null!;
    private DicomWebClient _web = null!;
    private string[] _paths = [];

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _workspace = new Workspace();
        Command.Require("Orthanc");
        string? plugin = new[] { "/usr/share/orthanc/plugins/libOrthancDicomWeb.so", "/usr/lib/orthanc/libOrthancDicomWeb.so" }.FirstOrDefault(File.Exists);
        if (plugin is null) Assert.Ignore("Orthanc's DICOMweb plugin is not installed (orthanc-dicomweb).");
        _paths = [.. new[] { "CT_small.dcm", "MR_small_implicit.dcm", "SC_rgb.dcm" }.Select(name => "native/" + name).Append("jpeg-ls/emri_small_jpeg_ls_lossless.dcm").Select(SharedData.File)];
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
            DicomWeb = new { Enable = true, Root = "/dicom-web/", EnableWado = true, WadoRoot = "/wado", Ssl = false },
        }));
        _orthanc = await BackgroundProcess.StartAsync("Orthanc", [configuration], port);
        _http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}/dicom-web/") };
        _web = new DicomWebClient(_http);
        List<DicomWebStoreResult> results = await _web.StoreAsync(_paths.Select(DicomWebUpload.FromPath)).ToListAsync();
        Assert.That(results, Has.Count.EqualTo(_paths.Length).And.All.Matches<DicomWebStoreResult>(r => r.Status.IsSuccess), _orthanc.Log);
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        _http?.Dispose();
        if (_orthanc is not null)
        {
            await _orthanc.TerminateAsync();
            await _orthanc.DisposeAsync();
        }

        _workspace?.Dispose();
    }

    [Test]
    public async Task WhatWasStored_IsFoundAtEveryLevel_AndComesBackTheSame()
    {
        foreach (string path in _paths)
        {
            using DicomFile file = await DicomFile.OpenAsync(path);
            DicomWebResource instance = ResourceOf(file);
            DicomQuery inStudy = DicomQuery.Series().Match(DicomTag.StudyInstanceUID, instance.StudyUid);
            Assert.That(await _web.FindAsync(DicomQuery.Studies().Match(DicomTag.StudyInstanceUID, instance.StudyUid)).CountAsync(), Is.EqualTo(1), path);
            Assert.That(await _web.FindAsync(inStudy.Match(DicomTag.SeriesInstanceUID, instance.SeriesUid!.Value)).CountAsync(), Is.EqualTo(1), path);
            Assert.That(await _web.FindAsync(DicomQuery.Instances().Match(DicomTag.SOPInstanceUID, instance.InstanceUid!.Value)).CountAsync(), Is.EqualTo(1), path);

            using DicomFile back = (await _web.RetrieveFilesAsync(instance).ToListAsync()).Single();
            Assert.That(back.Dataset.GetBytes(DicomTag.PixelData).Length, Is.EqualTo(file.Dataset.GetElement(DicomTag.PixelData)!.Value.Length), path);
            Assert.That(back.Id, Is.EqualTo(file.Id), path);
        }
    }

    [Test]
    public async Task Files_ComeBackByteForByte()
    {
        foreach (string path in _paths)
        {
            using DicomFile file = await DicomFile.OpenAsync(path);
            List<byte[]> back = [];
            await foreach (DicomWebPart part in _web.RetrieveAsync(DicomWebResource.Series(file.Dataset.RequireUid(DicomTag.StudyInstanceUID), file.Dataset.RequireUid(DicomTag.SeriesInstanceUID))))
            {
                using var bytes = new MemoryStream();
                await part.Content.CopyToAsync(bytes);
                back.Add(bytes.ToArray());
            }

            // Orthanc keeps files as it gets them.
            byte[] stored = await File.ReadAllBytesAsync(path);
            Assert.That(back.Single().AsSpan().SequenceEqual(stored), Is.True, path);
        }
    }

    [Test]
    public async Task MetadataOfAStudy_HasTheDataSetsOfTheFiles()
    {
        using DicomFile file = DicomFile.Parse(await File.ReadAllBytesAsync(_paths[0]));

        DicomDataset metadata = await _web.RetrieveAllMetadataAsync(DicomWebResource.Study(file.Dataset.RequireUid(DicomTag.StudyInstanceUID))).SingleAsync();

        foreach (DicomElement element in file.Dataset.Where(e => e.Tag.Group < 0x7FE0 && !e.Tag.IsPrivate && e.VR != DicomVR.SQ && e.Length < 64))
        {
            // As numbers, decimal strings lose how they were written.
            if (element.VR == DicomVR.DS) Assert.That(metadata.GetDoubles(element.Tag), Is.EqualTo(file.Dataset.GetDoubles(element.Tag)), element.Tag.ToString());
            else Assert.That(metadata.GetString(element.Tag), Is.EqualTo(element.GetString()), element.Tag.ToString());
        }
    }

    [Test]
    public void StoringMetadata_WhichItDoesNotTake_IsToldAsARefusal()
    {
        using DicomFile file = DicomFile.Parse(File.ReadAllBytes(_paths[0]));

        DicomWebRequestException refused = Assert.ThrowsAsync<DicomWebRequestException>(async () => await _web.StoreMetadataAsync([file]))!;

        Assert.That((int)refused.StatusCode!, Is.InRange(400, 499));
        Assert.That(refused.IsTransient, Is.False);
    }

    [Test]
    public async Task Metadata_AsJsonAndXml_SaysTheSame()
    {
        using DicomFile file = await DicomFile.OpenAsync(_paths[0]);

        DicomDataset json = await _web.RetrieveMetadataAsync(ResourceOf(file)), xml = await _web.RetrieveMetadataAsync(ResourceOf(file), MetadataFormat.Xml);

        foreach (DicomTag tag in (DicomTag[])[DicomTag.SOPInstanceUID, DicomTag.Modality, DicomTag.Rows, DicomTag.PatientName])
        {
            Assert.That(json.GetString(tag), Is.EqualTo(file.Dataset.GetString(tag)), tag.Keyword);
            Assert.That(xml.GetString(tag), Is.EqualTo(file.Dataset.GetString(tag)), tag.Keyword);
        }
    }

    [Test]
    public async Task FramesAndBulkData_AreTheStoredPixels()
    {
        string path = _paths[0];
        using DicomFile file = DicomFile.Parse(await File.ReadAllBytesAsync(path));
        byte[] pixels = file.Dataset.GetBytes(DicomTag.PixelData).ToArray();

        List<EncodedFrame> frames = await _web.RetrieveFramesAsync(ResourceOf(file), [1]).ToListAsync();
        await using DicomWebContent bulk = await _web.RetrieveBulkDataAsync(new Uri($"{ResourceOf(file)}/bulk/7fe00010", UriKind.Relative));
        using var bytes = new MemoryStream();
        await bulk.Content.CopyToAsync(bytes);

        int length = file.Dataset.GetInt32(DicomTag.Rows)!.Value * file.Dataset.GetInt32(DicomTag.Columns)!.Value * (file.Dataset.GetInt32(DicomTag.SamplesPerPixel) ?? 1) * file.Dataset.GetInt32(DicomTag.BitsAllocated)!.Value / 8;
        Assert.That(frames.Single().Memory.ToArray().AsSpan(0, length).SequenceEqual(pixels.AsSpan(0, length)), Is.True);
        Assert.That(bytes.ToArray().AsSpan(0, length).SequenceEqual(pixels.AsSpan(0, length)), Is.True);
        frames[0].Dispose();
    }

    [Test]
    public async Task Rendered_AndByUri_GiveImagesAndFiles()
    {
        using DicomFile file = await DicomFile.OpenAsync(_paths[0]);

        await using DicomWebContent image = await _web.RetrieveRenderedAsync(ResourceOf(file), new RenderRequest { Window = (40, 400), Viewport = (64, 64) });
        await using DicomWebContent stored = await _web.RetrieveByUriAsync(ResourceOf(file), new UriRequest { Service = new Uri("/wado", UriKind.Relative) });
        using DicomFile back = await DicomFile.LoadAsync(stored.Content);
        byte[] signature = new byte[8];
        await image.Content.ReadExactlyAsync(signature);

        Assert.That(signature, Is.EqualTo(new byte[] { 0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A }));
        Assert.That(back.Id, Is.EqualTo(file.Id));
    }

    private static DicomWebResource ResourceOf(DicomFile file) =>
        DicomWebResource.Instance(file.Dataset.RequireUid(DicomTag.StudyInstanceUID), file.Dataset.RequireUid(DicomTag.SeriesInstanceUID), file.Id.SopInstance);
}
