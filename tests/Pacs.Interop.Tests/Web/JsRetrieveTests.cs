using System.Text.Json;
using Pacs.Interop.Tests.Harness;

namespace Pacs.Interop.Tests.Web;

/// <summary>WADO-RS and WADO-URI through the JavaScript client: what comes is compared with the files.</summary>
[Category("PS3.18 §10.4")]
public sealed class JsRetrieveTests
{
    private const string Explicit = "1.2.840.10008.1.2.1", JpegLs = "1.2.840.10008.1.2.4.80", Emri = "jpeg-ls/emri_small_jpeg_ls_lossless.dcm";

    [Test]
    public async Task AnInstance_ComesByteForByte()
    {
        var bytes = (await WebRoom.Js.CallAsync("retrieveInstance", await PathOfAsync("native/CT_small.dcm"))).Bytes;

        Assert.That(bytes.ContentType, Is.EqualTo("application/dicom"));
        Assert.That(bytes.TransferSyntax, Is.EqualTo(Explicit));
        Assert.That(Parse(bytes.Content).ReadDataset(), Is.EqualTo(WebRoom.Files["native/CT_small.dcm"].ReadDataset()));
    }

    [Test]
    public async Task ACompressedInstance_ComesInTheSyntaxThatAClientWithoutAWishGets()
    {
        // Without a transfer-syntax parameter it is Explicit VR Little Endian (PS3.18 §8.7.3.5.2).
        var file = Parse((await WebRoom.Js.CallAsync("retrieveInstance", await PathOfAsync(Emri))).Bytes.Content);

        Assert.That(file.TransferSyntax, Is.EqualTo(Explicit));
        Assert.That(Bytes.Sha256([Bytes.Value(file, 0x7FE0, 0x0010, "OW")]), Is.EqualTo(Bytes.ExpectedPixels(Emri)));
    }

    [Test]
    public async Task ALossyInstance_StaysAsItIs()
    {
        var file = Parse((await WebRoom.Js.CallAsync("retrieveInstance", await PathOfAsync("jpeg/JPEG-lossy.dcm"))).Bytes.Content);

        Assert.That(file.ReadDataset(), Is.EqualTo(WebRoom.Files["jpeg/JPEG-lossy.dcm"].ReadDataset()));
    }

    [Test]
    public async Task ASeriesAndAStudy_HoldEveryInstanceByteForByte()
    {
        var path = await PathOfAsync("studies/ct-volume-current/ct/IMG001.dcm");

        var series = await WebRoom.Js.CallAsync("retrieveSeries", path, progress: true);
        var study = await WebRoom.Js.CallAsync("retrieveStudy", path);

        var expected = WebRoom.CtSlices.ToDictionary(file => file.SopInstance, file => file.ReadDataset());
        var received = series.All.Select(part => Parse(part.Content)).ToDictionary(file => file.SopInstance, file => file.ReadDataset());
        Assert.That(received.Keys, Is.EquivalentTo(expected.Keys));
        Assert.That(received.Where(pair => !pair.Value.AsSpan().SequenceEqual(expected[pair.Key])).Select(pair => pair.Key), Is.Empty);
        Assert.That(series.ProgressEvents, Is.GreaterThan(0));
        Assert.That(study.All, Has.Count.EqualTo(expected.Count + 1)); // and the document
    }

    [TestCase("retrieveInstanceMetadata", 1)]
    [TestCase("retrieveSeriesMetadata", 40)]
    [TestCase("retrieveStudyMetadata", 41)]
    public async Task Metadata_OfEachLevel_HasEveryInstance(string method, int count)
    {
        var metadata = (await WebRoom.Js.CallAsync(method, await PathOfAsync("studies/ct-volume-current/ct/IMG001.dcm"))).Datasets;

        Assert.That(metadata.Select(dataset => JsSearchTests.Text(dataset, "00080018")).ToList(), Is.Unique.And.Count.EqualTo(count));
    }

    [Test]
    public async Task Frames_AsStored_AreTheFragmentsOfTheFile_InTheOrderAskedFor()
    {
        var path = await PathOfAsync(Emri);
        path["frameNumbers"] = new[] { 7, 1, 10 };
        path["mediaTypes"] = new[] { new { mediaType = "application/octet-stream", transferSyntaxUID = "*" } };

        var frames = (await WebRoom.Js.CallAsync("retrieveInstanceFrames", path)).All;

        var fragments = Bytes.Fragments(WebRoom.Files[Emri]);
        Assert.That(fragments, Has.Count.EqualTo(10));
        Assert.That(frames.Select(frame => frame.Content), Is.EqualTo(new[] { fragments[6], fragments[0], fragments[9] }));
        Assert.That(frames.Select(frame => frame.TransferSyntax).Distinct(), Is.EqualTo([JpegLs]));
    }

    [TestCase("image/jls", JpegLs)]
    [TestCase("image/x-jls", JpegLs)]
    [TestCase("image/*", "*")]
    public async Task Frames_AsAnImageType_AreTheFragmentsOfTheFile(string mediaType, string transferSyntaxUID)
    {
        var path = await PathOfAsync(Emri);
        path["frameNumbers"] = new[] { 2 };
        path["mediaTypes"] = new[] { new { mediaType, transferSyntaxUID } };

        var frame = (await WebRoom.Js.CallAsync("retrieveInstanceFrames", path)).Bytes;

        Assert.That(frame.Content, Is.EqualTo(Bytes.Fragments(WebRoom.Files[Emri])[1]));
        Assert.That(frame.ContentType, Does.StartWith("image/"));
    }

    [Test]
    public async Task Frames_WithoutAWish_AreDecoded()
    {
        var path = await PathOfAsync(Emri);
        path["frameNumbers"] = Enumerable.Range(1, 10).ToArray();

        var frames = (await WebRoom.Js.CallAsync("retrieveInstanceFrames", path)).All;

        Assert.That(frames.Select(frame => frame.ContentType).Distinct(), Is.EqualTo(["application/octet-stream"]));
        Assert.That(Bytes.Sha256(frames.Select(frame => frame.Content)), Is.EqualTo(Bytes.ExpectedPixels(Emri)));
    }

    [Test]
    public async Task Frames_OfSeveralKindsOfMediaType_ComeAsTheFirstThatFits()
    {
        var path = await PathOfAsync(Emri);
        path["frameNumbers"] = new[] { 1 };
        path["mediaTypes"] = new object[]
        {
            new { mediaType = "image/jp2", transferSyntaxUID = "1.2.840.10008.1.2.4.90" },
            new { mediaType = "image/jls", transferSyntaxUID = JpegLs },
            new { mediaType = "application/octet-stream", transferSyntaxUID = Explicit },
        };

        Assert.That((await WebRoom.Js.CallAsync("retrieveInstanceFrames", path)).Bytes.Content, Is.EqualTo(Bytes.Fragments(WebRoom.Files[Emri])[0]));
    }

    [Test]
    public async Task Frames_InASyntaxThatIsNotTheStoredOne_AreMade_UnderTheClientsOwnNameForIt()
    {
        var path = await PathOfAsync(Emri);
        path["frameNumbers"] = new[] { 1 };
        // HTJ2K is image/jphc in PS3.18 Table 8.7.3-5, and image/jhc to this client.
        path["mediaTypes"] = new object[]
        {
            new { mediaType = "image/jhc", transferSyntaxUID = "1.2.840.10008.1.2.4.201" },
            new { mediaType = "application/octet-stream", transferSyntaxUID = Explicit },
        };

        var frame = (await WebRoom.Js.CallAsync("retrieveInstanceFrames", path)).Bytes;

        Assert.That(frame.ContentType, Is.EqualTo("image/jhc"));
        Assert.That(frame.TransferSyntax, Is.EqualTo("1.2.840.10008.1.2.4.201"));
        Assert.That(frame.Content.AsSpan(0, 4).ToArray(), Is.EqualTo(new byte[] { 0xFF, 0x4F, 0xFF, 0x51 })); // SOC, SIZ
    }

    [Test]
    public async Task BulkData_IsTheValueOfTheFile_WholeAndByRange_InOnePartOrSeveral()
    {
        const string ct = "studies/ct-volume-current/ct/IMG001.dcm";
        var expected = Bytes.Value(WebRoom.Files[ct], 0x7FE0, 0x0010, "OW");
        var metadata = (await WebRoom.Js.CallAsync("retrieveInstanceMetadata", await PathOfAsync(ct))).Datasets.Single();
        var uri = metadata.GetProperty("7FE00010").GetProperty("BulkDataURI").GetString()!;

        var multipart = (await WebRoom.Js.CallAsync("retrieveBulkData", new { BulkDataURI = uri })).Bytes;
        var single = (await WebRoom.Js.CallAsync("retrieveBulkData", new { BulkDataURI = uri }, client: new Dictionary<string, object> { ["singlepart"] = "bulkdata" })).Bytes;
        var range = (await WebRoom.Js.CallAsync("retrieveBulkData", new { BulkDataURI = uri, byteRange = new[] { 100, 299 } })).Bytes;

        Assert.That(multipart.Content, Is.EqualTo(expected));
        Assert.That(single.Content, Is.EqualTo(expected));
        Assert.That(range.Content, Is.EqualTo(expected[100..300]));
    }

    [TestCase("")]
    [TestCase("wado")]
    [Category("PS3.18 §9")]
    public async Task ByUri_TheClientsAddressGivesTheInstance(string prefix)
    {
        var options = prefix.Length == 0 ? null : new Dictionary<string, object> { ["wadoURLPrefix"] = prefix };
        var url = (await WebRoom.Js.CallAsync("buildInstanceWadoURIUrl", await PathOfAsync("native/CT_small.dcm"), client: options)).Value.GetString()!;
        using var http = new HttpClient();

        Assert.That(Parse(await http.GetByteArrayAsync(url)).ReadDataset(), Is.EqualTo(WebRoom.Files["native/CT_small.dcm"].ReadDataset()));
    }

    [Test]
    public async Task WhatIsNotThere_IsTold()
    {
        var answer = await WebRoom.Js.CallAsync("retrieveStudyMetadata", new { studyInstanceUID = "1.2.3.999" }, refused: true);

        Assert.That(answer.Status, Is.EqualTo(404));
    }

    /// <summary>The UIDs of an instance as the client's options, found by search.</summary>
    internal static async Task<Dictionary<string, object>> PathOfAsync(string name)
    {
        var instance = WebRoom.Files[name].SopInstance;
        var found = (await WebRoom.Js.CallAsync("searchForInstances", new { queryParams = new { SOPInstanceUID = instance } })).Datasets.Single();
        return new Dictionary<string, object>
        {
            ["studyInstanceUID"] = JsSearchTests.Text(found, "0020000D"),
            ["seriesInstanceUID"] = JsSearchTests.Text(found, "0020000E"),
            ["sopInstanceUID"] = instance,
        };
    }

    private static Part10File Parse(byte[] content)
    {
        var path = WebRoom.Workspace.PathOf($"{Guid.NewGuid():N}.dcm");
        File.WriteAllBytes(path, content);
        return Part10File.TryOpen(path) ?? throw new AssertionException("What came is no DICOM file.");
    }
}
